package oracle_test

import (
	"bytes"
	"flag"
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
	"github.com/otpgen/otpgen/generator/internal/schemagen"
)

var (
	schemas = flag.Int("schemas", 2, "how many random schemas to generate, vet and test")
	typed   = flag.Int("schemas.typed", 10, "how many random schemas to generate and type-check")
	seed    = flag.Uint64("schemas.seed", 1, "the seed of the first of them")
	folder  = flag.String("schemas.dir", "", "where they are written; a temporary folder by default")
)

// Random schemas are accepted, and become what the plan predicts and Go takes.
func TestRandomSchemasTypeCheck(t *testing.T) {
	t.Parallel()
	checker := oracle.NewTypes(runtimePath)
	for seed := range uint64(*typed) {
		src := schemagen.Schema(schemagen.Random(seed), "random")
		p, files, diags := generate("otp.yaml", []byte(src))
		if assert.NotNil(t, p, "seed %d: %v\n%s", seed, diags, src) {
			assert.Empty(t, oracle.Check(p, files), "seed %d:\n%s", seed, src)
			assert.NoError(t, checker.Check(p, files), "seed %d:\n%s", seed, src)
		}
	}
}

// What is generated of random schemas compiles, vets and passes its tests. One
// binary runs the tests of all packages, since linking takes longest.
func TestRandomSchemasPass(t *testing.T) {
	t.Parallel()
	root := *folder
	if root == "" {
		root = t.TempDir()
	}
	module(t, root)
	runner := &runner{}
	for i := range uint64(*schemas) {
		name := fmt.Sprintf("s%d", *seed+i)
		src := schemagen.Schema(schemagen.Random(*seed+i), name)
		p, files, diags := generateIn("schemas.test/"+name, "otp.yaml", []byte(src))
		if !assert.NotNil(t, p, "%s: %v\n%s", name, diags, src) {
			continue
		}
		assert.Empty(t, oracle.Check(p, files), name)
		write(t, filepath.Join(root, name, "otp.yaml"), []byte(src))
		runner.add(t, root, p, files)
	}
	write(t, filepath.Join(root, "all", "all_test.go"), runner.file())
	for _, command := range [][]string{{"vet", "./..."}, {"test", "-count=1", "./all"}} {
		cmd := exec.Command("go", command...)
		cmd.Dir = root
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, "go %s in %s:\n%s", strings.Join(command, " "), root, out)
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
type runner struct{ imports, calls strings.Builder }

var testFunction = regexp.MustCompile(`(?m)^func (Test\w+)\(t \*testing\.T\)`)

// add writes a generated package, with its tests as plain functions in packages
// of their own so that the runner can call them.
func (r *runner) add(t *testing.T, root string, p *plan.Package, files []render.File) {
	t.Helper()
	fmt.Fprintf(&r.imports, "\t%scheck %q\n\t%q\n", p.Name, p.ImportPath+"/check", p.ImportPath+"/"+p.Name+"test")
	fmt.Fprintf(&r.calls, "\tt.Run(%q, func(t *testing.T) {\n\t\tt.Parallel()\n", p.Name)
	for _, f := range files {
		path, content, pkg := f.Path, f.Content, ""
		switch {
		case !strings.HasSuffix(path, "_test.go"):
		case strings.Contains(path, "/"):
			path, pkg = strings.TrimSuffix(path, "_test.go")+".go", p.Name+"test"
		default:
			path, pkg = "check/"+strings.TrimSuffix(path, "_test.go")+"_check.go", p.Name+"check"
			content = bytes.Replace(content, []byte("package "+p.Name+"_test\n"), []byte("package check\n"), 1)
		}
		write(t, filepath.Join(root, p.Name, filepath.FromSlash(path)), content)
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
