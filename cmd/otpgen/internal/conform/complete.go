package conform

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"strings"
)

// Complete reports whether the user's files have every method of every
// handler interface in the generated files of disk, so that Handlers would
// have nothing to say. It needs no schema.
func Complete(disk fs.FS) (bool, error) {
	s, err := Read(disk)
	if err != nil {
		return false, err
	}
	for _, f := range s.files {
		if f.broken != nil {
			return false, nil
		}
	}
	names, err := fs.Glob(disk, "*_gen.go")
	if err != nil {
		return false, err
	}
	for _, name := range names {
		content, err := fs.ReadFile(disk, name)
		if err != nil {
			return false, err
		}
		syntax, err := parser.ParseFile(token.NewFileSet(), name, content, parser.SkipObjectResolution)
		if err != nil {
			return false, nil
		}
		for _, wanted := range interfaces(syntax) {
			if !s.implements(wanted) {
				return false, nil
			}
		}
	}
	return true, nil
}

// interfaces returns the handler interfaces that a generated file declares.
func interfaces(f *ast.File) []*ast.InterfaceType {
	var found []*ast.InterfaceType
	for _, decl := range f.Decls {
		d, ok := decl.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, spec := range d.Specs {
			ts, ok := spec.(*ast.TypeSpec)
			if !ok || !strings.HasSuffix(ts.Name.Name, "Handler") {
				continue
			}
			if i, ok := ts.Type.(*ast.InterfaceType); ok {
				found = append(found, i)
			}
		}
	}
	return found
}

// implements reports whether some type of the user's has all methods of i.
func (s *Source) implements(i *ast.InterfaceType) bool {
	for _, t := range s.types {
		if has, _ := s.methodSet(t, map[string]bool{}); hasAll(has, i) {
			return true
		}
	}
	return false
}

func hasAll(has map[string]*ast.FuncDecl, i *ast.InterfaceType) bool {
	for _, method := range i.Methods.List {
		want, ok := method.Type.(*ast.FuncType)
		if !ok {
			return false // an embedded interface: not of our making
		}
		for _, name := range method.Names {
			if decl := has[name.Name]; decl == nil || spell(decl.Type) != spell(want) {
				return false
			}
		}
	}
	return true
}
