package render

import (
	"github.com/dave/jennifer/jen"

	"github.com/otpgen/otpgen/generator/internal/plan"
)

// A oneof is a sealed interface. As JSON a variant is wrapped in its name,
// {"text": {"text": "x"}}, so every variant encodes itself. To decode,
// encoding/json needs a concrete type to begin with: a holder, valueJSON,
// stands in for the interface while a struct that has one is decoded.

func (g *goFile) oneOf(m *plan.Message) {
	g.add(doc(m.Name+" is one of several variants; nil is none of them.", m.Doc),
		jen.Type().Add(id(m.Name)).Interface(id(m.Seal).Params()))
	for _, v := range m.Variants {
		g.variant(m, v)
	}
	g.add(doc(m.CopyFunc+" returns a copy that shares no memory with v. A pointer to a variant becomes the variant, a nil pointer nil."),
		g.copyOneOf(m))
	g.add(doc(m.Unmarshal+" decodes the variant that data is wrapped in; null is nil."), g.unmarshalOneOf(m))
	g.add(doc(m.Holder+" holds "+withArticle(m.Name)+" while encoding/json decodes what is around it."),
		structType(m.Holder, jen.Id("held").Add(id(m.Name))))
	g.add(jen.Null(), method("h", m.Holder, "value").Params().Add(id(m.Name)).Block(jen.Return(jen.Id("h").Dot("held"))))
	g.add(doc("UnmarshalJSON decodes whatever variant there is."),
		method("h", "*"+m.Holder, "UnmarshalJSON").Params(jen.Id("data").Index().Byte()).Params(jen.Err().Error()).Block(
			jen.List(jen.Id("h").Dot("held"), jen.Err()).Op("=").Add(id(m.Unmarshal)).Call(jen.Id("data")),
			jen.Return(jen.Err()),
		))
}

func (g *goFile) variant(m *plan.Message, v *plan.Variant) {
	g.add(doc(v.Name+" is the variant "+v.Label+" of "+m.Name+"."), structType(v.Name, g.jsonFields(v.Fields)...))
	g.add(jen.Null(), jen.Func().Params(id(v.Name)).Add(id(m.Seal)).Params().Block())
	g.copyStruct(v.CopyFunc, v.Name, v.Fields)
	g.add(doc("MarshalJSON wraps the variant in its name."),
		method("v", v.Name, "MarshalJSON").Params().Params(jen.Index().Byte(), jen.Error()).Block(
			jen.Type().Id("plain").Add(id(v.Name)),
			jen.Return(g.qual("encoding/json", "Marshal").Call(
				jen.Map(jen.String()).Id("plain").Values(jen.Lit(v.JSON).Op(":").Id("plain").Call(jen.Id("v"))))),
		))
	body := []jen.Code{
		jen.List(jen.Id("name"), jen.Id("body"), jen.Err()).Op(":=").Id("onlyVariant").Call(jen.Id("data")),
		jen.If(jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Err())),
		jen.If(jen.Id("name").Op("!=").Lit(v.JSON)).Block(
			jen.Return(g.qual("fmt", "Errorf").Call(jen.Lit("%q is not the variant "+v.JSON), jen.Id("name")))),
	}
	g.add(doc("UnmarshalJSON decodes the variant from within its name."),
		g.unmarshalMethod(v.Name).Block(append(body, g.decodeStruct(v.Name, "body", v.Fields)...)...))
}

// copyOneOf makes the variant itself of a pointer to one, so that whoever
// receives it meets the variants only.
func (g *goFile) copyOneOf(m *plan.Message) *jen.Statement {
	var cases []jen.Code
	for _, v := range m.Variants {
		pointed := jen.Op("*").Id("v")
		if v.CopyFunc != "" {
			cases = append(cases, jen.Case(id(v.Name)).Block(jen.Return(id(v.CopyFunc).Call(jen.Id("v")))))
			pointed = id(v.CopyFunc).Call(jen.Op("*").Id("v"))
		}
		cases = append(cases, jen.Case(jen.Op("*").Add(id(v.Name))).Block(
			jen.If(jen.Id("v").Op("==").Nil()).Block(jen.Return(jen.Nil())),
			jen.Return(pointed)))
	}
	return function(m.CopyFunc).Params(jen.Id("v").Add(id(m.Name))).Add(id(m.Name)).Block(
		jen.Switch(jen.Id("v").Op(":=").Id("v").Assert(jen.Type())).Block(cases...),
		jen.Return(jen.Id("v")),
	)
}

