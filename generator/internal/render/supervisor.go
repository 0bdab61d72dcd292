package render

import (
	"github.com/dave/jennifer/jen"

	"github.com/otpgen/otpgen/generator/internal/plan"
	"github.com/otpgen/otpgen/schema"
)

// supervisor declares a supervisor: its arguments, its spec, and its client
// with what its scope holds.
func (g *goFile) supervisor(s *plan.Supervisor) {
	whose := "supervisor " + s.Schema
	if !s.Inline {
		g.args(whose, s.ArgsType, s.ArgsCopy, s.Args)
		g.externals(whose, s.ExternalsType, s.Externals)
	}
	g.supervisorSpec(s)
	g.add(doc(s.Name+" is the address of the "+whose+", which survives its restarts.", s.Doc),
		structType(s.Name, jen.Id("to").Add(g.otp(otpAddr))))
	g.addressMethods(s.Name, s.At, s.Ref, s.RefOf)
	if !s.Scope {
		return
	}
	for _, a := range s.Accessors {
		g.accessor("s", s.Name, a, jen.Id("s").Dot("to").Dot("In").Call(g.name(a.Lookup)))
	}
}

// supervisorSpec declares the function that makes a child of a supervisor. One
// that is written in place gets the arguments of the named one around it.
func (g *goFile) supervisorSpec(s *plan.Supervisor) {
	var body []jen.Code
	if s.ArgsCopy != "" && !s.Inline {
		body = append(body, jen.Id("a").Op("=").Add(id(s.ArgsCopy)).Call(jen.Id("a")))
	}
	children := make([]jen.Code, len(s.Children))
	for i, c := range s.Children {
		children[i] = g.child(c)
	}
	entries := []jen.Code{
		keyValue("Strategy", g.otp(strategyName(s.Strategy))),
		keyValue("MaxRestarts", jen.Lit(s.MaxRestarts)),
		keyValue("MaxSeconds", jen.Lit(s.MaxSeconds)),
	}
	if s.Scope {
		entries = append(entries, keyValue("Scope", jen.True()))
	}
	if len(s.Names) > 0 {
		names := make([]jen.Code, len(s.Names))
		for i, n := range s.Names {
			names[i] = inline(keyValue("Service", jen.Lit(n)))
		}
		entries = append(entries, keyValue("Names", jen.Index().Add(g.otp(otpNameType)).Add(lines(names...))))
	}
	if len(children) > 0 {
		entries = append(entries, keyValue("Children", jen.Index().Add(g.otp(otpChildSpec)).Add(lines(children...))))
	}
	init := jen.Func().Params().Params(g.otp(otpSupervisorSpec), jen.Error()).Block(
		jen.Return(g.otp(otpSupervisorSpec).Add(lines(entries...)), jen.Nil()))
	spec := []jen.Code{keyValue("ID", jen.Lit(s.Schema))}
	if s.Register != nil {
		spec = append(spec, keyValue("Name", g.registered(s.Register)))
	}
	spec = append(spec, keyValue("Start", g.otp(otpSupervisor).Call(init)))
	body = append(body, jen.Return(g.otp(otpChildSpec).Add(lines(spec...))))
	params := g.specParams(s.ArgsType, s.ExternalsType)
	if s.ArgsType != "" && !s.UsesArgs && s.ArgsCopy == "" {
		params[0] = jen.Id("_").Add(id(s.ArgsType))
	}
	g.add(doc(s.Spec+" is a permanent child with the supervisor "+s.Schema+" and all that is below it."),
		function(s.Spec).Params(params...).Add(g.otp(otpChildSpec)).Block(body...))
}

func strategyName(s schema.Strategy) otpName {
	switch s {
	case schema.OneForOne:
		return otpOneForOne
	case schema.OneForAll:
		return otpOneForAll
	case schema.RestForOne:
		return otpRestForOne
	}
	panic("otpgen: internal: invalid strategy")
}

