package compat

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"regexp"
	"strconv"
	"strings"
)

// proofPath is the package whose Of declares what a test proves.
const proofPath = "github.com/otpgen/otpgen/runtime/internal/proof"

// Test is a test function.
type Test struct {
	Name string // "TestExitSignals"
	File string // "runtime/server_test.go"
}

// isTest are the names that go test runs.
var isTest = regexp.MustCompile(`^(Test|Fuzz)([^a-z]|$)`)

// declared returns, by statement, the tests below runtime in a repository that
// declare to prove it. It refuses declarations that cannot be trusted: outside of
// a test, with a number that is computed, in a test that may skip itself or that
// is not built everywhere.
func declared(repo fs.FS) (map[int][]Test, error) {
	proofs := map[int][]Test{}
	err := fs.WalkDir(repo, "runtime", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, "_test.go") {
			return err
		}
		src, err := fs.ReadFile(repo, name)
		if err != nil {
			return fmt.Errorf("read tests: %w", err)
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, name, src, parser.ParseComments)
		if err != nil {
			return fmt.Errorf("read tests: %w", err)
		}
		s := scanner{files: files, file: file, name: name, proofs: proofs}
		return s.scan()
	})
	return proofs, err
}

// scanner reads one file of tests.
type scanner struct {
	files  *token.FileSet
	file   *ast.File
	name   string
	proofs map[int][]Test
}

func (s *scanner) scan() error {
	as := importedAs(s.file, proofPath)
	if as == "" {
		return nil
	}
	for _, d := range s.file.Decls {
		calls := callsOf(d, as, "Of")
		if len(calls) == 0 {
			continue
		}
		if why := s.distrust(d); why != "" {
			return s.wrong(calls[0], why)
		}
		for _, c := range calls {
			if err := s.add(d.(*ast.FuncDecl).Name.Name, c); err != nil {
				return err
			}
		}
	}
	return nil
}

// distrust says why a declaration in d proves nothing; "": it does.
func (s *scanner) distrust(d ast.Decl) string {
	f, ok := d.(*ast.FuncDecl)
	switch {
	case !ok || f.Recv != nil || !isTest.MatchString(f.Name.Name):
		return "proof.Of outside of a test"
	case skips(f):
		return "proof.Of in a test that may skip itself"
	case hasBuildConstraint(s.file):
		return "proof.Of in a file that is not always built"
	default:
		return ""
	}
}

func (s *scanner) add(test string, c *ast.CallExpr) error {
	for _, arg := range c.Args[min(1, len(c.Args)):] {
		literal, ok := arg.(*ast.BasicLit)
		if !ok || literal.Kind != token.INT {
			return s.wrong(arg, "proof.Of wants numbers as they stand on the page")
		}
		n, err := strconv.Atoi(literal.Value)
		if err != nil {
			return s.wrong(arg, err.Error())
		}
		t := Test{test, s.name}
		if last := len(s.proofs[n]) - 1; last < 0 || s.proofs[n][last] != t {
			s.proofs[n] = append(s.proofs[n], t)
		}
	}
	return nil
}

func (s *scanner) wrong(at ast.Node, what string) error {
	return fmt.Errorf("%s:%d: %s", s.name, s.files.Position(at.Pos()).Line, what)
}

// importedAs returns the name under which a file imports a package; "" if it does not.
func importedAs(f *ast.File, pkg string) string {
	for _, i := range f.Imports {
		if p, err := strconv.Unquote(i.Path.Value); err != nil || p != pkg {
			continue
		}
		if i.Name != nil {
			return i.Name.Name
		}
		return path.Base(pkg)
	}
	return ""
}

// callsOf returns the calls of pkg.fn within a node.
func callsOf(in ast.Node, pkg, fn string) []*ast.CallExpr {
	var calls []*ast.CallExpr
	ast.Inspect(in, func(n ast.Node) bool {
		c, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		sel, ok := c.Fun.(*ast.SelectorExpr)
		if !ok || sel.Sel.Name != fn {
			return true
		}
		if x, ok := sel.X.(*ast.Ident); ok && x.Name == pkg {
			calls = append(calls, c)
		}
		return true
	})
	return calls
}

// skips reports whether a function calls Skip, Skipf or SkipNow of anything.
func skips(f *ast.FuncDecl) bool {
	found := false
	ast.Inspect(f, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok && strings.HasPrefix(sel.Sel.Name, "Skip") {
			found = true
		}
		return !found
	})
	return found
}

func hasBuildConstraint(f *ast.File) bool {
	for _, group := range f.Comments {
		for _, c := range group.List {
			if c.Pos() < f.Package && strings.HasPrefix(c.Text, "//go:build") {
				return true
			}
		}
	}
	return false
}
