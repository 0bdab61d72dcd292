package render

import (
	"github.com/dave/jennifer/jen"

	"github.com/otpgen/otpgen/generator/internal/plan"
)

// serviceCtx declares what a handler sees of its surroundings: the runtime's
// Ctx, the clients that the service uses and no others, its timers and
// monitors.
func (g *goFile) serviceCtx(s *plan.Service) {
	for _, u := range s.Uses {
		g.useInterface(s, u)
	}
	fields := []jen.Code{jen.Op("*").Add(g.otp(otpCtx))}
	for _, u := range s.Uses {
		fields = append(fields, doc().Add(id(u.Field)).Add(g.typ(u.Type)))
	}
	for _, e := range s.Externals {
		fields = append(fields, doc(e.Doc).Add(id(e.Name)).Add(g.otp(otpExternal)).Types(g.typ(e.Type)))
	}
	if len(s.Monitors) > 0 {
		fields = append(fields, jen.Line().Id("proc").Op("*").Add(id(s.Proc)))
	}
	g.add(doc(s.Ctx+" is one incarnation of "+s.Name+" as its handler sees it: a context that is done when the incarnation is to stop, and the clients of what it uses. It is valid during a callback."),
		structType(s.Ctx, fields...))
	for _, t := range s.Timers {
		g.timerMethods(s, t)
	}
	for _, m := range s.Monitors {
		g.monitorMethods(s, m)
	}
}

// useInterface declares what a service may ask of another, so that a test can
// hand in something else.
func (g *goFile) useInterface(s *plan.Service, u *plan.Use) {
	if u.Interface == "" {
		return
	}
	methods := make([]jen.Code, len(u.Methods))
	for i, m := range u.Methods {
		var out []jen.Code
		if m.Reply != nil {
			out = append(out, g.typ(m.Reply))
		}
		out = append(out, jen.Error())
		params := append([]jen.Code{g.context()}, g.params(m.Args)...)
		methods[i] = doc(m.Doc).Add(id(m.Name)).Params(params...).Add(results(out...))
	}
	g.add(doc(u.Interface+" is what "+withArticle(s.Name)+" may ask of "+u.Doc+"."),
		jen.Type().Add(id(u.Interface)).Interface(methods...))
}

func (g *goFile) timerMethods(s *plan.Service, t *plan.Timer) {
	g.add(doc(t.Arm+" lets "+t.Name+" tick once after that time, instead of when it would have."),
		method("c", "*"+s.Ctx, t.Arm).Params(jen.Id("after").Add(g.qual("time", "Duration"))).Block(
			jen.Id("c").Dot("Ctx").Dot("ArmTimer").Call(jen.Lit(t.Message), jen.Id("after"))))
	g.add(doc(t.Cancel+" stops the timer. A tick that is already under way is dropped."),
		method("c", "*"+s.Ctx, t.Cancel).Params().Block(
			jen.Id("c").Dot("Ctx").Dot("CancelTimer").Call(jen.Lit(t.Message))))
}

func (g *goFile) monitorMethods(s *plan.Service, m *plan.Monitor) {
	down := sel(jen.Id("c").Dot("proc").Dot("h"), m.Down).Call(jen.Id("c"), jen.Id("who"), jen.Id("why"))
	g.add(doc(m.Monitor+" has "+m.Down+" called once when who ends, at once if it has ended already. Monitoring it again changes nothing."),
		method("c", "*"+s.Ctx, m.Monitor).Params(jen.Id("who").Add(id(m.Service.Ref))).Block(
			jen.Id("c").Dot("Ctx").Dot("Watch").Call(jen.Id("who").Dot("Addr").Call(),
				jen.Func().Params(jen.Id("why").Add(g.otp(otpReason))).Block(down))))
	g.add(doc(m.Demonitor+" ends the monitor: "+m.Down+" is not called any more."),
		method("c", "*"+s.Ctx, m.Demonitor).Params(jen.Id("who").Add(id(m.Service.Ref))).Block(
			jen.Id("c").Dot("Ctx").Dot("Unwatch").Call(jen.Id("who").Dot("Addr").Call())))
}
