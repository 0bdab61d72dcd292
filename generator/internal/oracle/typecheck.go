package oracle

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path"
	"regexp"
	"strings"
	"sync"

	"github.com/otpgen/otpgen/generator/internal/plan"
	"github.com/otpgen/otpgen/generator/internal/render"
)

// Types type-checks generated packages against the real runtime. It may be
// used by several goroutines.
type Types struct {
	mu      sync.Mutex
	exports map[string]string // export data by import path, found by the go command
	fset    *token.FileSet
	gc      types.Importer
}

// NewTypes returns a type checker that knows the packages that most schemas
// need.
func NewTypes(runtimePath string) *Types {
	t := &Types{exports: map[string]string{}, fset: token.NewFileSet()}
	t.gc = importer.ForCompiler(t.fset, "gc", t.open)
	t.find(runtimePath, runtimePath+"/otptest", "context", "database/sql", "encoding/json", "errors", "fmt", "io", "maps",
		"net", "net/http", "net/url", "slices", "strings", "testing", "time")
	return t
}

// find asks the go command where the export data of packages is. Those that it
// does not know stay unknown.
func (t *Types) find(paths ...string) {
	args := append([]string{"list", "-e", "-export", "-f", "{{.ImportPath}}\t{{.Export}}"}, paths...)
	out, err := exec.Command("go", args...).Output()
	if err != nil {
		return
	}
	for line := range strings.Lines(string(out)) {
		if at, file, _ := strings.Cut(strings.TrimSpace(line), "\t"); file != "" {
			t.exports[at] = file
		}
	}
}

func (t *Types) open(at string) (io.ReadCloser, error) {
	if t.exports[at] == "" {
		t.find(at)
	}
	if t.exports[at] == "" {
		return nil, fmt.Errorf("no package %s here", at)
	}
	return os.Open(t.exports[at])
}

// Check type-checks a package, its tests and its fixtures. What types: says is
// written by hand is declared here. Mistakes about packages that the schema
// names pass.
func (t *Types) Check(p *plan.Package, files []render.File) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	known := &local{importer: t.gc, packages: map[string]*types.Package{}}
	fixtures := p.ImportPath + "/" + p.Name + "test"
	hand := render.File{Path: "types.go", Content: HandWritten(p)}
	own, tests, fixed, fixedTests := split(files)
	for _, unit := range []struct {
		at    string
		files []render.File
	}{
		{p.ImportPath, append(own, hand)},
		{fixtures, fixed},
		{p.ImportPath + "_test", tests},
		{fixtures, append(fixed[:len(fixed):len(fixed)], fixedTests...)},
	} {
		pkg, err := t.check(unit.at, unit.files, known)
		if err != nil {
			return fmt.Errorf("%s: %w", unit.at, err)
		}
		known.packages[unit.at] = pkg
	}
	return nil
}

// split sorts Go files by the package that they belong to.
func split(files []render.File) (own, tests, fixtures, fixtureTests []render.File) {
	for _, f := range files {
		inFolder, isTest := strings.Contains(f.Path, "/"), strings.HasSuffix(f.Path, "_test.go")
		switch {
		case path.Ext(f.Path) != ".go":
		case inFolder && isTest:
			fixtureTests = append(fixtureTests, f)
		case inFolder:
			fixtures = append(fixtures, f)
		case isTest:
			tests = append(tests, f)
		default:
			own = append(own, f)
		}
	}
	return own, tests, fixtures, fixtureTests
}

func (t *Types) check(at string, files []render.File, known *local) (*types.Package, error) {
	var parsed []*ast.File
	for _, f := range files {
		file, err := parser.ParseFile(t.fset, f.Path, f.Content, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		parsed = append(parsed, file)
	}
	var found error
	conf := types.Config{Importer: known, GoVersion: "go1.26", Error: func(err error) {
		if !beyond.MatchString(err.Error()) && found == nil {
			found = err
		}
	}}
	pkg, _ := conf.Check(at, t.fset, parsed, nil)
	return pkg, found
}

// beyond are the mistakes in a schema that otpgen cannot know, since it loads
// no package: of another package it knows the name only.
var beyond = regexp.MustCompile(`could not import|undefined: \w+\.\w+|not exported by package|is not a type` +
	`|without instantiation|invalid map key type`)

// local imports the packages that have just been checked, and all others from
// their export data.
type local struct {
	importer types.Importer
	packages map[string]*types.Package
}

func (l *local) Import(at string) (*types.Package, error) {
	if pkg := l.packages[at]; pkg != nil {
		return pkg, nil
	}
	return l.importer.Import(at)
}
