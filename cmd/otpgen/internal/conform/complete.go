package conform

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

// Complete reports whether the user's files have every method of every handler
// interface in the generated files of disk, and everything else that generated
// files name, so that Handlers, Functions and Types would have nothing to say.
// It needs no schema.
func Complete(disk fs.FS) (bool, error) {
	root, err := Read(disk)
	if err != nil {
		return false, err
	}
	generated, err := parseAll(disk, "*_gen.go")
	if err != nil || !root.completes(generated) {
		return false, err
	}
	for _, f := range generated {
		for _, wanted := range interfaces(f) {
			if !root.implements(wanted) {
				return false, nil
			}
		}
	}
	entries, err := fs.ReadDir(disk, ".")
	if err != nil {
		return false, err
	}
	for _, e := range entries {
		dir := e.Name()
		if !e.IsDir() || !regular(disk, dir+"/fixtures_gen.go") {
			continue
		}
		fixtures, err := ReadFixtures(disk, dir)
		if err != nil {
			return false, err
		}
		generated, err := parseAll(disk, dir+"/*_gen.go", dir+"/*_gen_test.go")
		if err != nil || !fixtures.completes(generated) {
			return false, err
		}
	}
	return true, nil
}

// regular reports whether a name is that of a regular file: reading a pipe
// would never end.
func regular(disk fs.FS, name string) bool {
	info, err := fs.Lstat(disk, name)
	return err == nil && info.Mode().IsRegular()
}

// parseAll parses generated files; one that does not parse is an empty one,
// which lacks what others need.
func parseAll(disk fs.FS, patterns ...string) ([]*ast.File, error) {
	var files []*ast.File
	for _, pattern := range patterns {
		names, err := fs.Glob(disk, pattern)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			if !regular(disk, name) {
				continue
			}
			content, err := fs.ReadFile(disk, name)
			if err != nil {
				return nil, err
			}
			if syntax, err := parser.ParseFile(token.NewFileSet(), name, content, 0); err == nil {
				files = append(files, syntax)
			}
		}
	}
	return files, nil
}

// completes reports whether every name in generated files of a folder is
// declared there, by them or by the user, and whether the user has no function
// that they once needed.
func (s *Source) completes(generated []*ast.File) bool {
	if s.anyBroken() {
		return false
	}
	known := map[string]bool{}
	for name := range s.foreign {
		known[name] = true
	}
	for _, f := range s.files {
		for name := range topLevel(f.syntax) {
			known[name] = true
		}
	}
	for _, f := range generated {
		for name := range topLevel(f) {
			known[name] = true
		}
	}
	named := map[string]bool{}
	for _, f := range generated {
		imported := importNames(f)
		for _, id := range f.Unresolved {
			named[id.Name] = true
			if !known[id.Name] && !imported[id.Name] && types.Universe.Lookup(id.Name) == nil {
				return false
			}
		}
	}
	return len(s.unneeded(func(name string) bool { return named[name] })) == 0
}

// importNames are the names under which f calls packages. One that is not
// written is taken for the last element of the path, as otpgen does.
func importNames(f *ast.File) map[string]bool {
	names := map[string]bool{}
	for _, spec := range f.Imports {
		if spec.Name != nil {
			names[spec.Name.Name] = true
		} else if p, err := strconv.Unquote(spec.Path.Value); err == nil {
			names[path.Base(p)] = true
		}
	}
	return names
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

// implements reports whether some type of the user's has all methods of i, and
// none that is left over.
func (s *Source) implements(i *ast.InterfaceType) bool {
	for _, t := range s.types {
		if has, _ := s.methodSet(t, map[string]bool{}); hasAll(has, i) && !hasMore(has, i) {
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

// hasMore reports whether there are methods like those of i, but not in it.
func hasMore(has map[string]*ast.FuncDecl, i *ast.InterfaceType) bool {
	wanted, ctx := map[string]bool{}, ""
	for _, method := range i.Methods.List {
		for _, name := range method.Names {
			wanted[name.Name] = true
		}
		if f, ok := method.Type.(*ast.FuncType); ok {
			ctx = firstParameter(f)
		}
	}
	return len(handlersIn(has, wanted, ctx)) > 0
}
