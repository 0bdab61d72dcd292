package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/generator"
	"github.com/otpgen/otpgen/schema"
)

const shop = `otp: 1
package: shop
types: {Money: {}}
services:
  Cart: {calls: {Add: {args: {item: string, price: Money}, reply: int}}}
supervisors:
  Root: {children: [Cart]}
application: {root: Root}
`

// money is the type of the user's that shop names.
const money = "package shop\n\ntype Money int\n"

// folder is a fresh module with files, and an env that works there.
type folder struct {
	env            env
	stdout, stderr *bytes.Buffer
	generated      int // how often the generator ran
}

func newFolder(t *testing.T, files map[string]string) *folder {
	t.Helper()
	f := &folder{stdout: &bytes.Buffer{}, stderr: &bytes.Buffer{}}
	f.env = env{dir: t.TempDir(), stdout: f.stdout, stderr: f.stderr, build: build{version: "v1.2.3", module: "example.com/otpgen"}}
	f.env.generate = func(name string, src []byte, o generator.Options) (*generator.Result, schema.Diagnostics) {
		f.generated++
		return generator.Generate(name, src, o)
	}
	f.write(t, "go.mod", "module example.com/shop\n\ngo 1.26\n")
	for name, content := range files {
		f.write(t, name, content)
	}
	return f
}

func (f *folder) write(t *testing.T, name, content string) {
	t.Helper()
	require.NoError(t, os.WriteFile(filepath.Join(f.env.dir, name), []byte(content), 0o600))
}

func (f *folder) read(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(f.env.dir, name))
	require.NoError(t, err)
	return string(content)
}

func (f *folder) run(args ...string) int {
	f.stdout.Reset()
	f.stderr.Reset()
	return guard(f.stderr, func() int { return run(context.Background(), f.env, args) })
}

func TestAReleaseDoesNothingWhenNothingChanged(t *testing.T) {
	t.Parallel()
	f := newFolder(t, map[string]string{"otp.yaml": shop, "money.go": money})
	require.Equal(t, exitOK, f.run("generate"))
	require.Equal(t, 1, f.generated)
	require.Equal(t, exitOK, f.run("generate"))
	require.Equal(t, exitOK, f.run("generate", "--check"))
	assert.Equal(t, 2, f.generated, "a check does not believe the lock")
	require.Equal(t, exitOK, f.run("generate"))
	assert.Equal(t, 2, f.generated, "the digest says it all")
	assert.Contains(t, f.stderr.String(), "0 written, 0 removed, ")
	assert.NotContains(t, f.stderr.String(), " 0 unchanged")

	for title, change := range map[string]func(t *testing.T, f *folder){
		"the schema":              func(t *testing.T, f *folder) { f.write(t, "otp.yaml", shop+"# more\n") },
		"another version":         func(_ *testing.T, f *folder) { f.env.build.version = "v1.2.4" },
		"another module":          func(t *testing.T, f *folder) { f.write(t, "go.mod", "module example.com/other\n") },
		"a generated file":        func(t *testing.T, f *folder) { f.write(t, "cart_gen.go", "package shop\n") },
		"a handler lost a method": func(t *testing.T, f *folder) { f.write(t, "cart.go", "package shop\n\ntype cart struct{}\n") },
		"a type is not declared":  func(t *testing.T, f *folder) { f.write(t, "money.go", "package shop\n") },
		"arguments of tests gone": func(t *testing.T, f *folder) { f.write(t, "shoptest/args.go", "package shoptest\n") },
		"a function too many": func(t *testing.T, f *folder) {
			f.write(t, "shoptest/more.go", "package shoptest\n\n// OldArgs are the arguments of the instance of Old that the generated tests start.\nfunc OldArgs() {}\n")
		},
		"a build from a checkout": func(_ *testing.T, f *folder) { f.env.build.version = develVersion },
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			f := newFolder(t, map[string]string{"otp.yaml": shop, "money.go": money})
			require.Equal(t, exitOK, f.run("generate"))
			change(t, f)
			f.run("generate")
			assert.Equal(t, 2, f.generated)
		})
	}
}

func TestWarningsArePrintedEveryTime(t *testing.T) {
	t.Parallel()
	f := newFolder(t, map[string]string{"otp.yaml": shop})
	inner := f.env.generate
	f.env.generate = func(name string, src []byte, o generator.Options) (*generator.Result, schema.Diagnostics) {
		r, diags := inner(name, src, o)
		at := schema.Range{Start: schema.Pos{Line: 1, Column: 1}, End: schema.Pos{Line: 1, Column: 4}}
		return r, append(diags, schema.Diagnostic{Code: "OTP9999", Severity: schema.Warning, File: name, Range: at, Message: "think again"})
	}
	for range 2 {
		require.Equal(t, exitOK, f.run("generate"))
		assert.Contains(t, f.stderr.String(), "warning[OTP9999]: think again\n  --> otp.yaml:1:1\n    1 | otp: 1\n      | ^^^\n")
	}
	assert.Contains(t, f.read(t, "otp.lock"), "\nwarnings 1\n")
}

