package oracle

import "github.com/otpgen/otpgen/generator/internal/plan"

func service(s *plan.Service) declarations {
	var d declarations
	d.typ(s.Handler, s.ArgsType, s.ExternalsType, s.Ctx, s.Proc)
	d.fun(s.ArgsCopy, s.Spec)
	for _, c := range s.Calls {
		d.call(s, c)
	}
	for _, c := range s.Casts {
		d.method(s.Name, c.Name)
		d.typ(c.ArgsType)
		d.value("var", c.Op)
	}
	for _, u := range s.Uses {
		d.typ(u.Interface)
	}
	for _, t := range s.Timers {
		d.method("*"+s.Ctx, t.Arm, t.Cancel)
	}
	for _, m := range s.Monitors {
		d.method("*"+s.Ctx, m.Monitor, m.Demonitor)
	}
	d.client(s.Name, s.At)
	d.incarnation(s.Name, s.Ref, s.RefOf)
	return d
}

func (d *declarations) call(s *plan.Service, c *plan.Call) {
	d.method(s.Name, c.Name)
	d.typ(c.ArgsType, c.ErrorType, c.ReplyType)
	d.value("var", c.Op)
	for _, e := range c.Errors {
		d.method(e.Name, c.Seal)
	}
	d.fun(c.ErrorCopy)
	if c.ReplyType != "" {
		d.method(c.ReplyType, "Send", "Fail", "Caller")
	}
}

// client is what every client has.
func (d *declarations) client(name, at string) {
	d.typ(name)
	d.fun(at)
	d.method(name, "Addr")
}

// incarnation is what a client has whose process may be referred to.
func (d *declarations) incarnation(name, ref, refOf string) {
	d.typ(ref)
	d.fun(refOf)
	d.method(name, "Ref")
}

func tree(p *plan.Package) declarations {
	d := declarations{"const _", "type Args", "func Start", "func Main", "type Tree"}
	d.method("*Tree", "System", "Stop", "Wait")
	d.accessors("*Tree", p.Tree.Accessors)
	for _, s := range p.Supervisors {
		if !s.Inline {
			d.typ(s.ArgsType, s.ExternalsType)
			d.fun(s.ArgsCopy)
		}
		d.fun(s.Spec)
		d.client(s.Name, s.At)
		d.incarnation(s.Name, s.Ref, s.RefOf)
		if s.Scope {
			d.accessors(s.Name, s.Accessors)
		}
	}
	for _, c := range p.Clients {
		d.client(c.Name, c.At)
		switch c.Kind {
		case plan.DynamicClient:
			d.method(c.Name, "Start", "Stop", "Count")
			if c.Key != nil {
				d.method(c.Name, "Ensure", "Lookup")
			}
		case plan.LendingPoolClient:
			d.method(c.Name, "Checkout")
			d.typ(c.Lease)
			d.method(c.Lease, "Return")
		}
	}
	return d
}

func (d *declarations) accessors(receiver string, accessors []*plan.Accessor) {
	for _, a := range accessors {
		d.method(receiver, a.Name)
	}
}
