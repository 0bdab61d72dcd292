package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/templates"
)

// mergeSchema is a schema with services that are given as "Name: {...}".
func mergeSchema(services ...string) string {
	text, names := "otp: 1\npackage: shop\nservices:\n", []string{}
	for _, s := range services {
		name, _, _ := strings.Cut(s, ":")
		text, names = text+"  "+s+"\n", append(names, name)
	}
	return text + "supervisors:\n  Root: {children: [" + strings.Join(names, ", ") + "]}\napplication: {root: Root}\n"
}

const (
	mergeCart      = "Cart: {calls: {Add: {args: {item: string}, reply: int}}}"
	mergeCartText  = "Cart: {calls: {Add: {args: {item: string}, reply: string}}}"
	mergeCartBool  = "Cart: {calls: {Add: {args: {item: string}, reply: bool}}}"
	mergeCartMore  = "Cart: {calls: {Add: {args: {item: string}, reply: int}, Drop: {}}}"
	mergeOrder     = "Order: {casts: {Place: {args: {item: string}}}}"
	mergeOrderMore = "Order: {casts: {Place: {args: {item: string}}, Undo: {}}}"
	mergePurchase  = "Purchase: {casts: {Place: {args: {item: string}}}}"
	mergeFoo       = "Foo: {casts: {Put: {args: {n: int}}}}"
	mergeBar       = "Bar: {calls: {Get: {reply: int}}}"
)

// gitFolder is a module under version control. style is git's
// merge.conflictStyle.
func gitFolder(t *testing.T, style string, attributes bool) (f *folder, git func(args ...string) error) {
	t.Helper()
	f = newFolder(t, map[string]string{"otp.yaml": mergeSchema(mergeCart, mergeOrder)})
	git = func(args ...string) error {
		c := exec.Command("git", append([]string{"-c", "merge.conflictStyle=" + style, "-c", "user.name=x", "-c", "user.email=x@example.com"}, args...)...)
		c.Dir = f.env.dir
		c.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull)
		out, err := c.CombinedOutput()
		if err != nil {
			return fmt.Errorf("git %v: %w\n%s", args, err, out)
		}
		return nil
	}
	if attributes {
		content, err := templates.Files.ReadFile("init/gitattributes.tmpl")
		require.NoError(t, err)
		f.write(t, ".gitattributes", string(content))
	}
	require.NoError(t, git("init", "-q", "-b", "main"))
	return f, git
}

// mergeBranches commits the schema of each branch with what it gives, and
// whatever edit does on the second, and merges them; the schema is then that
// of the person who resolved it.
func mergeBranches(t *testing.T, f *folder, git func(...string) error, first, second, resolved string, edit func()) {
	t.Helper()
	commit := func(schema string) {
		f.write(t, "otp.yaml", schema)
		require.Equal(t, exitOK, f.run("generate"), f.stderr)
		require.NoError(t, git("add", "-A"))
		require.NoError(t, git("commit", "-qm", "x", "--allow-empty"))
	}
	commit(f.read(t, "otp.yaml"))
	require.NoError(t, git("branch", "second"))
	commit(first)
	require.NoError(t, git("checkout", "-q", "second"))
	commit(second)
	if edit != nil {
		edit()
		require.NoError(t, git("commit", "-qam", "edit"))
	}
	require.NoError(t, git("checkout", "-q", "main"))
	require.Error(t, git("merge", "second"), "a merge without a conflict shows nothing")
	f.write(t, "otp.yaml", resolved)
}

var refusedFiles = regexp.MustCompile(`error\[OTP0701\]: (\S+) is generated`)

func TestMergesAreGeneratedAgain(t *testing.T) {
	t.Parallel()
	for title, tt := range map[string]struct {
		first, second, resolved string
		doubt                   bool // without attributes: lines are gone for good
	}{
		"both add a service": {
			mergeSchema(mergeCart, mergeOrder, mergeFoo), mergeSchema(mergeCart, mergeOrder, mergeBar),
			mergeSchema(mergeCart, mergeOrder, mergeFoo, mergeBar), false},
		"both change a message": {
			mergeSchema(mergeCartText, mergeOrder), mergeSchema(mergeCartBool, mergeOrder), mergeSchema(mergeCartBool, mergeOrder), false},
		"both do both": {
			mergeSchema(mergeCartText, mergeOrder, mergeFoo), mergeSchema(mergeCart, mergeOrderMore, mergeBar),
			mergeSchema(mergeCartText, mergeOrderMore, mergeFoo, mergeBar), false},
		"one renames, one adds": {
			mergeSchema(mergeCart, mergePurchase), mergeSchema(mergeCartMore, mergeOrder, mergeBar),
			mergeSchema(mergeCartMore, mergePurchase, mergeBar), true},
		"one removes what the other changes": {
			mergeSchema(mergeCart), mergeSchema(mergeCart, mergeOrderMore), mergeSchema(mergeCart), true},
	} {
		for setup, attributes := range map[string]bool{"merge": false, "zdiff3": false, "merge with attributes": true} {
			t.Run(title+", "+setup, func(t *testing.T) {
				t.Parallel()
				style, _, _ := strings.Cut(setup, " ")
				f, git := gitFolder(t, style, attributes)
				mergeBranches(t, f, git, tt.first, tt.second, tt.resolved, nil)
				if tt.doubt && !attributes {
					require.Equal(t, exitDiagnostics, f.run("generate"))
					require.Contains(t, f.stderr.String(), "take one side of it with git checkout --ours or --theirs")
					for _, m := range refusedFiles.FindAllStringSubmatch(f.stderr.String(), -1) {
						require.NoError(t, git("checkout", "--theirs", m[1]))
					}
				}
				require.Equal(t, exitOK, f.run("generate"), f.stderr)
				assert.Equal(t, exitOK, f.run("generate", "--check"), f.stdout)
			})
		}
	}
}

func TestAnEditByHandSurvivesAMerge(t *testing.T) {
	t.Parallel()
	for title, edit := range map[string]struct{ file, before, after string }{
		"where the branches differ": {"tree_gen.go", "Bar", "BarOfMine"},
		"where they do not":         {"cart_gen.go", "package shop", "package shop // mine"},
	} {
		for _, style := range []string{"merge", "diff3"} {
			t.Run(title+", "+style, func(t *testing.T) {
				t.Parallel()
				f, git := gitFolder(t, style, false)
				mergeBranches(t, f, git,
					mergeSchema(mergeCart, mergeOrder, mergeFoo), mergeSchema(mergeCart, mergeOrder, mergeBar),
					mergeSchema(mergeCart, mergeOrder, mergeFoo, mergeBar), func() {
						f.write(t, edit.file, strings.ReplaceAll(f.read(t, edit.file), edit.before, edit.after))
					})
				merged := f.read(t, edit.file)
				require.Contains(t, merged, edit.after)
				require.Equal(t, exitDiagnostics, f.run("generate"))
				assert.Contains(t, f.stderr.String(), "error[OTP0701]: "+edit.file+" is generated, but was changed by hand\n")
				assert.Equal(t, merged, f.read(t, edit.file))
				require.Equal(t, exitOK, f.run("generate", "--force-generated"), f.stderr)
				assert.NoFileExists(t, filepath.Join(f.env.dir, ".otpgen.run"))
			})
		}
	}
}
