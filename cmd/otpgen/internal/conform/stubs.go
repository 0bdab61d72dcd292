package conform

import (
	"go/ast"
	"go/token"
	"path"
	"slices"
	"strings"

	"github.com/otpgen/otpgen/generator"
)

// Grown is a file of the user's with something added: what it was is still in
// it, in one piece but for an import.
type Grown struct {
	Path string
	Have []byte // nil for a file that is new
	Want []byte
}

// typesFiles yields the names of files for types that no file declares, the
// best first: a service may have taken one for its handler.
func typesFiles(yield func(string) bool) {
	for name := "types"; yield(name + ".go"); {
		name += "_own"
	}
}

// Stubs returns the files that declare handlers, with the methods that these
// lack, and a file with the types that nobody declares. What cannot be added
// without a doubt, Handlers and Types still report. The files that are taken
// are about to be written by somebody else.
func (s *Source) Stubs(handlers []generator.Handler, wanted []generator.Type, taken map[string]bool) []Grown {
	g := &grower{source: s, taken: taken, pieces: map[string][]piece{}}
	for _, h := range handlers {
		g.handler(h)
	}
	g.types(wanted)
	return g.grown()
}

// FunctionStubs returns the file with the arguments of the generated tests,
// with the functions that it lacks.
func (s *Source) FunctionStubs(wanted []generator.Function) []Grown {
	g := &grower{source: s, pieces: map[string][]piece{}}
	if s.anyBroken() {
		return nil
	}
	for _, w := range wanted {
		if s.function(w.Name) == nil && s.file(s.argsFile(w)) != nil {
			g.add(s.argsFile(w), piece{imports: w.Imports, source: w.Source})
		}
	}
	return g.grown()
}

// piece is one declaration for the end of a file, with what it refers to.
type piece struct {
	imports []generator.Import
	source  string
}

// grower collects what is added to each file.
type grower struct {
	source *Source
	pieces map[string][]piece // by file
	taken  map[string]bool    // files that are nothing to add to
	fresh  string             // the package clause of the file with types, if it is new
}

func (g *grower) add(file string, p piece) { g.pieces[file] = append(g.pieces[file], p) }

func (g *grower) handler(h generator.Handler) {
	s := g.source
	if s.Lacks(h) {
		if s.file(h.File) == nil {
			return // it is written anew
		}
		g.add(h.File, piece{source: h.Source})
		for _, m := range h.Methods {
			stub := m.Stub()
			g.add(h.File, piece{stub.Imports, stub.Source})
		}
		return
	}
	t := s.types[h.Receiver]
	if t == nil || t.spec == nil || t.spec.Assign.IsValid() || s.file(t.file).broken != nil {
		return
	}
	if s.lacksMaker(h) && t.spec.TypeParams == nil {
		g.add(t.file, piece{source: h.Maker})
	}
	has, closed := s.methodSet(t, map[string]bool{})
	for _, m := range h.Methods {
		if has[m.Name] == nil && closed && !s.mayDeclare(m.Name) && !t.hasField(m.Name) {
			stub := m.Stub()
			g.add(t.file, piece{stub.Imports, t.receive(h.Receiver, m, stub, s.makesValue(h))})
		}
	}
}

// mayDeclare reports whether a file that does not parse seems to have a method
// of that name, beyond what the parser understood.
func (s *Source) mayDeclare(method string) bool {
	return slices.ContainsFunc(s.files, func(f file) bool {
		return f.broken != nil && strings.Contains(f.content, ") "+method+"(")
	})
}

func (g *grower) types(wanted []generator.Type) {
	s := g.source
	if s.anyBroken() {
		return
	}
	home := g.typesFile()
	for _, w := range wanted {
		if t := s.types[w.Name]; t != nil && t.spec != nil || s.foreign[w.Name] {
			continue
		}
		g.add(home, piece{source: "// " + w.Name + " is declared by the schema, and yours to fill.\n" + w.Source})
		if s.file(home) == nil {
			g.fresh = "package " + w.Package + "\n"
		}
	}
}

