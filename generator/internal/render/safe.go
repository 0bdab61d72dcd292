package render

import (
	"go/token"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/otpgen/otpgen/generator/internal/plan"
)

// This file is the only way by which text of the schema reaches jennifer,
// which writes identifiers, qualifiers, comments and tags as it gets them. The
// other files call jennifer with words of their own only; a test reads them.

// newGoFile begins a generated file: header, package clause, and the names by
// which it will import what it uses.
func newGoFile(p *plan.Package) *goFile {
	f := jen.NewFile(identifier(p.Name))
	f.NoFormat = true
	for _, line := range headerLines(p) {
		f.HeaderComment(slashed(line))
	}
	for _, i := range p.Imports {
		if i.Alias {
			f.ImportAlias(i.Path, identifier(i.Name))
		} else {
			f.ImportName(i.Path, identifier(i.Name))
		}
	}
	return &goFile{pkg: p, file: f}
}

// packageDoc sets the comment of the package.
func (g *goFile) packageDoc(texts ...string) {
	for _, line := range paragraphs(texts...) {
		g.file.PackageComment(slashed(line))
	}
}

// id is an identifier. Anything else here is our bug: the plan checked every
// name.
func id(name string) *jen.Statement { return jen.Id(identifier(name)) }

// sel selects fields or methods: sel(x, "h", "Add") is x.h.Add. It adds to x,
// which must not be used again.
func sel(x *jen.Statement, names ...string) *jen.Statement {
	for _, n := range names {
		x = x.Dot(identifier(n))
	}
	return x
}

func identifier(name string) string {
	if !token.IsIdentifier(name) {
		panic("otpgen: internal: not a Go identifier: " + strings.ToValidUTF8(name, "?"))
	}
	return name
}

// doc is a comment before a declaration: paragraphs, wrapped.
func doc(texts ...string) *jen.Statement {
	s := jen.Null()
	for _, line := range paragraphs(texts...) {
		s.Add(commentLine(line)).Line()
	}
	return s
}

// commentLine is one line of a comment. The line is ours or comes from
// commentLines, which cannot be left.
func commentLine(line string) *jen.Statement {
	if strings.ContainsFunc(line, isLineBreak) {
		panic("otpgen: internal: a comment of two lines")
	}
	return jen.Comment(slashed(line))
}

func slashed(line string) string { return strings.TrimRight("// "+line, " ") }

// jsonTag is the struct tag of a field: its name in the schema.
func jsonTag(f *plan.Field) *jen.Statement {
	name := f.JSON
	if f.NoJSON {
		return jen.Tag(map[string]string{"json": "-"})
	}
	if strings.ContainsFunc(name, func(r rune) bool { return r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') }) {
		panic("otpgen: internal: not a snake-case name")
	}
	return jen.Tag(map[string]string{"json": name})
}

// number is a numeric literal without a type, which jen.Lit cannot write for
// every kind.
func number(digits string) *jen.Statement {
	if strings.Trim(digits, "+-.0123456789e") != "" {
		panic("otpgen: internal: not a number")
	}
	return jen.Op(digits)
}

// typ is a type expression.
func (g *goFile) typ(t plan.Type) *jen.Statement {
	switch t := t.(type) {
	case plan.Named:
		return g.named(t)
	case plan.Pointer:
		return jen.Op("*").Add(g.typ(t.Elem))
	case plan.Slice:
		return jen.Index().Add(g.typ(t.Elem))
	case plan.Array:
		return jen.Index(jen.Lit(t.Len)).Add(g.typ(t.Elem))
	case plan.Map:
		return jen.Map(g.typ(t.Key)).Add(g.typ(t.Elem))
	case plan.EmptyStruct:
		return jen.Struct()
	case plan.Func:
		return g.funcType(t)
	case plan.Chan:
		return g.chanType(t)
	}
	panic("otpgen: internal: unknown form of type")
}

func (g *goFile) named(t plan.Named) *jen.Statement {
	s := id(t.Name)
	if t.Path != plan.Predeclared && t.Path != plan.Local {
		s = g.qual(t.Path, t.Name)
	}
	if len(t.Args) > 0 {
		s.Types(g.types(t.Args)...)
	}
	return s
}

// qual is a name of another package, which the file then imports.
func (g *goFile) qual(path, name string) *jen.Statement {
	g.pkg.Qualifier(path) // panics if the plan has no name for it
	return jen.Qual(path, identifier(name))
}

func (g *goFile) types(ts []plan.Type) []jen.Code {
	out := make([]jen.Code, len(ts))
	for i, t := range ts {
		out[i] = g.typ(t)
	}
	return out
}

func (g *goFile) funcType(t plan.Func) *jen.Statement {
	params := g.types(t.Params)
	if last := len(params) - 1; t.Variadic {
		params[last] = jen.Op("...").Add(g.typ(t.Params[last].(plan.Slice).Elem))
	}
	return jen.Func().Params(params...).Add(results(g.types(t.Results)...))
}

func (g *goFile) chanType(t plan.Chan) *jen.Statement {
	elem := g.typ(t.Elem)
	if c, ok := t.Elem.(plan.Chan); ok && c.Dir == plan.RecvOnly {
		elem = jen.Parens(elem)
	}
	switch t.Dir {
	case plan.SendRecv:
		return jen.Chan().Add(elem)
	case plan.SendOnly:
		return jen.Chan().Op("<-").Add(elem)
	case plan.RecvOnly:
		return jen.Op("<-").Chan().Add(elem)
	}
	panic("otpgen: internal: invalid channel direction")
}
