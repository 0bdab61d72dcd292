package oracle_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/generator/internal/oracle"
	"github.com/otpgen/otpgen/generator/internal/plan"
	"github.com/otpgen/otpgen/generator/internal/render"
	"github.com/otpgen/otpgen/schema"
)

// workshop makes packages of schemas, and vets and tests them in batches: many
// packages of one module, whose tests one binary runs, since linking takes
// longest. A batch that fails stays where it is if the folder was given.
type workshop struct {
	t                 *testing.T
	root              string // of the batch
	batches           int
	runner            *runner
	accepted, refused int
}

func newWorkshop(t *testing.T) *workshop { return &workshop{t: t} }

// add makes a package of a schema. A schema may be refused if excused says so
// of the diagnostics.
func (w *workshop) add(name, src string, excused func(schema.Diagnostics) bool) {
	w.t.Helper()
	at := "schemas.test/" + name
	if doc, _ := schema.Parse("otp.yaml", []byte(src)); doc != nil {
		at += "/" + doc.Package.Value
	}
	p, files, diags := generateIn(at, "otp.yaml", []byte(src))
	inside(w.t, src, diags)
	if p == nil {
		w.refused++
		assert.True(w.t, excused(diags), "%s: %v\n%s", name, diags, src)
		return
	}
	w.accepted++
	assert.Empty(w.t, oracle.Check(p, files), name)
	if w.runner == nil {
		w.begin()
	}
	w.runner.add(w.t, filepath.Join(w.root, name, p.Name), name, p, files)
	write(w.t, filepath.Join(w.root, name, "otp.yaml"), []byte(src))
	if w.runner.packages == *batch {
		w.finish()
	}
}

// begin starts a batch.
func (w *workshop) begin() {
	w.t.Helper()
	w.runner = &runner{}
	w.root = filepath.Join(*folder, fmt.Sprintf("%s%d_%d", w.t.Name(), *seed, w.batches))
	if *folder == "" {
		w.root = w.t.TempDir()
	}
	w.batches++
	module(w.t, w.root)
	for at, name := range map[string]string{"go-money": "money", "thing/v3": "thing", "thing.v1": "thing", "type": "type_"} {
		write(w.t, filepath.Join(w.root, "lib", at, "amount.go"), []byte("package "+name+"\n\ntype Amount struct{ Cents int }\n"))
	}
}

// finish vets and tests the batch.
func (w *workshop) finish() {
	w.t.Helper()
	if w.runner == nil {
		return
	}
	write(w.t, filepath.Join(w.root, "all", "all_test.go"), w.runner.file())
	w.runner = nil
	test := []string{"test", "-count=1", "./all"}
	if *race {
		test = []string{"test", "-race", "-count=2", "-shuffle=on", "./all"}
	}
	failed := false
	for _, arguments := range [][]string{{"vet", "./..."}, test} {
		cmd := exec.Command("go", arguments...)
		cmd.Dir = w.root
		out, err := cmd.CombinedOutput()
		failed = failed || err != nil
		assert.NoError(w.t, err, "go %s in %s:\n%s", strings.Join(arguments, " "), w.root, out)
	}
	if !failed {
		assert.NoError(w.t, os.RemoveAll(w.root))
	}
}

// module writes the go.mod of a module that uses this runtime: that of the
// example, which does so too.
func module(t *testing.T, root string) {
	t.Helper()
	repository, err := filepath.Abs("../../..")
	require.NoError(t, err)
	example := filepath.Join(repository, "examples", "foundation")
	mod, err := os.ReadFile(filepath.Join(example, "go.mod"))
	require.NoError(t, err)
	mod = regexp.MustCompile(`(?m)^module .*$`).ReplaceAll(mod, []byte("module schemas.test"))
	mod = bytes.Replace(mod, []byte("=> ../.."), []byte("=> "+filepath.ToSlash(repository)), 1)
	write(t, filepath.Join(root, "go.mod"), mod)
	sum, err := os.ReadFile(filepath.Join(example, "go.sum"))
	require.NoError(t, err)
	write(t, filepath.Join(root, "go.sum"), sum)
}

func write(t *testing.T, path string, content []byte) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o777))
	require.NoError(t, os.WriteFile(path, content, 0o666))
}

// runner is a test that runs the tests of many packages.
type runner struct {
	imports, calls strings.Builder
	packages       int
}

var testFunction = regexp.MustCompile(`(?m)^func (Test\w+)\(t \*testing\.T\)`)

// add writes a generated package into a folder, with its tests as plain
// functions in packages of their own so that the runner can call them under
// that alias.
func (r *runner) add(t *testing.T, folder, alias string, p *plan.Package, files []render.File) {
	t.Helper()
	r.packages++
	fmt.Fprintf(&r.imports, "\t%s_check %q\n\t%s_test %q\n", alias, p.ImportPath+"/check", alias, p.ImportPath+"/"+p.Name+"test")
	fmt.Fprintf(&r.calls, "\tt.Run(%q, func(t *testing.T) {\n\t\tt.Parallel()\n", alias)
	write(t, filepath.Join(folder, "handwritten.go"), oracle.HandWritten(p))
	for _, f := range files {
		path, content, pkg := f.Path, f.Content, ""
		switch {
		case !strings.HasSuffix(path, "_test.go"):
		case strings.Contains(path, "/"):
			path, pkg = strings.TrimSuffix(path, "_test.go")+".go", alias+"_test"
		default:
			path, pkg = "check/"+strings.TrimSuffix(path, "_test.go")+"_check.go", alias+"_check"
			content = bytes.Replace(content, []byte("package "+p.Name+"_test\n"), []byte("package check\n"), 1)
		}
		write(t, filepath.Join(folder, filepath.FromSlash(path)), content)
		if pkg == "" {
			continue
		}
		for _, f := range testFunction.FindAllSubmatch(content, -1) {
			fmt.Fprintf(&r.calls, "\t\tt.Run(%q, %s.%s)\n", f[1], pkg, f[1])
		}
	}
	r.calls.WriteString("\t})\n")
}

func (r *runner) file() []byte {
	return []byte("package all\n\nimport (\n\t\"testing\"\n\n" + r.imports.String() + ")\n\nfunc TestAll(t *testing.T) {\n" + r.calls.String() + "}\n")
}