func TestABugOfOurs(t *testing.T) {
	t.Parallel()
	for title, generate := range map[string]func(string, []byte, generator.Options) (*generator.Result, schema.Diagnostics){
		"a panic": func(string, []byte, generator.Options) (*generator.Result, schema.Diagnostics) {
			panic("otpgen: internal: a bug")
		},
		"output without an owner": func(name string, src []byte, o generator.Options) (*generator.Result, schema.Diagnostics) {
			r, diags := generator.Generate(name, src, o)
			r.Files[0].Owner = 0
			return r, diags
		},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			f := newFolder(t, map[string]string{"otp.yaml": shop})
			f.env.generate = generate
			assert.Equal(t, exitBug, f.run("generate"))
			assert.Contains(t, f.stderr.String(), "otpgen: internal: ")
			assert.Contains(t, f.stderr.String(), "generation.go", "the stack says where")
			assert.Contains(t, f.stderr.String(), "Please report")
			entries, err := os.ReadDir(f.env.dir)
			require.NoError(t, err)
			assert.Len(t, entries, 2, "go.mod and otp.yaml: nothing was written")
		})
	}
}

func TestRunsAtTheSameTimeDoNotMix(t *testing.T) {
	t.Parallel()
	f := newFolder(t, map[string]string{"otp.yaml": shop})
	var runs sync.WaitGroup
	for range 4 {
		runs.Go(func() {
			e := f.env
			e.generate = generator.Generate
			e.stdout, e.stderr = &bytes.Buffer{}, &bytes.Buffer{}
			assert.Equal(t, exitOK, run(t.Context(), e, []string{"generate"}), "%v", e.stderr)
		})
	}
	runs.Wait()
	assert.Equal(t, exitOK, f.run("generate", "--check"))
	assert.Empty(t, f.hidden(t), "locks and temporary files are gone")
}

func TestWhatADeadRunLeftIsSwept(t *testing.T) {
	t.Parallel()
	f := newFolder(t, map[string]string{"otp.yaml": shop})
	require.Equal(t, exitOK, f.run("generate"))
	require.NoError(t, os.Mkdir(filepath.Join(f.env.dir, ".otpgen.tmp"), 0o755))
	f.write(t, ".otpgen.run", "")
	f.write(t, ".otpgen.tmp/new-0", "pack")
	require.Equal(t, exitOK, f.run("generate", "--check"), "it is no drift")
	require.Equal(t, exitOK, f.run("generate"))
	assert.Empty(t, f.hidden(t))
}

// hidden lists the locks and temporary files that are left.
func (f *folder) hidden(t *testing.T) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(f.env.dir, ".*"))
	require.NoError(t, err)
	return names
}

func TestInitByARelease(t *testing.T) {
	t.Parallel()
	f := newFolder(t, nil)
	require.NoError(t, os.Remove(filepath.Join(f.env.dir, "go.mod")))
	require.Equal(t, exitOK, f.run("init", "--module", "example.com/shop"), f.stderr)
	mod := f.read(t, "go.mod")
	assert.Contains(t, mod, "require example.com/otpgen v1.2.3\n")
	assert.Contains(t, mod, "tool example.com/otpgen/cmd/otpgen\n")
	assert.NotContains(t, mod, "replace")
	assert.Contains(t, f.stderr.String(), "run go mod tidy once")
	assert.NoFileExists(t, filepath.Join(f.env.dir, "go.sum"))
}

func TestInitThatFailsLeavesNothing(t *testing.T) {
	t.Parallel()
	f := newFolder(t, nil)
	at := schema.Range{Start: schema.Pos{Line: 1, Column: 1}, End: schema.Pos{Line: 1, Column: 4}}
	f.env.generate = func(name string, _ []byte, _ generator.Options) (*generator.Result, schema.Diagnostics) {
		assert.FileExists(t, filepath.Join(f.env.dir, "a", "deep", "cmd", "deep", "main.go"))
		return nil, schema.Diagnostics{{Code: "OTP9999", Severity: schema.Error, File: name, Range: at, Message: "no"}}
	}
	require.Equal(t, exitDiagnostics, f.run("init", "a/deep"))
	assert.Contains(t, f.stderr.String(), "1 error; nothing was written\n")
	entries, err := os.ReadDir(f.env.dir)
	require.NoError(t, err)
	assert.Len(t, entries, 1, "go.mod")
}

func TestInitWithoutTheCheckout(t *testing.T) {
	t.Parallel()
	f := newFolder(t, nil)
	require.NoError(t, os.Remove(filepath.Join(f.env.dir, "go.mod")))
	f.env.build = build{version: develVersion, module: "example.com/otpgen"}
	assert.Equal(t, exitUsage, f.run("init", "--module", "example.com/shop"))
	assert.Contains(t, f.stderr.String(), "built from a checkout that is not there any more")
	entries, err := os.ReadDir(f.env.dir)
	require.NoError(t, err)
	assert.Empty(t, entries)
}

func TestFirstDifference(t *testing.T) {
	t.Parallel()
	for title, tt := range map[string]struct {
		have, want       string
		line, column, to int
	}{
		"within a line":      {"a\nbcd\n", "a\nbXd\n", 2, 2, 4},
		"a line more":        {"a\nb\n", "a\n", 2, 1, 2},
		"a line less":        {"a\n", "a\nb\n", 2, 1, 1},
		"cut in the middle":  {"a\nb", "a\nbcd\n", 2, 2, 2},
		"empty":              {"", "a\n", 1, 1, 1},
		"after an accent":    {"éa\n", "éb\n", 1, 2, 3},
		"line ends no match": {"a\r\nb\r\n", "a\nc\n", 2, 1, 2},
	} {
		got := firstDifference([]byte(tt.have), []byte(tt.want))
		assert.Equal(t, schema.Pos{Line: tt.line, Column: tt.column}, got.Start, title)
		assert.Equal(t, schema.Pos{Line: tt.line, Column: tt.to}, got.End, title)
	}
}
