package render

import (
	"github.com/dave/jennifer/jen"

	"github.com/otpgen/otpgen/generator/internal/plan"
)

// childClient declares the client of a dynamic supervisor or of a pool that
// lends its workers.
func (g *goFile) childClient(c *plan.Client) {
	switch c.Kind {
	case plan.DynamicClient:
		g.dynamicClient(c)
	case plan.LendingPoolClient:
		g.lendingPool(c)
	default:
		panic("otpgen: internal: invalid client kind")
	}
}

func (g *goFile) dynamicClient(c *plan.Client) {
	i := c.Instance()
	g.add(doc(c.Name+" is the dynamic supervisor that starts any number of "+i.Name+".", c.Doc),
		structType(c.Name, jen.Id("to").Add(g.otp(otpAddr))))
	g.addrMethods(c.Name, c.At)
	g.startMethod(c, "Start", "Start starts one more.", g.otp(otpStartInstance).Call(
		jen.Id("ctx"), jen.Id("s").Dot("to"), crossingArgs(i)))
	if c.Key != nil {
		key := func(value jen.Code) *jen.Statement {
			return g.otp(otpNameType).Add(inline(keyValue("Service", jen.Lit(c.Register)), keyValue("Key", value)))
		}
		g.ensureMethod(c, key(sel(jen.Id("a"), c.Key.Name)))
		g.add(doc("Lookup returns the client of the one with this key, whether it runs or not."),
			method("s", c.Name, "Lookup").Params(id(c.Key.Param).Add(g.typ(c.Key.Type))).Add(id(i.Name)).Block(
				jen.Return(id(i.At).Call(jen.Id("s").Dot("to").Dot("In").Call(key(id(c.Key.Param)))))))
	}
	g.add(doc("Stop stops one and waits for its end. It answers otp.ErrNotFound if it has ended already."),
		method("s", c.Name, "Stop").Params(g.context(), jen.Id("ref").Add(id(i.Ref))).Error().Block(
			jen.List(jen.Id("r"), jen.Id("ok")).Op(":=").Id("ref").Dot("Addr").Call().Dot("Ref").Call(),
			jen.If(jen.Op("!").Id("ok")).Block(jen.Return(g.otp(otpErrNotFound))),
			jen.Return(g.otp(otpTerminateInstance).Call(jen.Id("ctx"), jen.Id("s").Dot("to"), jen.Id("r")))))
	g.add(doc("Count says how many there are."),
		method("s", c.Name, "Count").Params(g.context()).Params(g.otp(otpCounts), jen.Error()).Block(
			jen.Return(g.otp(otpCountChildren).Call(jen.Id("ctx"), jen.Id("s").Dot("to")))))
}

// startMethod declares a method that starts an instance, or finds it.
func (g *goFile) startMethod(c *plan.Client, name, comment string, start jen.Code) {
	i := c.Instance()
	params := []jen.Code{g.context()}
	if i.ArgsType != "" {
		params = append(params, jen.Id("a").Add(id(i.ArgsType)))
	}
	g.add(doc(comment),
		method("s", c.Name, name).Params(params...).Params(id(i.Ref), jen.Error()).Block(
			jen.List(jen.Id("r"), jen.Err()).Op(":=").Add(start),
			jen.If(jen.Err().Op("!=").Nil()).Block(jen.Return(id(i.Ref).Values(), jen.Err())),
			jen.Return(id(i.RefOf).Call(jen.Id("r")), jen.Nil())))
}

// ensureMethod declares the start on demand. It returns the client of the key,
// not of the incarnation: what is found by a key is meant to survive restarts.
func (g *goFile) ensureMethod(c *plan.Client, key jen.Code) {
	i := c.Instance()
	g.add(doc("Ensure returns the client of the one with this key, and starts it if it does not run. Of several callers at once, one starts it and all get it."),
		method("s", c.Name, "Ensure").Params(g.context(), jen.Id("a").Add(id(i.ArgsType))).Params(id(i.Name), jen.Error()).Block(
			jen.Id("name").Op(":=").Add(key),
			jen.If(
				jen.List(jen.Id("_"), jen.Err()).Op(":=").Add(g.otp(otpEnsureInstance)).Call(jen.Id("ctx"), jen.Id("s").Dot("to"), jen.Id("name"), crossingArgs(i)),
				jen.Err().Op("!=").Nil(),
			).Block(jen.Return(id(i.Name).Values(), jen.Err())),
			jen.Return(id(i.At).Call(jen.Id("s").Dot("to").Dot("In").Call(jen.Id("name"))), jen.Nil())))
}

// crossingArgs are the arguments of an instance as they cross to its
// supervisor.
func crossingArgs(i plan.Instance) *jen.Statement {
	switch {
	case i.ArgsType == "":
		return jen.Nil()
	case i.ArgsCopy == "":
		return jen.Id("a")
	}
	return id(i.ArgsCopy).Call(jen.Id("a"))
}

func (g *goFile) lendingPool(c *plan.Client) {
	i := c.Instance()
	g.add(doc(c.Name+" is the pool that lends one "+i.Name+" to one caller at a time.", c.Doc),
		structType(c.Name, jen.Id("to").Add(g.otp(otpAddr))))
	g.addrMethods(c.Name, c.At)
	g.add(doc("Checkout lends a free worker. It waits for one until the deadline of ctx, 5s without a deadline. Give it back with Return; it also comes back when the borrower ends."),
		method("s", c.Name, "Checkout").Params(g.context()).Params(id(c.Lease), jen.Error()).Block(
			jen.List(jen.Id("l"), jen.Err()).Op(":=").Add(g.otp(otpCheckoutWorker)).Call(jen.Id("ctx"), jen.Id("s").Dot("to")),
			jen.If(jen.Err().Op("!=").Nil()).Block(jen.Return(id(c.Lease).Values(), jen.Err())),
			jen.Return(id(c.Lease).Values(
				keyValue(i.Ref, id(i.Ref).Values(id(i.At).Call(jen.Id("l").Dot("Addr").Call()))),
				keyValue("lease", jen.Id("l"))), jen.Nil())))
	g.add(doc(c.Lease+" is a worker while it is lent."),
		structType(c.Lease, id(i.Ref), jen.Id("lease").Add(g.otp(otpLease))))
	g.add(doc("Return gives the worker back. Only the first time counts."),
		method("l", c.Lease, "Return").Params().Block(jen.Id("l").Dot("lease").Dot("Return").Call()))
}
