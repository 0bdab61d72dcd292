package schemagen

// values gives every argument of a process its value.
func (m *maker) values(c *pairs, at *node, p *process) {
	var args pairs
	for _, a := range p.args {
		args.add(key(a.name), m.value(at.entry(), a.typ))
	}
	if len(args) > 0 {
		c.add("args", args.flow())
	}
}

// value is a literal, or an argument of the supervisor.
func (m *maker) value(of *node, t typ) string {
	if m.writable(t.text) && m.Pick(3) > 0 {
		return m.literal(t.text)
	}
	for _, a := range of.args {
		if a.typ.text == t.text {
			return "$" + a.name
		}
	}
	for _, a := range of.args {
		if x := m.declared(a.typ.text); x != nil {
			for _, f := range x.fields {
				if f.typ.text == t.text {
					return "$" + a.name + "." + f.name
				}
			}
		}
	}
	a := m.field(m.lower(of.names), t)
	of.args = append(of.args, a)
	return "$" + a.name
}
