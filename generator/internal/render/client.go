package render

import (
	"strings"
	"time"

	"github.com/dave/jennifer/jen"

	"github.com/otpgen/otpgen/generator/internal/plan"
	"github.com/otpgen/otpgen/schema"
)

// client declares how others see a service: by an address that survives its
// restarts, and as one incarnation.
func (g *goFile) client(s *plan.Service) {
	g.add(doc(s.Name+" is a client of the service "+s.Schema+". It addresses a name, and so survives restarts.", s.Doc),
		structType(s.Name, jen.Id("to").Add(g.otp(otpAddr))))
	g.addressMethods(s.Name, s.At, s.Ref, s.RefOf)
	for _, c := range s.Calls {
		g.clientCall(s, c)
	}
	for _, c := range s.Casts {
		g.clientCast(s, c)
	}
}

// addressMethods declares what every client has: how it is made from an
// address, its address, and the type of one incarnation.
func (g *goFile) addressMethods(name, at, ref, refOf string) {
	g.addrMethods(name, at)
	g.add(doc("Ref returns the incarnation that runs now; false if none does."),
		method("s", name, "Ref").Params().Params(id(ref), jen.Bool()).Block(
			jen.List(jen.Id("ref"), jen.Id("ok")).Op(":=").Id("s").Dot("to").Dot("Ref").Call(),
			jen.Return(id(refOf).Call(jen.Id("ref")), jen.Id("ok"))))
	g.add(doc(ref+" is one incarnation of "+name+". It can be compared; once the incarnation has ended, calls to it fail."),
		structType(ref, id(name)))
	g.add(doc(refOf+" makes "+withArticle(ref)+" of an incarnation."),
		function(refOf).Params(jen.Id("r").Add(g.otp(otpRef))).Add(id(ref)).Block(
			jen.Return(id(ref).Values(id(at).Call(jen.Id("r").Dot("Addr").Call())))))
}

func (g *goFile) addrMethods(name, at string) {
	g.add(doc(at+" makes a client of an address."),
		function(at).Params(jen.Id("a").Add(g.otp(otpAddr))).Add(id(name)).Block(
			jen.Return(id(name).Values(jen.Id("to").Op(":").Id("a")))))
	g.add(doc("Addr returns the address."),
		method("s", name, "Addr").Params().Add(g.otp(otpAddr)).Block(jen.Return(jen.Id("s").Dot("to"))))
}

func (g *goFile) clientCall(s *plan.Service, c *plan.Call) {
	call := g.otp(otpCall).Call(jen.Id("ctx"), jen.Id("s").Dot("to"), jen.Op("&").Add(id(c.Op)), argsLiteral(c.ArgsType, c.Args))
	out, body := []jen.Code{jen.Error()}, []jen.Code{
		jen.List(jen.Id("_"), jen.Err()).Op(":=").Add(call),
		jen.Return(jen.Err()),
	}
	if c.Reply != nil {
		out, body = []jen.Code{g.typ(c.Reply), jen.Error()}, []jen.Code{jen.Return(call)}
	}
	g.add(doc(c.Name+" "+callSentence(c), c.Doc),
		method("s", s.Name, c.Name).Params(append([]jen.Code{g.context()}, g.params(c.Args)...)...).Add(results(out...)).Block(body...))
}

// callSentence says how a call behaves, for its comment.
func callSentence(c *plan.Call) string {
	var s strings.Builder
	if c.Inline {
		s.WriteString("calls the service, on the goroutine of the caller if nobody else is at it. It waits for its turn" + bound(c.Timeout) +
			", but once the handler runs there, neither that nor ctx ends the call.")
	} else {
		s.WriteString("calls the service and waits for the answer" + bound(c.Timeout) + ".")
	}
	if len(c.Errors) > 0 {
		s.WriteString(" The error may be " + c.ErrorType + ", by errors.As.")
	}
	if c.Idempotent {
		s.WriteString(" It may be asked twice, so it is asked again if the service restarts meanwhile.")
	}
	return s.String()
}

// bound says for how long a call waits, as the end of a sentence.
func bound(timeout time.Duration) string {
	switch timeout {
	case 0:
		return ", at most 5s"
	case schema.Infinity:
		return ", as long as ctx lets it"
	default:
		return ", at most " + timeout.String()
	}
}

func (g *goFile) clientCast(s *plan.Service, c *plan.Cast) {
	g.add(doc(c.Name+" "+castSentence(s.Mailbox.Overflow), c.Doc),
		method("s", s.Name, c.Name).Params(append([]jen.Code{g.context()}, g.params(c.Args)...)...).Error().Block(
			jen.Return(g.otp(otpCast).Call(jen.Id("ctx"), jen.Id("s").Dot("to"), jen.Op("&").Add(id(c.Op)), argsLiteral(c.ArgsType, c.Args)))))
}

// castSentence says how a cast behaves, for its comment: what its sender learns
// of a full mailbox depends on the policy.
func castSentence(o schema.Overflow) string {
	const never = "tells the service; it does not wait and does not fail. A full mailbox drops "
	switch o {
	case schema.Reject:
		return "tells the service and does not wait. It fails only if the mailbox is full."
	case schema.Block:
		return "tells the service. If the mailbox is full, it waits for room as long as ctx allows, and then fails."
	case schema.DropOldest:
		return never + "the message that has waited longest."
	case schema.DropNewest:
		return never + "the new message."
	}
	panic("otpgen: internal: invalid overflow policy")
}

// argsLiteral packs the parameters of a message.
func argsLiteral(typ string, fields []*plan.Field) *jen.Statement {
	if typ == "" {
		return jen.Struct().Values()
	}
	entries := make([]jen.Code, len(fields))
	for i, f := range fields {
		entries[i] = keyValue(f.Param, id(f.Param))
	}
	return id(typ).Add(inline(entries...))
}
