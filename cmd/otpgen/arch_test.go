package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// allowed is the whole architecture: what each package may import from this
// module and from others. The standard library is allowed everywhere. A
// pattern ending in /... covers the packages below it.
var allowed = []struct {
	pkg, why string
	imports  []string
}{
	{"cmd/otpgen", "the only place with effects", []string{
		"cmd/otpgen/internal/...", "generator", "schema", "templates", "github.com/spf13/cobra"}},
	{"cmd/otpgen/internal/...", "parts of the command", []string{
		"cmd/otpgen/internal/...", "generator", "schema", "templates", "github.com/rogpeppe/go-internal/diff"}},
	{"generator", "schema to files in memory", []string{
		"generator/internal/...", "schema", "schema/analysis"}},
	{"generator/internal/plan", "every name made, every decision taken", []string{
		"schema", "schema/analysis"}},
	{"generator/internal/render", "plan to bytes; it asks no question about the tree, and it alone knows jennifer", []string{
		"generator/internal/plan", "generator/internal/render/...", "schema", "templates", "github.com/dave/jennifer/jen"}},
	{"generator/internal/render/...", "parts of render", []string{
		"generator/internal/plan", "generator/internal/render/...", "github.com/dave/jennifer/jen"}},
	{"generator/internal/oracle", "what tests hold rendered files against", []string{
		"generator/internal/plan", "generator/internal/render", "schema"}},
	{"generator/internal/schemagen", "random schemas for tests", nil},
	{"schema", "what the YAML says; it alone knows yaml.v3", []string{"gopkg.in/yaml.v3"}},
	{"schema/analysis", "questions about a resolved tree", []string{"schema"}},
	{"templates", "texts", nil},
	{"internal/hostile", "schemas and texts that are meant to do harm, for tests", nil},
	{"runtime", "what generated code calls: the standard library only", []string{"runtime/internal/..."}},
	{"runtime/internal/...", "the pure machines and the faults for tests", []string{"runtime/internal/..."}},
	{"runtime/otptest", "what generated fixtures call", []string{"runtime", "runtime/internal/..."}},
}

func TestImportsFollowTheArchitecture(t *testing.T) {
	t.Parallel()
	module, imports := moduleImports(t)
	for _, pkg := range slices.Sorted(maps.Keys(imports)) {
		if pkg == "golden" || strings.HasPrefix(pkg, "golden/") {
			continue // generated packages; compiled by their own tests
		}
		i := slices.IndexFunc(allowed, func(rule struct {
			pkg, why string
			imports  []string
		}) bool {
			return covers(rule.pkg, pkg)
		})
		if i < 0 {
			t.Errorf("%s has no row in the table of the architecture", pkg)
			continue
		}
		for _, imported := range imports[pkg] {
			name := strings.TrimPrefix(strings.TrimPrefix(imported, module), "/")
			standard := !strings.Contains(strings.Split(imported, "/")[0], ".")
			if standard || slices.ContainsFunc(allowed[i].imports, func(a string) bool { return covers(a, name) }) {
				continue
			}
			t.Errorf("%s must not import %s: %s is %s", pkg, name, pkg, allowed[i].why)
		}
	}
}

// The generator holds the runtime's names as data; the two never meet.
func TestGeneratorAndRuntimeNeverMeet(t *testing.T) {
	t.Parallel()
	module, imports := moduleImports(t)
	for pkg, list := range imports {
		for _, imported := range list {
			if strings.HasPrefix(pkg, "generator") {
				require.Falsef(t, strings.HasPrefix(imported, module+"/runtime"), "%s imports %s", pkg, imported)
			}
			if strings.HasPrefix(pkg, "runtime") {
				require.Falsef(t, strings.HasPrefix(imported, module+"/generator"), "%s imports %s", pkg, imported)
			}
		}
	}
}

func covers(pattern, pkg string) bool {
	if prefix, ok := strings.CutSuffix(pattern, "/..."); ok {
		return strings.HasPrefix(pkg, prefix+"/")
	}
	return pattern == pkg
}

// moduleImports lists, for every package of the module, what its files other
// than tests import.
func moduleImports(t *testing.T) (module string, imports map[string][]string) {
	t.Helper()
	root := filepath.Join("..", "..")
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	require.NoError(t, err)
	line, _, _ := strings.Cut(string(mod), "\n")
	module, imports = strings.TrimSpace(strings.TrimPrefix(line, "module ")), map[string][]string{}
	err = filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && file != root && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") || hasModule(file)):
			return filepath.SkipDir
		case d.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go"):
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, filepath.Dir(file))
		if err != nil {
			return err
		}
		pkg := path.Clean(filepath.ToSlash(rel))
		for _, spec := range parsed.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			imports[pkg] = append(imports[pkg], imported)
		}
		return nil
	})
	require.NoError(t, err)
	require.NotEmpty(t, imports)
	return module, imports
}

// hasModule tells the nested modules, which are not ours to check.
func hasModule(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "go.mod"))
	return err == nil
}
