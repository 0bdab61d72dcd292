package render

import (
	"github.com/dave/jennifer/jen"

	"github.com/otpgen/otpgen/generator/internal/plan"
	"github.com/otpgen/otpgen/schema"
)

// defaultCapacity is the mailbox that the runtime takes for zero.
const defaultCapacity = 1024

// serviceSpec declares the function that makes a child of a service, as
// child_spec/1 does in Elixir.
func (g *goFile) serviceSpec(s *plan.Service) {
	var body []jen.Code
	if s.ArgsCopy != "" {
		body = append(body, jen.Id("a").Op("=").Add(id(s.ArgsCopy)).Call(jen.Id("a")))
	}
	start := g.serverStart(s)
	if s.Kind == schema.Run {
		start = g.runnerStart(s)
	}
	spec := []jen.Code{keyValue("ID", jen.Lit(s.Schema))}
	if s.Register != nil {
		spec = append(spec, keyValue("Name", g.registered(s.Register)))
	}
	spec = append(spec, keyValue("Start", start))
	body = append(body, jen.Return(g.otp(otpChildSpec).Add(lines(spec...))))
	g.add(doc(s.Spec+" is a permanent child with the service "+s.Schema+", which has 5s to stop."),
		function(s.Spec).Params(g.specParams(s.ArgsType, s.ExternalsType)...).Add(g.otp(otpChildSpec)).Block(body...))
}

// specParams are the parameters of a spec function: a and x, if there are any.
func (g *goFile) specParams(args, externals string) []jen.Code {
	var params []jen.Code
	if args != "" {
		params = append(params, jen.Id("a").Add(id(args)))
	}
	if externals != "" {
		params = append(params, jen.Id("x").Add(id(externals)))
	}
	return params
}

func (g *goFile) serverStart(s *plan.Service) *jen.Statement {
	entries := []jen.Code{
		keyValue("Service", jen.Lit(s.Schema)),
		keyValue("New", g.newProc(s)),
		keyValue("Init", g.procFunc(s).Error().Block(jen.Return(g.startCallback(s, "Init")))),
	}
	if s.Terminate {
		entries = append(entries, keyValue("Terminate", jen.Func().Params(
			jen.Id("p").Op("*").Add(id(s.Proc)), jen.Id("why").Add(g.otp(otpReason)),
		).Block(handlerCall("Terminate", jen.Id("why")))))
	}
	if len(s.Timers) > 0 {
		timers := make([]jen.Code, len(s.Timers))
		for i, t := range s.Timers {
			timers[i] = g.timer(s, t)
		}
		entries = append(entries, keyValue("Timers", jen.Index().Add(g.otp(otpTimer)).Types(id(s.Proc)).Add(lines(timers...))))
	}
	if m := s.Mailbox; m.Capacity != defaultCapacity || m.Overflow != schema.Reject {
		entries = append(entries, keyValue("Mailbox", g.otp(otpMailbox).Add(inline(
			keyValue("Capacity", jen.Lit(m.Capacity)), keyValue("Overflow", g.otp(overflowName(m.Overflow)))))))
	}
	return g.otp(otpServer).Call(g.otp(otpServerKind).Types(id(s.Proc)).Add(lines(entries...)))
}

func overflowName(o schema.Overflow) otpName {
	switch o {
	case schema.Reject:
		return otpOverflowReject
	case schema.Block:
		return otpOverflowBlock
	case schema.DropOldest:
		return otpOverflowDropOldest
	case schema.DropNewest:
		return otpOverflowDropNewest
	}
	panic("otpgen: internal: invalid overflow policy")
}

func (g *goFile) runnerStart(s *plan.Service) *jen.Statement {
	return g.otp(otpRunner).Call(g.otp(otpRunnerKind).Types(id(s.Proc)).Add(lines(
		keyValue("Service", jen.Lit(s.Schema)),
		keyValue("New", g.newProc(s)),
		keyValue("Run", g.procFunc(s).Error().Block(jen.Return(g.startCallback(s, "Run")))),
	)))
}

// startCallback calls Init or Run with a copy of the arguments of its own.
func (g *goFile) startCallback(s *plan.Service, name string) *jen.Statement {
	switch {
	case s.ArgsType == "":
		return handlerCall(name)
	case s.ArgsCopy == "":
		return handlerCall(name, jen.Id("a"))
	}
	return handlerCall(name, id(s.ArgsCopy).Call(jen.Id("a")))
}

func (g *goFile) procFunc(s *plan.Service) *jen.Statement {
	return jen.Func().Params(jen.Id("p").Op("*").Add(id(s.Proc)))
}

// newProc is the function that makes an incarnation with the clients that it
// uses.
func (g *goFile) newProc(s *plan.Service) *jen.Statement {
	fields := []jen.Code{keyValue("Ctx", jen.Id("c"))}
	for _, u := range s.Uses {
		lookup := jen.Id("c").Dot("Lookup").Call(g.name(u.Lookup))
		fields = append(fields, keyValue(u.Field, g.clientAt(u.At, lookup)))
	}
	for _, e := range s.Externals {
		fields = append(fields, keyValue(e.Name, g.otp(otpNewExternal).Call(
			jen.Lit(e.Schema), sel(jen.Id("x"), e.Name), g.duration(e.Timeout))))
	}
	ctx := id(s.Ctx).Add(inline(fields...))
	if len(fields) > 1 {
		ctx = id(s.Ctx).Add(lines(fields...))
	}
	proc := jen.Op("&").Add(id(s.Proc)).Add(lines(
		keyValue("c", ctx),
		keyValue("h", g.otp(otpHandler).Call(jen.Id("c"), jen.Lit(s.Schema), id(s.New))),
	))
	body := []jen.Code{jen.Return(proc)}
	if len(s.Monitors) > 0 {
		body = []jen.Code{
			jen.Id("p").Op(":=").Add(proc),
			jen.Id("p").Dot("c").Dot("proc").Op("=").Id("p"),
			jen.Return(jen.Id("p")),
		}
	}
	return jen.Func().Params(jen.Id("c").Op("*").Add(g.otp(otpCtx))).Op("*").Add(id(s.Proc)).Block(body...)
}

// clientAt makes a client of an address; without a function of ours it is that
// of a task supervisor.
func (g *goFile) clientAt(at string, addr jen.Code) *jen.Statement {
	if at == "" {
		return g.otp(otpTasksAt).Call(addr)
	}
	return id(at).Call(addr)
}

func (g *goFile) timer(s *plan.Service, t *plan.Timer) jen.Code {
	entries := []jen.Code{keyValue("Name", jen.Lit(t.Message))}
	if t.Every != nil {
		entries = append(entries, keyValue("Every", g.value(t.Every)))
	}
	if t.After != nil {
		entries = append(entries, keyValue("After", g.value(t.After)))
	}
	entries = append(entries, keyValue("Fire", g.procFunc(s).Block(handlerCall(t.Name))))
	return lines(entries...)
}