// typesFile is the file that gets types: one that always belongs to the
// package.
func (g *grower) typesFile() string {
	for name := range typesFiles {
		if f := g.source.file(name); !g.taken[name] && (f == nil || !f.constrained) {
			return name
		}
	}
	panic("otpgen: internal: no name is left for a file")
}

// grown are the files with what was collected, in the order of their names. A
// file that would not be Go afterwards, or mean something else, is left out.
func (g *grower) grown() []Grown {
	var list []Grown
	for _, name := range slices.Sorted(keysOf(g.pieces)) {
		f := g.source.file(name)
		if f == nil {
			list = append(list, Grown{Path: name, Want: appendPieces(g.fresh, g.pieces[name])})
			continue
		}
		if want, ok := f.grow(g.source.fset, g.pieces[name]); ok {
			list = append(list, Grown{Path: name, Have: []byte(f.content), Want: want})
		}
	}
	return list
}

func keysOf(m map[string][]piece) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func (s *Source) file(name string) *file {
	for i := range s.files {
		if s.files[i].name == name {
			return &s.files[i]
		}
	}
	return nil
}

// receive is a stub with the receiver that the user's other methods have: its
// name, its type parameters, and no star if none of them has one.
func (t *userType) receive(receiver string, m generator.Method, stub generator.Stub, value bool) string {
	name, star := "s", "*"
	values, pointers := 0, 0
	first := token.Pos(0)
	for _, d := range t.methods {
		field := d.Recv.List[0]
		if _, pointer := field.Type.(*ast.StarExpr); pointer {
			pointers++
		} else {
			values++
		}
		if len(field.Names) > 0 && field.Names[0].Name != "_" && (first == 0 || d.Pos() < first) {
			first = d.Pos()
			name = field.Names[0].Name
		}
	}
	if pointers == 0 && (values > 0 || value) {
		star = ""
	}
	hidden := func(i generator.Import) bool { return i.Name == name || path.Base(i.Path) == name }
	if slices.Contains(names(signature(m)), name) || slices.ContainsFunc(stub.Imports, hidden) {
		name = "_"
	}
	return strings.Replace(stub.Source, "(s *"+receiver+")", "("+name+" "+star+receiver+t.parameters()+")", 1)
}

// hasField reports whether a field of t has the name of a method, which Go
// does not allow beside it.
func (t *userType) hasField(name string) bool {
	st, ok := t.spec.Type.(*ast.StructType)
	return ok && slices.ContainsFunc(st.Fields.List, func(field *ast.Field) bool {
		return slices.ContainsFunc(field.Names, func(n *ast.Ident) bool { return n.Name == name })
	})
}

// makesValue reports whether the function that makes h returns no pointer, so
// that only methods of the value count.
func (s *Source) makesValue(h generator.Handler) bool {
	fn := s.function(h.New)
	if fn == nil || fn.Body == nil || len(fn.Body.List) == 0 {
		return false
	}
	last, ok := fn.Body.List[len(fn.Body.List)-1].(*ast.ReturnStmt)
	if !ok || len(last.Results) != 1 {
		return false
	}
	made, ok := last.Results[0].(*ast.CompositeLit)
	return ok && baseName(made.Type) == h.Receiver
}

// parameters are the type parameters of t as a receiver names them: [K, V].
func (t *userType) parameters() string {
	if t.spec.TypeParams == nil {
		return ""
	}
	var list []string
	for _, field := range t.spec.TypeParams.List {
		for _, name := range field.Names {
			list = append(list, name.Name)
		}
	}
	return "[" + strings.Join(list, ", ") + "]"
}

// names are the parameters of a function.
func names(f *ast.FuncType) []string {
	var list []string
	for _, field := range f.Params.List {
		for _, name := range field.Names {
			list = append(list, name.Name)
		}
	}
	return list
}