// child is the spec of one child within its supervisor.
func (g *goFile) child(c *plan.Child) *jen.Statement {
	if c.Default {
		return g.calleeSpec(c)
	}
	spec := []jen.Code{keyValue("ID", jen.Lit(c.ID))}
	if c.Register != nil {
		spec = append(spec, keyValue("Name", g.registered(c.Register)))
	}
	spec = append(spec, keyValue("Start", g.childStart(c)))
	spec = append(spec, g.lifetime(c.Restart, c.Shutdown)...)
	// The type of the element is that of the list, unless it stands alone.
	return lines(spec...)
}

// lifetime is how a child is restarted and stopped, as far as that is not the
// runtime's default.
func (g *goFile) lifetime(r schema.RestartType, s plan.Shutdown) []jen.Code {
	var entries []jen.Code
	switch r {
	case schema.Permanent:
	case schema.Transient:
		entries = append(entries, keyValue("Restart", g.otp(otpTransient)))
	case schema.Temporary:
		entries = append(entries, keyValue("Restart", g.otp(otpTemporary)))
	default:
		panic("otpgen: internal: invalid restart type")
	}
	switch s.Kind {
	case plan.ShutdownDefault:
	case plan.ShutdownTime:
		entries = append(entries, keyValue("Shutdown", g.otp(otpShutdownAfter).Call(g.duration(s.Time))))
	case plan.ShutdownInfinity:
		entries = append(entries, keyValue("Shutdown", g.otp(otpShutdownInfinity)))
	case plan.ShutdownBrutalKill:
		entries = append(entries, keyValue("Shutdown", g.otp(otpBrutalKill)))
	default:
		panic("otpgen: internal: invalid shutdown")
	}
	return entries
}

func (g *goFile) childStart(c *plan.Child) *jen.Statement {
	switch c.Kind {
	case schema.ServiceChild, schema.SupervisorChild:
		return g.calleeSpec(c).Dot("Start")
	case schema.PoolChild:
		return g.poolStart(c)
	case schema.DynamicChild:
		return g.dynamicStart(c)
	case schema.TasksChild:
		entries := limits(c)
		return g.otp(otpTaskSupervisor).Call(g.otp(otpTasksSpec).Add(inline(entries...)))
	}
	panic("otpgen: internal: invalid child kind")
}

// calleeSpec calls the spec function of the child's service or supervisor.
func (g *goFile) calleeSpec(c *plan.Child) *jen.Statement {
	spec, argsType, externalsType, externals := callee(c)
	var args []jen.Code
	if argsType != "" {
		args = append(args, g.calleeArgs(c, argsType))
	}
	if externalsType != "" {
		args = append(args, calleeExternals(c, externalsType, externals))
	}
	return id(spec).Call(args...)
}

// callee gives the spec function of a child and the types that it takes.
func callee(c *plan.Child) (spec, args, externals string, fields []*plan.External) {
	if s := c.Service; s != nil {
		return s.Spec, s.ArgsType, s.ExternalsType, s.Externals
	}
	s := c.Supervisor
	return s.Spec, s.ArgsType, s.ExternalsType, s.Externals
}

func inPlace(c *plan.Child) bool { return c.Supervisor != nil && c.Supervisor.Inline }

// calleeArgs are the arguments of a child in terms of its supervisor's; a
// supervisor written in place and an instance get them as they are.
func (g *goFile) calleeArgs(c *plan.Child, typ string) *jen.Statement {
	if inPlace(c) || c.Kind == schema.DynamicChild {
		return jen.Id("a")
	}
	entries := make([]jen.Code, len(c.Args))
	for i, a := range c.Args {
		entries[i] = keyValue(a.Field.Name, g.value(a.Value))
	}
	return id(typ).Add(inline(entries...))
}

func calleeExternals(c *plan.Child, typ string, fields []*plan.External) *jen.Statement {
	if inPlace(c) {
		return jen.Id("x")
	}
	entries := make([]jen.Code, len(fields))
	for i, e := range fields {
		entries[i] = keyValue(e.Name, sel(jen.Id("x"), e.Name))
	}
	return id(typ).Add(inline(entries...))
}
