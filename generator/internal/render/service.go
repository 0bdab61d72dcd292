package render

import (
	"github.com/dave/jennifer/jen"

	"github.com/otpgen/otpgen/generator/internal/plan"
)

// serviceFile is <service>_gen.go: what the user implements first, then what
// others see, then how the two are joined.
func serviceFile(p *plan.Package, s *plan.Service) []byte {
	g := newGoFile(p)
	g.handler(s)
	g.args("service "+s.Schema, s.ArgsType, s.ArgsCopy, s.Args)
	g.externals("service "+s.Schema, s.ExternalsType, s.Externals)
	for _, c := range s.Calls {
		g.errorSet(c)
		g.laterReply(c)
	}
	g.serviceCtx(s)
	g.client(s)
	g.dispatch(s)
	g.serviceSpec(s)
	return g.bytes()
}

// handler declares the interface that the user implements.
func (g *goFile) handler(s *plan.Service) {
	methods := make([]jen.Code, len(s.Handles))
	for i, m := range s.Handles {
		methods[i] = doc(m.Doc...).Add(id(m.Name)).Params(g.methodParams(m)...).Add(results(g.types(m.Results)...))
	}
	g.add(doc(
		s.Handler+" is what "+withArticle(s.Name)+" does. "+s.New+" makes one for each incarnation; its methods run one at a time, so its fields need no lock. A panic is a crash.",
		s.Doc,
	), jen.Type().Add(id(s.Handler)).Interface(methods...))
}

func (g *goFile) methodParams(m *plan.Method) []jen.Code {
	out := make([]jen.Code, len(m.Params))
	for i, p := range m.Params {
		out[i] = id(p.Name).Add(g.typ(p.Type))
	}
	return out
}

// args declares the struct of arguments and how it is copied.
func (g *goFile) args(whose, typ, copyFunc string, fields []*plan.Field) {
	if typ == "" {
		return
	}
	g.add(doc(typ+" are the arguments of the "+whose+". Every incarnation gets a copy."), structType(typ, g.plainFields(fields)...))
	g.copyStruct(copyFunc, typ, fields)
}

// externals declares the struct of what is handed in and not ours.
func (g *goFile) externals(whose, typ string, fields []*plan.External) {
	if typ == "" {
		return
	}
	g.add(doc(typ+" is what the "+whose+" is given that may fail and is not ours."), structType(typ, g.externalFields(fields)...))
}

func (g *goFile) externalFields(fields []*plan.External) []jen.Code {
	out := make([]jen.Code, len(fields))
	for i, e := range fields {
		out[i] = doc(e.Doc).Add(id(e.Name)).Add(g.typ(e.Type))
	}
	return out
}

// errorSet declares the sealed interface of the errors that a call may answer.
func (g *goFile) errorSet(c *plan.Call) {
	if c.ErrorType == "" {
		return
	}
	names := ""
	for i, e := range c.Errors {
		if i > 0 {
			names += ", "
		}
		names += e.Name
	}
	g.add(doc(c.ErrorType+" is one of "+names+"."),
		jen.Type().Add(id(c.ErrorType)).Interface(jen.Error(), id(c.Seal).Params()))
	for _, e := range c.Errors {
		g.add(jen.Null(), jen.Func().Params(id(e.Name)).Add(id(c.Seal)).Params().Block())
	}
	if c.ErrorCopy == "" {
		return
	}
	var cases []jen.Code
	for _, e := range c.Errors {
		if e.CopyFunc != "" {
			cases = append(cases, jen.Case(id(e.Name)).Block(jen.Return(id(e.CopyFunc).Call(jen.Id("err")))))
		}
	}
	g.add(doc(c.ErrorCopy+" returns a copy that shares no memory with err."),
		function(c.ErrorCopy).Params(jen.Id("err").Add(id(c.ErrorType))).Add(id(c.ErrorType)).Block(
			jen.Switch(jen.Id("err").Op(":=").Id("err").Assert(jen.Type())).Block(cases...),
			jen.Return(jen.Id("err")),
		))
}

// laterReply declares the handle of a later answer that may be an error.
func (g *goFile) laterReply(c *plan.Call) {
	if c.ReplyType == "" {
		return
	}
	g.add(doc(c.ReplyType+" answers one call of "+c.Name+", exactly once. It can be compared, kept and passed on."),
		structType(c.ReplyType, jen.Id("reply").Add(g.otp(otpReply)).Types(g.replyType(c))))
	var params []jen.Code
	answer := jen.Struct().Values()
	if c.Reply != nil {
		params = []jen.Code{jen.Id("v").Add(g.typ(c.Reply))}
		answer = jen.Id("v")
	}
	reply := func() *jen.Statement { return jen.Id("r").Dot("reply") }
	g.add(doc("Send answers, and reports whether the answer was delivered: false for a second one, and if the caller has gone."),
		method("r", c.ReplyType, "Send").Params(params...).Bool().Block(jen.Return(reply().Dot("Send").Call(answer))))
	g.add(doc("Fail answers with an error, and reports whether the answer was delivered."),
		method("r", c.ReplyType, "Fail").Params(jen.Id("err").Add(id(c.ErrorType))).Bool().Block(
			jen.Return(reply().Dot("Fail").Call(g.copiedError(c)))))
	g.add(doc("Caller is who waits for the answer."),
		method("r", c.ReplyType, "Caller").Params().Add(g.otp(otpCaller)).Block(jen.Return(reply().Dot("Caller").Call())))
}

// copiedError is err as it may cross the process boundary.
func (g *goFile) copiedError(c *plan.Call) *jen.Statement {
	if c.ErrorCopy == "" {
		return jen.Id("err")
	}
	return id(c.ErrorCopy).Call(jen.Id("err"))
}

// replyType is what a call answers, struct{} for nothing.
func (g *goFile) replyType(c *plan.Call) *jen.Statement {
	if c.Reply == nil {
		return jen.Struct()
	}
	return g.typ(c.Reply)
}
