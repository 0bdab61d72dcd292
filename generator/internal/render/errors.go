package render

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/otpgen/otpgen/generator/internal/plan"
)

// errorsFile is errors_gen.go: the closed set of errors that services answer.
func errorsFile(p *plan.Package) []byte {
	g := newGoFile(p)
	for _, e := range p.Errors {
		g.errorType(e)
	}
	return g.bytes()
}

func (g *goFile) errorType(e *plan.Error) {
	g.add(doc(e.Name+" is the error "+e.Schema+", found by errors.As.", e.Doc), structType(e.Name, g.plainFields(e.Fields)...))
	g.copyStruct(e.CopyFunc, e.Name, e.Fields)
	text, args := errorFormat(e.Text)
	receiver := jen.Func().Params(id(e.Name))
	returned := jen.Lit(text)
	if len(args) > 0 {
		receiver = jen.Func().Params(jen.Id("e").Add(id(e.Name)))
		returned = g.qual("fmt", "Sprintf").Call(append([]jen.Code{jen.Lit(text)}, args...)...)
	}
	g.add(doc("Error says what is wrong."), receiver.Id("Error").Params().String().Block(jen.Return(returned)))
}

// errorFormat is the text of an error: a format with its arguments, or plain
// text if there are none.
func errorFormat(parts []plan.TextPart) (text string, args []jen.Code) {
	var plain, format strings.Builder
	for _, p := range parts {
		if p.Field == nil {
			plain.WriteString(p.Literal)
			format.WriteString(strings.ReplaceAll(p.Literal, "%", "%%"))
			continue
		}
		format.WriteString("%v")
		args = append(args, sel(jen.Id("e"), p.Field.Name))
	}
	if len(args) == 0 {
		return plain.String(), nil
	}
	return format.String(), args
}
