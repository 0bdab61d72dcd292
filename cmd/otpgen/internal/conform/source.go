// Package conform compares the handlers that the user wrote with those that
// the schema asks for, by syntax alone: it works while the project does not
// compile, which is when it is needed.
package conform

import (
	"go/ast"
	"go/build/constraint"
	"go/parser"
	"go/scanner"
	"go/token"
	"io/fs"
	"strings"

	"github.com/otpgen/otpgen/schema"
)

// Source is what the user's Go files of a folder declare. Generated files and
// tests are not read.
type Source struct {
	fset  *token.FileSet
	files []file
	types map[string]*userType
}

type file struct {
	name    string
	content string
	syntax  *ast.File
	broken  error // of the parser, nil if it is whole
	// constrained is set by a //go:build line: the file may belong to no
	// build, as a script beside a package does.
	constrained bool
}

// userType is a type of the user's with its methods, wherever they stand.
type userType struct {
	file    string
	spec    *ast.TypeSpec // nil if only methods were found
	methods map[string]*ast.FuncDecl
}

// Read parses the user's files in the root of disk. A file that does not
// parse counts for as much as the parser understood of it.
func Read(disk fs.FS) (*Source, error) {
	entries, err := fs.ReadDir(disk, ".")
	if err != nil {
		return nil, err
	}
	s := &Source{fset: token.NewFileSet(), types: map[string]*userType{}}
	for _, e := range entries {
		if !isUsers(e) {
			continue
		}
		content, err := fs.ReadFile(disk, e.Name())
		if err != nil {
			return nil, err
		}
		syntax, broken := parser.ParseFile(s.fset, e.Name(), content, parser.SkipObjectResolution|parser.ParseComments)
		if syntax == nil {
			syntax = &ast.File{}
		}
		f := file{name: e.Name(), content: string(content), syntax: syntax, broken: broken, constrained: constrained(syntax)}
		s.files = append(s.files, f)
		s.declare(f)
	}
	return s, nil
}

func constrained(f *ast.File) bool {
	for _, group := range f.Comments {
		for _, c := range group.List {
			if c.Pos() < f.Package && constraint.IsGoBuild(c.Text) {
				return true
			}
		}
	}
	return false
}

func isUsers(e fs.DirEntry) bool {
	name := e.Name()
	return e.Type().IsRegular() && strings.HasSuffix(name, ".go") &&
		!strings.HasSuffix(name, "_gen.go") && !strings.HasSuffix(name, "_test.go") &&
		!strings.HasPrefix(name, "_") && !strings.HasPrefix(name, ".")
}

// declare takes in the types and methods of f.
func (s *Source) declare(f file) {
	for _, decl := range f.syntax.Decls {
		switch d := decl.(type) {
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if ts, ok := spec.(*ast.TypeSpec); ok {
					t := s.typeNamed(ts.Name.Name)
					t.file, t.spec = f.name, ts
				}
			}
		case *ast.FuncDecl:
			if name := receiverOf(d); name != "" {
				s.typeNamed(name).methods[d.Name.Name] = d
			}
		}
	}
}

func (s *Source) typeNamed(name string) *userType {
	t := s.types[name]
	if t == nil {
		t = &userType{methods: map[string]*ast.FuncDecl{}}
		s.types[name] = t
	}
	return t
}

// receiverOf is the name of the type that d is a method of, "" for none.
func receiverOf(d *ast.FuncDecl) string {
	if d.Recv == nil || len(d.Recv.List) != 1 {
		return ""
	}
	return baseName(d.Recv.List[0].Type)
}

// baseName is X for X, *X, (X) and X[T]; "" for anything else.
func baseName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.StarExpr:
		return baseName(e.X)
	case *ast.ParenExpr:
		return baseName(e.X)
	case *ast.IndexExpr:
		return baseName(e.X)
	case *ast.IndexListExpr:
		return baseName(e.X)
	}
	return ""
}

// Contents is the content of each file by its name, for excerpts.
func (s *Source) Contents() map[string]string {
	m := map[string]string{}
	for _, f := range s.files {
		m[f.name] = f.content
	}
	return m
}

func (s *Source) rangeOf(n ast.Node) schema.Range {
	return schema.Range{Start: s.pos(n.Pos()), End: s.pos(n.End())}
}

// pos is a position with the column in characters.
func (s *Source) pos(p token.Pos) schema.Pos {
	at := s.fset.PositionFor(p, false)
	return s.posOf(at)
}

func (s *Source) posOf(at token.Position) schema.Pos {
	for _, f := range s.files {
		if f.name == at.Filename && at.Column > 0 && at.Offset <= len(f.content) && at.Offset >= at.Column-1 {
			head := f.content[at.Offset-(at.Column-1) : at.Offset]
			return schema.Pos{Line: at.Line, Column: len([]rune(head)) + 1}
		}
	}
	return schema.Pos{Line: at.Line, Column: at.Column}
}

// firstError is where the parser first stumbled, and over what.
func firstError(err error) (token.Position, string) {
	if list, ok := err.(scanner.ErrorList); ok && len(list) > 0 {
		return list[0].Pos, list[0].Msg
	}
	return token.Position{}, err.Error()
}
