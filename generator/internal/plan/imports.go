package plan

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/otpgen/otpgen/schema"
)

// standardPaths are the packages of the standard library that generated code
// itself may need.
func standardPaths() []string {
	return []string{"context", "encoding/json", "errors", "fmt", "maps", "slices", "time"}
}

// runtimeName is how every generated file calls package otp.
const runtimeName = "otp"

// standardLibrary reports whether a package is of the standard library, whose
// packages are called like their folders. Any other may have a name that its
// path does not tell.
func standardLibrary(importPath string) bool {
	first, _, _ := strings.Cut(importPath, "/")
	return slices.Contains(standardRoots(), first)
}

// standardRoots are the first elements of its paths. One that came to Go later
// gets a name in imports that it would not need.
func standardRoots() []string {
	return []string{
		"archive", "bufio", "bytes", "cmp", "compress", "container", "context", "crypto", "database", "debug", "embed",
		"encoding", "errors", "expvar", "flag", "fmt", "go", "hash", "html", "image", "index", "io", "iter", "log",
		"maps", "math", "mime", "net", "os", "path", "reflect", "regexp", "runtime", "slices", "sort", "strconv",
		"strings", "structs", "sync", "syscall", "testing", "text", "time", "unicode", "unique", "weak",
	}
}

// planImports names every package that generated files may import: the
// runtime, what the schema's types name, and what the generated code itself
// needs. A name that the schema gives to another package stays the schema's;
// ours is then called gojson instead of json.
func (b *builder) planImports() {
	b.checkImportNames()
	b.imports = []Import{{Path: b.opts.RuntimePath, Name: runtimeName, Alias: true}}
	taken := map[string]bool{runtimeName: true}
	for _, t := range b.importedTypes() {
		if !b.imported(t.Path) {
			b.imports = append(b.imports, Import{Path: t.Path, Name: t.Qual, Alias: t.Qual != path.Base(t.Path) || !standardLibrary(t.Path)})
			taken[t.Qual] = true
		}
	}
	for _, p := range standardPaths() {
		if b.imported(p) {
			continue
		}
		name := path.Base(p)
		clash := taken[name]
		if clash {
			name = "go" + name
		}
		b.imports = append(b.imports, Import{Path: p, Name: name, Alias: clash})
	}
	slices.SortFunc(b.imports, func(x, y Import) int { return cmp.Compare(x.Path, y.Path) })
}

// checkImportNames reports names of imported packages that mean something else
// where generated code would use them.
func (b *builder) checkImportNames() {
	s := b.newScope("the generated files")
	s.reserve("the name of the runtime", runtimeName)
	s.reserve("a variable there", bodyNames()...)
	for _, i := range b.app.Imports {
		s.declare(i.Name, "import "+i.Name, i.Range, rename)
		if own := b.opts.ImportPath; i.Path == own || i.Path == own+"/"+b.app.Package+"test" {
			b.report(schema.Diagnostic{
				Code: codeOwnPackage, Range: i.Range,
				Message: fmt.Sprintf("import %s is %s, the generated package or its fixtures", i.Name, i.Path),
				Help:    "declare the types that you write in the generated package in types:, without a qualifier",
			})
		}
	}
}

func (b *builder) imported(path string) bool {
	return slices.ContainsFunc(b.imports, func(i Import) bool { return i.Path == path })
}

// importedTypes lists the types of other packages that the schema names, in
// the order of the schema.
func (b *builder) importedTypes() []*schema.Type {
	var found []*schema.Type
	var visit func(t *schema.Type)
	visit = func(t *schema.Type) {
		if t == nil {
			return
		}
		if t.Kind == schema.Imported {
			found = append(found, t)
		}
		visit(t.Elem)
		visit(t.Key)
		for _, p := range t.Params {
			visit(p)
		}
		for _, r := range t.Results {
			visit(r)
		}
	}
	fields := func(fs []*schema.Field) {
		for _, f := range fs {
			visit(f.Type)
		}
	}
	for _, m := range b.app.Messages {
		fields(m.Fields)
		visit(m.Type)
		for _, v := range m.Variants {
			fields(v.Fields)
		}
	}
	for _, e := range b.app.Errors {
		fields(e.Fields)
	}
	for _, e := range b.app.Externals {
		visit(e.Type)
	}
	for _, s := range b.app.Services {
		fields(s.Args)
		for _, c := range s.Calls {
			fields(c.Args)
			visit(c.Reply)
		}
		for _, c := range s.Casts {
			fields(c.Args)
		}
	}
	for _, s := range b.app.Supervisors {
		fields(s.Args)
	}
	return found
}
