package render

import (
	"github.com/dave/jennifer/jen"

	"github.com/otpgen/otpgen/generator/internal/plan"
	"github.com/otpgen/otpgen/schema"
)

// messagesFile is messages_gen.go: the data that travels between services.
func messagesFile(p *plan.Package) []byte {
	g := newGoFile(p)
	oneOfs := false
	for _, m := range p.Messages {
		g.message(m)
		oneOfs = oneOfs || m.Kind == schema.OneOf
	}
	if oneOfs {
		g.onlyVariant()
	}
	g.copyHelpers(p.CopyHelpers)
	return g.bytes()
}

func (g *goFile) message(m *plan.Message) {
	switch m.Kind {
	case schema.Record:
		g.record(m)
	case schema.Defined:
		g.defined(m)
	case schema.Enum:
		g.enum(m)
	case schema.OneOf:
		g.oneOf(m)
	default:
		panic("otpgen: internal: invalid message kind")
	}
}

func (g *goFile) record(m *plan.Message) {
	g.add(doc(m.Name+" is a message.", m.Doc), structType(m.Name, g.jsonFields(m.Fields)...))
	g.copyStruct(m.CopyFunc, m.Name, m.Fields)
	if m.DecodesOneOf() {
		g.add(doc("UnmarshalJSON decodes the fields that hold one of several types, which encoding/json cannot."),
			g.unmarshalMethod(m.Name).Block(g.decodeStruct(m.Name, "data", m.Fields)...))
	}
}

// jsonFields are the fields of a struct with their names in the schema as
// tags.
func (g *goFile) jsonFields(fields []*plan.Field) []jen.Code {
	out := make([]jen.Code, len(fields))
	for i, f := range fields {
		out[i] = doc(f.Doc).Add(id(f.Name)).Add(g.typ(f.Type)).Add(jsonTag(f))
	}
	return out
}

// plainFields are the fields of a struct without tags.
func (g *goFile) plainFields(fields []*plan.Field) []jen.Code {
	out := make([]jen.Code, len(fields))
	for i, f := range fields {
		out[i] = doc(f.Doc).Add(id(f.Name)).Add(g.typ(f.Type))
	}
	return out
}

func (g *goFile) defined(m *plan.Message) {
	decl := jen.Type().Add(id(m.Name))
	if m.Alias {
		decl.Op("=")
	}
	g.add(doc(m.Name+" is a message.", m.Doc), decl.Add(g.typ(m.Type)))
	if m.CopyFunc != "" {
		g.add(doc(m.CopyFunc+" returns a copy that shares no memory with v."), g.copyDefined(m))
	}
	if m.Decode != nil {
		g.add(doc("UnmarshalJSON decodes what holds one of several types, which encoding/json cannot."),
			g.unmarshalMethod(m.Name).Block(
				jen.Var().Id("in").Add(g.typ(m.Decode.Type)),
				g.unmarshal(jen.Id("data"), jen.Op("&").Id("in")),
				jen.Op("*").Id("v").Op("=").Add(g.copied(m.Decode.Convert, jen.Id("in"))),
				jen.Return(jen.Nil()),
			))
	}
}

// copyDefined converts to and fro if the type is defined by another defined
// type: UserPath(copyPath(Path(v))).
func (g *goFile) copyDefined(m *plan.Message) *jen.Statement {
	decl := function(m.CopyFunc).Params(jen.Id("v").Add(id(m.Name))).Add(id(m.Name))
	v := jen.Id("v")
	if array, ok := m.Copy.(plan.CopyArray); ok {
		whole := func() *jen.Statement { return jen.Id("v") }
		return decl.Block(g.assign(array, whole, whole, "i"), jen.Return(v))
	}
	_, converts := m.Copy.(plan.CopyCall)
	if converts && !m.Alias {
		v = g.typ(m.Type).Call(v)
	}
	out := g.copied(m.Copy, v)
	if converts && !m.Alias {
		out = id(m.Name).Call(out)
	}
	return decl.Block(jen.Return(out))
}

func (g *goFile) enum(m *plan.Message) {
	g.add(doc(m.Name+" is one of a closed set of values. The zero value is none of them.", m.Doc),
		jen.Type().Add(id(m.Name)).String())
	var constants []jen.Code
	var names []jen.Code
	for _, v := range m.Values {
		constants = append(constants, id(v.Name).Add(id(m.Name)).Op("=").Lit(v.Text))
		names = append(names, id(v.Name))
	}
	g.add(doc("The values of "+m.Name+"."), jen.Const().Defs(constants...))
	g.add(doc("Valid reports whether v is one of the values."),
		method("v", m.Name, "Valid").Params().Bool().Block(
			jen.Switch(jen.Id("v")).Block(jen.Case(names...).Block(jen.Return(jen.True()))),
			jen.Return(jen.False()),
		))
	invalid := func(v jen.Code) jen.Code {
		return g.qual("fmt", "Errorf").Call(jen.Lit("%q is no "+m.Name), v)
	}
	g.add(doc("MarshalText refuses what is none of the values."),
		method("v", m.Name, "MarshalText").Params().Params(jen.Index().Byte(), jen.Error()).Block(
			jen.If(jen.Op("!").Id("v").Dot("Valid").Call()).Block(jen.Return(jen.Nil(), invalid(jen.String().Call(jen.Id("v"))))),
			jen.Return(jen.Index().Byte().Call(jen.Id("v")), jen.Nil()),
		))
	g.add(doc("UnmarshalText refuses what is none of the values."),
		method("v", "*"+m.Name, "UnmarshalText").Params(jen.Id("text").Index().Byte()).Error().Block(
			jen.Id("read").Op(":=").Add(id(m.Name)).Call(jen.Id("text")),
			jen.If(jen.Op("!").Id("read").Dot("Valid").Call()).Block(jen.Return(invalid(jen.Id("text")))),
			jen.Op("*").Id("v").Op("=").Id("read"),
			jen.Return(jen.Nil()),
		))
}
