package render

import (
	"github.com/dave/jennifer/jen"

	"github.com/otpgen/otpgen/generator/internal/plan"
)

// The names of the generic functions in messages_gen.go.
const (
	copySliceFunc   = "copySlice"
	copyMapFunc     = "copyMap"
	copyPointerFunc = "copyPointer"
)

// copied is the deep copy of the expression x.
func (g *goFile) copied(c plan.Copy, x *jen.Statement) *jen.Statement {
	switch c := c.(type) {
	case nil:
		return x
	case plan.CopyCall:
		return id(c.Func).Call(x)
	case plan.CopyMethod:
		return sel(x, c.Method).Call()
	case plan.CopySlice:
		if c.Elem == nil {
			return g.qual("slices", "Clone").Call(x)
		}
		return jen.Id(copySliceFunc).Call(x, g.copyFunc(c.Elem))
	case plan.CopyMap:
		if c.Elem == nil {
			return g.qual("maps", "Clone").Call(x)
		}
		return jen.Id(copyMapFunc).Call(x, g.copyFunc(c.Elem))
	case plan.CopyPointer:
		return jen.Id(copyPointerFunc).Call(x, g.pointedCopy(c))
	case plan.CopyArray:
		return g.copyFunc(c).Call(x)
	}
	panic("otpgen: internal: unknown form of copy")
}

// copyFunc is a function value that makes the copy: copyStep, or a literal.
func (g *goFile) copyFunc(c plan.Copy) *jen.Statement {
	switch c := c.(type) {
	case plan.CopyCall:
		return id(c.Func)
	case plan.CopyMethod:
		return sel(g.typ(c.In), c.Method)
	case plan.CopySlice:
		return g.copyLiteral(c, c.In, c.Out)
	case plan.CopyMap:
		return g.copyLiteral(c, c.In, c.Out)
	case plan.CopyPointer:
		return g.copyLiteral(c, c.In, c.Out)
	case plan.CopyArray:
		return g.arrayLiteral(c)
	}
	panic("otpgen: internal: unknown form of copy")
}

func (g *goFile) copyLiteral(c plan.Copy, in, out plan.Type) *jen.Statement {
	return jen.Func().Params(jen.Id("v").Add(g.typ(in))).Add(g.typ(out)).
		Block(jen.Return(g.copied(c, jen.Id("v"))))
}

func (g *goFile) arrayLiteral(c plan.CopyArray) *jen.Statement {
	return jen.Func().Params(jen.Id("v").Add(g.typ(c.In))).Params(jen.Id("out").Add(g.typ(c.Out))).Block(
		jen.For(jen.Id("i").Op(":=").Range().Id("v")).Block(
			jen.Id("out").Index(jen.Id("i")).Op("=").Add(g.copied(c.Elem, jen.Id("v").Index(jen.Id("i")))),
		),
		jen.Return(jen.Id("out")),
	)
}

// pointedCopy copies what a pointer points to, if need be by assignment.
func (g *goFile) pointedCopy(c plan.CopyPointer) *jen.Statement {
	if c.Elem != nil {
		return g.copyFunc(c.Elem)
	}
	elem := c.In.(plan.Pointer).Elem
	return jen.Func().Params(jen.Id("v").Add(g.typ(elem))).Add(g.typ(elem)).Block(jen.Return(jen.Id("v")))
}

// assign copies src to dst. An array is copied element by element, with a loop
// variable that is not used outside.
func (g *goFile) assign(c plan.Copy, dst, src func() *jen.Statement, index string) jen.Code {
	array, ok := c.(plan.CopyArray)
	if !ok {
		return dst().Op("=").Add(g.copied(c, src()))
	}
	at := func(x func() *jen.Statement) func() *jen.Statement {
		return func() *jen.Statement { return x().Index(id(index)) }
	}
	return jen.For(id(index).Op(":=").Range().Add(src())).Block(g.assign(array.Elem, at(dst), at(src), index+"i"))
}

// copyFields is the body of a function that copies the struct v field by
// field.
func (g *goFile) copyFields(fields []*plan.Field, name func(*plan.Field) string, v string) []jen.Code {
	var body []jen.Code
	for _, f := range fields {
		if f.Copy != nil {
			member := func() *jen.Statement { return sel(id(v), name(f)) }
			body = append(body, g.assign(f.Copy, member, member, "i"))
		}
	}
	return append(body, jen.Return(id(v)))
}

func fieldName(f *plan.Field) string { return f.Name }
func paramName(f *plan.Field) string { return f.Param }

// copyStruct declares the function that copies a struct.
func (g *goFile) copyStruct(copyFunc, typ string, fields []*plan.Field) {
	if copyFunc == "" {
		return
	}
	g.add(doc(copyFunc+" returns a copy that shares no memory with v."),
		function(copyFunc).Params(jen.Id("v").Add(id(typ))).Add(id(typ)).Block(g.copyFields(fields, fieldName, "v")...))
}

// copyHelpers declares the generic functions that some copies need.
func (g *goFile) copyHelpers(h plan.CopyHelpers) {
	if h.Slice {
		g.add(doc("copySlice makes a slice of f's results; nil stays nil."), copySliceDecl())
	}
	if h.Map {
		g.add(doc("copyMap makes a map of f's results under the same keys; nil stays nil."), copyMapDecl())
	}
	if h.Pointer {
		g.add(doc("copyPointer makes a pointer to f's result; nil stays nil."), copyPointerDecl())
	}
}

func nilStaysNil() jen.Code {
	return jen.If(jen.Id("v").Op("==").Nil()).Block(jen.Return(jen.Nil()))
}

func mapping() jen.Code {
	return jen.Id("f").Func().Params(jen.Id("S")).Id("T")
}

func copySliceDecl() *jen.Statement {
	return jen.Func().Id(copySliceFunc).Types(jen.List(jen.Id("S"), jen.Id("T")).Any()).
		Params(jen.Id("v").Index().Id("S"), mapping()).Index().Id("T").Block(
		nilStaysNil(),
		jen.Id("out").Op(":=").Make(jen.Index().Id("T"), jen.Len(jen.Id("v"))),
		jen.For(jen.Id("i").Op(":=").Range().Id("v")).Block(
			jen.Id("out").Index(jen.Id("i")).Op("=").Id("f").Call(jen.Id("v").Index(jen.Id("i"))),
		),
		jen.Return(jen.Id("out")),
	)
}

func copyMapDecl() *jen.Statement {
	return jen.Func().Id(copyMapFunc).Types(jen.Id("K").Comparable(), jen.List(jen.Id("S"), jen.Id("T")).Any()).
		Params(jen.Id("v").Map(jen.Id("K")).Id("S"), mapping()).Map(jen.Id("K")).Id("T").Block(
		nilStaysNil(),
		jen.Id("out").Op(":=").Make(jen.Map(jen.Id("K")).Id("T"), jen.Len(jen.Id("v"))),
		jen.For(jen.List(jen.Id("k"), jen.Id("e")).Op(":=").Range().Id("v")).Block(
			jen.Id("out").Index(jen.Id("k")).Op("=").Id("f").Call(jen.Id("e")),
		),
		jen.Return(jen.Id("out")),
	)
}

func copyPointerDecl() *jen.Statement {
	return jen.Func().Id(copyPointerFunc).Types(jen.List(jen.Id("S"), jen.Id("T")).Any()).
		Params(jen.Id("v").Op("*").Id("S"), mapping()).Op("*").Id("T").Block(
		nilStaysNil(),
		jen.Id("out").Op(":=").Id("f").Call(jen.Op("*").Id("v")),
		jen.Return(jen.Op("&").Id("out")),
	)
}
