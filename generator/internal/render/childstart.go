package render

import (
	"github.com/dave/jennifer/jen"

	"github.com/otpgen/otpgen/generator/internal/plan"
	"github.com/otpgen/otpgen/schema"
)

// limits are what every supervisor of many children has in its spec.
func limits(c *plan.Child) []jen.Code {
	var entries []jen.Code
	if c.MaxChildren != 0 {
		entries = append(entries, keyValue("MaxChildren", jen.Lit(c.MaxChildren)))
	}
	return append(entries,
		keyValue("MaxRestarts", jen.Lit(c.MaxRestarts)),
		keyValue("MaxSeconds", jen.Lit(c.MaxSeconds)))
}

// poolStart starts a fixed number of workers, which are found through their
// pool only.
func (g *goFile) poolStart(c *plan.Child) *jen.Statement {
	entries := []jen.Code{
		keyValue("Size", jen.Lit(c.Size)),
		keyValue("Route", g.otp(routeName(c.Route))),
		keyValue("Member", g.otp(otpChildSpec).Add(inline(keyValue("Start", g.calleeSpec(c).Dot("Start"))))),
	}
	entries = append(entries, limits(c)...)
	return g.otp(otpPool).Call(g.otp(otpPoolSpec).Add(lines(entries...)))
}

func routeName(r schema.Route) otpName {
	switch r {
	case schema.RoundRobin:
		return otpRoundRobin
	case schema.Random:
		return otpRandom
	case schema.LeastLoaded:
		return otpLeastLoaded
	case schema.Checkout:
		return otpCheckoutRoute
	}
	panic("otpgen: internal: invalid route")
}

// dynamicStart starts a supervisor whose children are made from a template and
// the arguments of each.
func (g *goFile) dynamicStart(c *plan.Child) *jen.Statement {
	entries := append(limits(c), keyValue("Template", g.template(c)))
	return g.otp(otpDynamic).Call(g.otp(otpDynamicSpec).Add(lines(entries...)))
}

func (g *goFile) template(c *plan.Child) *jen.Statement {
	argsType := c.Client.Instance().ArgsType
	var body []jen.Code
	param := jen.Id("_")
	if argsType != "" {
		param = jen.Id("args")
		body = append(body,
			jen.List(jen.Id("a"), jen.Id("ok")).Op(":=").Id("args").Assert(id(argsType)),
			jen.If(jen.Op("!").Id("ok")).Block(jen.Return(g.otp(otpChildSpec).Values(),
				g.qual("fmt", "Errorf").Call(jen.Lit(c.Client.Name+": want "+argsType+", got %T"), jen.Id("args")))),
		)
	}
	spec := []jen.Code{}
	if c.InstanceRegister != nil {
		spec = append(spec, keyValue("Name", g.registered(c.InstanceRegister)))
	}
	spec = append(spec, keyValue("Start", g.calleeSpec(c).Dot("Start")))
	spec = append(spec, g.lifetime(c.InstanceRestart, c.InstanceShutdown)...)
	body = append(body, jen.Return(g.otp(otpChildSpec).Add(lines(spec...)), jen.Nil()))
	return jen.Func().Params(param.Any()).Params(g.otp(otpChildSpec), jen.Error()).Block(body...)
}
