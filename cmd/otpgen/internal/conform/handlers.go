package conform

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strings"

	"github.com/otpgen/otpgen/generator"
	"github.com/otpgen/otpgen/schema"
)

// Handlers returns a warning for each method that a handler lacks, with the
// method ready to be pasted, for each one whose parameters or results differ,
// and for each handler or file that could not be looked at.
func (s *Source) Handlers(handlers []generator.Handler) schema.Diagnostics {
	var diags schema.Diagnostics
	broken := map[string]bool{}
	for _, f := range s.files {
		if f.broken == nil {
			continue
		}
		broken[f.name] = true
		at, what := firstError(f.broken)
		start := s.posOf(at)
		diags = append(diags, schema.Diagnostic{
			Code: CodeBroken, Severity: schema.Warning, File: f.name,
			Range:   schema.Range{Start: start, End: schema.Pos{Line: start.Line, Column: start.Column + 1}},
			Message: f.name + " does not parse, so its handlers are not compared with the schema",
			Label:   what,
			Help:    "repair the file, then generate again",
		})
	}
	imports := missingImports{source: s}
	for _, h := range handlers {
		t := s.types[h.Receiver]
		switch {
		case s.Lacks(h):
			diags = append(diags, s.gone(h))
		case s.lacksMaker(h):
			diags = append(diags, s.unmade(h, t, &imports))
			diags = append(diags, s.handler(h, t, &imports)...)
		case s.lacksType(h):
			diags = append(diags, s.untyped(h))
		case t != nil && t.spec != nil && !broken[t.file]:
			diags = append(diags, s.handler(h, t, &imports)...)
		}
	}
	return diags
}

// Lacks reports whether neither the type of h nor a function that makes one is
// declared anywhere. While a file does not parse that cannot be told.
func (s *Source) Lacks(h generator.Handler) bool {
	t := s.types[h.Receiver]
	return (t == nil || t.spec == nil) && !s.anyBroken() && !s.Makes(h)
}

// Makes reports whether a function that makes h is declared in a file, as far
// as it parses.
func (s *Source) Makes(h generator.Handler) bool {
	return s.declaration(h.New) != nil || s.foreign[h.New]
}

func (s *Source) anyBroken() bool {
	return s.unseen || slices.ContainsFunc(s.files, func(f file) bool { return f.broken != nil })
}

func (s *Source) gone(h generator.Handler) schema.Diagnostic {
	return schema.Diagnostic{
		Code: CodeGone, Severity: schema.Warning, File: h.File,
		Message: fmt.Sprintf("%s has no handler: neither a type %s nor a function that makes one is declared", h.Service, h.Receiver),
		Help:    fmt.Sprintf("declare them in %s; or rename or remove that file and generate: then it is written anew", h.File),
	}
}

func (s *Source) handler(h generator.Handler, t *userType, imports *missingImports) schema.Diagnostics {
	has, closed := s.methodSet(t, map[string]bool{})
	var diags schema.Diagnostics
	for _, m := range h.Methods {
		decl := has[m.Name]
		switch {
		case decl == nil && closed:
			stub := m.Stub()
			diags = append(diags, schema.Diagnostic{
				Code: CodeMissing, Severity: schema.Warning, File: t.file, Range: s.rangeOf(t.spec.Name),
				Message: fmt.Sprintf("%s has no method %s, which the schema asks of %s", h.Receiver, m.Name, h.Service),
				Label:   "lacks " + m.Name,
				Help:    imports.paste(t.file, stub.Imports, stub.Source),
			})
		case decl != nil && spell(decl.Type) != spell(signature(m)):
			diags = append(diags, s.differs(h, m, decl))
		}
	}
	return append(diags, s.leftOver(h, has)...)
}

// differs reports a method with other parameters or results, beside those that
// the schema asks for.
func (s *Source) differs(h generator.Handler, m generator.Method, decl *ast.FuncDecl) schema.Diagnostic {
	return schema.Diagnostic{
		Code: CodeSignature, Severity: schema.Warning, File: s.fileOf(decl), Range: s.rangeOf(decl.Name),
		Message: fmt.Sprintf("the method %s of %s is not as the schema asks", m.Name, h.Receiver),
		Label:   "the schema asks for " + m.Signature,
		Related: []schema.Related{{File: h.Schema, Range: m.Range, Label: m.Handles + " asks for it"}},
		Help:    fmt.Sprintf("change its parameters and results; the body is yours:\n\n- func %s\n+ func %s", written(decl), m.Signature),
	}
}

// written is the declaration of a method as its author wrote it, in one line
// and without the receiver.
func written(decl *ast.FuncDecl) string {
	var b bytes.Buffer
	if err := format.Node(&b, token.NewFileSet(), &ast.FuncDecl{Name: decl.Name, Type: decl.Type}); err != nil {
		return decl.Name.Name // the parser let something pass that cannot be printed
	}
	return strings.Join(strings.Fields(strings.TrimPrefix(b.String(), "func ")), " ")
}

// methodSet is every method of t, those of embedded types of the user's among
// them. It is not closed if t embeds something whose methods cannot be known.
func (s *Source) methodSet(t *userType, seen map[string]bool) (methods map[string]*ast.FuncDecl, closed bool) {
	methods, closed = map[string]*ast.FuncDecl{}, true
	if t.spec == nil || seen[t.spec.Name.Name] {
		return methods, t.spec != nil
	}
	seen[t.spec.Name.Name] = true
	st, ok := t.spec.Type.(*ast.StructType)
	if !ok {
		_, named := t.spec.Type.(*ast.Ident) // type a b, type a = b
		closed = !named
	} else {
		for _, field := range st.Fields.List {
			if len(field.Names) > 0 {
				continue
			}
			embedded := s.types[baseName(field.Type)]
			if embedded == nil {
				closed = false
				continue
			}
			promoted, all := s.methodSet(embedded, seen)
			closed = closed && all
			for name, decl := range promoted {
				methods[name] = decl
			}
		}
	}
	for name, decl := range t.methods {
		methods[name] = decl
	}
	return methods, closed
}

// qualifier is the pkg. of pkg.Name: the user may import under another name.
var qualifier = regexp.MustCompile(`\b\w+\.\b`)

func signature(m generator.Method) *ast.FuncType {
	e, err := parser.ParseExpr("func" + strings.TrimPrefix(m.Signature, m.Name))
	f, ok := e.(*ast.FuncType)
	if err != nil || !ok {
		panic("otpgen: internal: the signature of a handler does not parse: " + m.Signature)
	}
	return f
}

// spell writes the parameters and results of a function without their names
// and qualifiers: "(*CounterCtx,int)(int,error)".
func spell(f *ast.FuncType) string {
	return spellList(f.Params) + spellList(f.Results)
}

func spellList(list *ast.FieldList) string {
	if list == nil {
		return "()"
	}
	var words []string
	for _, field := range list.List {
		word := spellType(field.Type)
		for range max(len(field.Names), 1) {
			words = append(words, word)
		}
	}
	return "(" + strings.Join(words, ",") + ")"
}

func spellType(e ast.Expr) string {
	switch e := e.(type) { // nearly all
	case *ast.Ident:
		return e.Name
	case *ast.StarExpr:
		return "*" + spellType(e.X)
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	var b bytes.Buffer
	if err := format.Node(&b, token.NewFileSet(), e); err != nil {
		return "?" // the parser let something pass that cannot be printed
	}
	return qualifier.ReplaceAllString(b.String(), "")
}