func (g *goFile) unmarshalOneOf(m *plan.Message) *jen.Statement {
	var cases []jen.Code
	for _, v := range m.Variants {
		cases = append(cases, jen.Case(jen.Lit(v.JSON)).Block(
			jen.Var().Id("v").Add(id(v.Name)),
			jen.If(jen.Err().Op(":=").Add(g.qual("encoding/json", "Unmarshal")).Call(jen.Id("data"), jen.Op("&").Id("v")),
				jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Nil(), jen.Err())),
			jen.Return(jen.Id("v"), jen.Nil()),
		))
	}
	cases = append(cases, jen.Default().Block(
		jen.Return(jen.Nil(), g.qual("fmt", "Errorf").Call(jen.Lit("%q is no variant of "+m.Name), jen.Id("name")))))
	return function(m.Unmarshal).Params(jen.Id("data").Index().Byte()).Params(id(m.Name), jen.Error()).Block(
		jen.If(jen.String().Call(jen.Id("data")).Op("==").Lit("null")).Block(jen.Return(jen.Nil(), jen.Nil())),
		jen.List(jen.Id("name"), jen.Id("_"), jen.Err()).Op(":=").Id("onlyVariant").Call(jen.Id("data")),
		jen.If(jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Nil(), jen.Err())),
		jen.Switch(jen.Id("name")).Block(cases...),
	)
}

func (g *goFile) unmarshalMethod(typ string) *jen.Statement {
	return method("v", "*"+typ, "UnmarshalJSON").Params(jen.Id("data").Index().Byte()).Error()
}

// unmarshal decodes data and returns the error, if any.
func (g *goFile) unmarshal(data, into jen.Code) jen.Code {
	return jen.If(jen.Err().Op(":=").Add(g.qual("encoding/json", "Unmarshal")).Call(data, into), jen.Err().Op("!=").Nil()).
		Block(jen.Return(jen.Err()))
}

// decodeStruct decodes data into the struct v. A type without methods keeps
// encoding/json from coming back here; fields that hold a oneof are decoded
// into stand-ins, which hide the fields of the same name.
func (g *goFile) decodeStruct(typ, data string, fields []*plan.Field) []jen.Code {
	plain := jen.Type().Id("plain").Add(id(typ))
	asPlain := jen.Parens(jen.Op("*").Id("plain")).Call(jen.Id("v"))
	standIns := []jen.Code{jen.Op("*").Id("plain")}
	var back []jen.Code
	for _, f := range fields {
		if f.Decode != nil {
			standIns = append(standIns, id(f.Name).Add(g.typ(f.Decode.Type)).Add(jsonTag(f)))
			back = append(back, g.assign(f.Decode.Convert,
				func() *jen.Statement { return sel(jen.Id("v"), f.Name) },
				func() *jen.Statement { return sel(jen.Id("in"), f.Name) }, "i"))
		}
	}
	if len(back) == 0 {
		return []jen.Code{plain, jen.Return(g.qual("encoding/json", "Unmarshal").Call(id(data), asPlain))}
	}
	body := []jen.Code{
		plain,
		jen.Id("in").Op(":=").Struct(standIns...).Values(jen.Id("plain").Op(":").Add(asPlain)),
		g.unmarshal(id(data), jen.Op("&").Id("in")),
	}
	return append(append(body, back...), jen.Return(jen.Nil()))
}

// onlyVariant declares the function that unwraps a variant.
func (g *goFile) onlyVariant() {
	g.add(doc("onlyVariant takes a variant out of the object that names it."),
		jen.Func().Id("onlyVariant").Params(jen.Id("data").Index().Byte()).
			Params(jen.Id("name").String(), jen.Id("body").Add(g.qual("encoding/json", "RawMessage")), jen.Err().Error()).Block(
			jen.Var().Id("wrapped").Map(jen.String()).Add(g.qual("encoding/json", "RawMessage")),
			jen.If(jen.Err().Op(":=").Add(g.qual("encoding/json", "Unmarshal")).Call(jen.Id("data"), jen.Op("&").Id("wrapped")),
				jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Lit(""), jen.Nil(), jen.Err())),
			jen.If(jen.Len(jen.Id("wrapped")).Op("!=").Lit(1)).Block(
				jen.Return(jen.Lit(""), jen.Nil(), g.qual("fmt", "Errorf").Call(
					jen.Lit("want one variant, got %d"), jen.Len(jen.Id("wrapped"))))),
			jen.For(jen.List(jen.Id("name"), jen.Id("body")).Op("=").Range().Id("wrapped")).Block(),
			jen.Return(jen.Id("name"), jen.Id("body"), jen.Nil()),
		))
}
