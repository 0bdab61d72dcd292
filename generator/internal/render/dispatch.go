package render

import (
	"github.com/dave/jennifer/jen"

	"github.com/otpgen/otpgen/generator/internal/plan"
)

// dispatch declares how messages reach the handler: the process of one
// incarnation, and for each message its arguments and its descriptor. The
// descriptors are never written to.
func (g *goFile) dispatch(s *plan.Service) {
	g.add(doc(s.Proc+" is one incarnation."), structType(s.Proc, jen.Id("c").Add(id(s.Ctx)), jen.Id("h").Add(id(s.Handler))))
	for _, c := range s.Calls {
		g.messageArgs(c.ArgsType, c.Args)
		g.callOp(s, c)
	}
	for _, c := range s.Casts {
		g.messageArgs(c.ArgsType, c.Args)
		g.castOp(s, c)
	}
}

// messageArgs declares the struct that carries the arguments of a message.
func (g *goFile) messageArgs(typ string, fields []*plan.Field) {
	if typ == "" {
		return
	}
	members := make([]jen.Code, len(fields))
	for i, f := range fields {
		members[i] = id(f.Param).Add(g.typ(f.Type))
	}
	g.add(jen.Null(), structType(typ, members...))
}

func (g *goFile) callOp(s *plan.Service, c *plan.Call) {
	entries := []jen.Code{
		keyValue("Service", jen.Lit(s.Schema)),
		keyValue("Message", jen.Lit(c.Message)),
	}
	if c.Timeout != 0 {
		entries = append(entries, keyValue("Timeout", g.duration(c.Timeout)))
	}
	if c.Idempotent {
		entries = append(entries, keyValue("Idempotent", jen.True()))
	}
	if c.Inline {
		entries = append(entries, keyValue("Inline", jen.True()))
	}
	entries = append(entries, g.copyArgs(c.ArgsType, c.Args)...)
	if c.ReplyCopy != nil {
		entries = append(entries, keyValue("CopyReply", g.copyFunc(c.ReplyCopy)))
	}
	if c.Later {
		entries = append(entries, keyValue("Later", g.later(s, c)))
	} else {
		entries = append(entries, keyValue("Handle", g.handleCall(s, c)))
	}
	if c.CallerDown != "" {
		entries = append(entries, keyValue("CallerDown", jen.Func().Params(
			jen.Id("p").Op("*").Add(id(s.Proc)), jen.Id("who").Add(g.otp(otpCaller)), jen.Id("why").Add(g.otp(otpReason)),
		).Block(handlerCall(c.CallerDown, jen.Id("who"), jen.Id("why")))))
	}
	g.add(jen.Null(), jen.Var().Add(id(c.Op)).Op("=").Add(g.otp(otpCallOp)).
		Types(id(s.Proc), argsType(c.ArgsType), g.replyType(c)).Add(lines(entries...)))
}

func (g *goFile) castOp(s *plan.Service, c *plan.Cast) {
	entries := []jen.Code{
		keyValue("Service", jen.Lit(s.Schema)),
		keyValue("Message", jen.Lit(c.Message)),
	}
	entries = append(entries, g.copyArgs(c.ArgsType, c.Args)...)
	body := append(monitorArgs(c.Monitors), handlerCall(c.Name, argsOf(c.Args)...))
	entries = append(entries, keyValue("Handle", jen.Func().Params(
		jen.Id("p").Op("*").Add(id(s.Proc)), usedParam("a", len(c.Args)).Add(argsType(c.ArgsType)),
	).Block(body...)))
	g.add(jen.Null(), jen.Var().Add(id(c.Op)).Op("=").Add(g.otp(otpCastOp)).
		Types(id(s.Proc), argsType(c.ArgsType)).Add(lines(entries...)))
}

// handleCall is the function that answers a call at once. A nil error of the
// sealed type must become a nil error.
func (g *goFile) handleCall(s *plan.Service, c *plan.Call) *jen.Statement {
	call := handlerCall(c.Name, argsOf(c.Args)...)
	answer := func() *jen.Statement {
		if c.Reply == nil {
			return jen.Struct().Values()
		}
		return jen.Id("v")
	}
	body := monitorArgs(c.Monitors)
	failed := jen.Err().Op("!=").Nil()
	switch {
	case c.Reply == nil && c.ErrorType == "":
		body = append(body, call, jen.Return(answer(), jen.Nil()))
	case c.ErrorType == "":
		body = append(body, jen.Return(call, jen.Nil()))
	case c.Reply == nil:
		body = append(body,
			jen.If(jen.Err().Op(":=").Add(call), failed).Block(jen.Return(answer(), g.copiedError(c))),
			jen.Return(answer(), jen.Nil()))
	default:
		body = append(body,
			jen.List(jen.Id("v"), jen.Err()).Op(":=").Add(call),
			jen.If(failed).Block(jen.Return(answer(), g.copiedError(c))),
			jen.Return(answer(), jen.Nil()))
	}
	return jen.Func().Params(
		jen.Id("p").Op("*").Add(id(s.Proc)), usedParam("a", len(c.Args)).Add(argsType(c.ArgsType)),
	).Params(g.replyType(c), jen.Error()).Block(body...)
}

// later is the function that hands the reply to the handler.
func (g *goFile) later(s *plan.Service, c *plan.Call) *jen.Statement {
	reply := jen.Id("r")
	if c.ReplyType != "" {
		reply = id(c.ReplyType).Values(jen.Id("r"))
	}
	body := append(monitorArgs(c.Monitors), handlerCall(c.Name, append(argsOf(c.Args), reply)...))
	return jen.Func().Params(
		jen.Id("p").Op("*").Add(id(s.Proc)), usedParam("a", len(c.Args)).Add(argsType(c.ArgsType)),
		jen.Id("r").Add(g.otp(otpReply)).Types(g.replyType(c)),
	).Block(body...)
}

// copyArgs is the entry CopyArgs, if there is something to copy.
func (g *goFile) copyArgs(typ string, fields []*plan.Field) []jen.Code {
	for _, f := range fields {
		if f.Copy != nil {
			return []jen.Code{keyValue("CopyArgs", jen.Func().Params(jen.Id("a").Add(id(typ))).Add(id(typ)).
				Block(g.copyFields(fields, paramName, "a")...))}
		}
	}
	return nil
}

// handlerCall calls a method of the handler: p.h.Add(&p.c, a.step).
func handlerCall(method string, args ...jen.Code) *jen.Statement {
	return sel(jen.Id("p").Dot("h"), method).Call(append([]jen.Code{jen.Op("&").Id("p").Dot("c")}, args...)...)
}

// monitorArgs monitors what the schema says before the handler runs.
func monitorArgs(monitors []*plan.MonitoredArg) []jen.Code {
	var calls []jen.Code
	for _, m := range monitors {
		calls = append(calls, sel(jen.Id("p").Dot("c"), m.Monitor.Monitor).Call(sel(jen.Id("a"), m.Field.Param)))
	}
	return calls
}

// argsOf unpacks the arguments of a message.
func argsOf(fields []*plan.Field) []jen.Code {
	out := make([]jen.Code, len(fields))
	for i, f := range fields {
		out[i] = sel(jen.Id("a"), f.Param)
	}
	return out
}

func argsType(name string) *jen.Statement {
	if name == "" {
		return jen.Struct()
	}
	return id(name)
}

// usedParam is a parameter, without a name if nothing uses it.
func usedParam(name string, uses int) *jen.Statement {
	if uses == 0 {
		return jen.Id("_")
	}
	return id(name)
}
