package schemagen

import (
	"fmt"
	"strings"
)

// process is one service as far as others need to know it.
type process struct {
	name         string
	run, none    bool
	key          string // the argument that names it, "" for none
	args         []field
	calls, casts []string
}

func (p *process) messages() []string {
	return append(append([]string(nil), p.calls...), p.casts...)
}

func (m *maker) services() {
	m.line(0, "services:")
	for i := range 1 + m.Pick(5) {
		m.service(i)
	}
}

func (m *maker) service(i int) {
	p := &process{name: m.upper("S", i)}
	p.run = m.chance(6)
	m.line(1, p.name+":")
	m.docLine(2)
	var names pairs
	m.goName(&names, "Sv")
	for _, n := range names {
		m.line(2, n.key+": "+n.value)
	}
	if p.run {
		m.line(2, "kind: run")
	} else if m.chance(8) {
		m.line(2, "kind: server")
	}
	m.arguments(p)
	m.naming(p)
	at := m.choosePlace()
	m.uses(at)
	if !p.run {
		among := map[string]bool{}
		m.calls(p, among)
		m.casts(p, among)
		m.options(p, among)
	}
	m.processes = append(m.processes, p)
	m.place(at, i, p)
}

func (m *maker) arguments(p *process) {
	n := m.Pick(4)
	if n == 0 {
		return
	}
	p.args = m.fields(n, func() typ {
		if m.Pick(3) > 0 {
			return m.literalType()
		}
		return m.typ()
	})
	m.line(2, "args: "+flow(p.args))
}

func (m *maker) naming(p *process) {
	for _, a := range p.args {
		if p.key == "" && m.Pick(2) == 0 && m.keyable(a.typ.text) {
			p.key = a.name
			m.line(2, "name: {key: "+key(a.name)+"}")
		}
	}
	if p.key == "" && m.chance(8) {
		p.none = true
		m.line(2, "name: none")
	}
}

// keyable reports whether a value of a type tells instances apart.
func (m *maker) keyable(t string) bool {
	if x := m.declared(t); x != nil {
		return x.form == "enum" || x.form == "type" && m.keyable(x.of.text)
	}
	switch t {
	case "string", "bool", "int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64", "byte", "rune":
		return true
	}
	return false
}

// uses are of what is in reach and starts before, so calls make no cycle.
func (m *maker) uses(at *node) {
	var p pairs
	seen := map[string]bool{}
	for _, o := range m.placements {
		if seen[o.name] || !o.reachedFrom(at) || m.Pick(2) == 0 {
			continue
		}
		seen[o.name] = true
		switch {
		case o.whole:
			p.add(o.name, "[]")
		case o.lent:
			p.add(o.name, "[Checkout]")
		default:
			all := o.process.messages()
			from := m.Pick(len(all))
			p.add(o.name, list(all[from:]))
		}
	}
	for _, x := range m.externs {
		if m.Pick(2) == 0 {
			p.add(x, m.one("[]", ""))
		}
	}
	if len(p) > 0 {
		m.line(2, "uses: "+p.flow())
	}
}

// handler makes the name of a call, cast or timer.
func (m *maker) handler(prefix string, among map[string]bool) string {
	name := fmt.Sprint(prefix, len(among), m.one("", "", "HTTP", "Json", "ID", "Error"))
	if m.bare {
		name = m.one(strings.Fields(upperWords)...)
	}
	for among[strings.ToLower(name)] {
		name += "2"
	}
	among[strings.ToLower(name)] = true
	return name
}

func (m *maker) calls(p *process, among map[string]bool) {
	n := m.Pick(4)
	if n == 0 {
		return
	}
	m.line(2, "calls:")
	for range n {
		name := m.handler("C", among)
		p.calls = append(p.calls, name)
		parts := m.messageArgs()
		if m.Pick(3) > 0 {
			parts.add("reply", m.reply())
		}
		if len(m.mistakes) > 0 && m.Pick(2) == 0 {
			parts.add("errors", list(m.mistakes[:1+m.Pick(len(m.mistakes))]))
		}
		if m.chance(4) {
			parts.add("reply_later", "true")
			if m.chance(2) {
				parts.add("caller", "monitored")
			}
		} else if m.chance(4) {
			parts.add("inline", m.one("true", "false"))
		}
		if m.chance(4) {
			parts.add("idempotent", m.one("true", "false"))
		}
		if m.chance(3) {
			parts.add("timeout", m.one("1s", "infinity", "1m30s", "1ms"))
		}
		m.docPair(&parts)
		if m.chance(10) {
			parts.add("go_name", name+"X")
		}
		m.entry(3, name, parts)
	}
}

func (m *maker) reply() string {
	t := m.typ()
	if !t.live && m.Pick(3) > 0 {
		return quote(t.text)
	}
	p := pairs{{"type", quote(t.text)}}
	if t.live || m.Pick(2) == 0 {
		p.add("shared", "true")
	}
	return p.flow()
}

// messageArgs are the arguments of a call or cast; some are references to
// services, which may be monitored.
func (m *maker) messageArgs() (p pairs) {
	n := m.Pick(4)
	if m.chance(10) {
		n = 12
	}
	args := m.fields(n, m.typ)
	var refs []string
	if len(m.processes) > 0 && m.chance(4) {
		for _, name := range []string{"who_is", "whom"}[:1+m.Pick(2)] {
			service := m.processes[m.Pick(len(m.processes))].name
			args = append(args, field{name, typ{text: service}, service})
			refs = append(refs, name)
		}
	}
	if len(args) > 0 {
		p.add("args", flow(args))
	}
	if len(refs) > 0 && m.Pick(2) == 0 {
		p.add("monitors", m.one(refs[0], list(refs)))
	}
	return p
}

func (m *maker) casts(p *process, among map[string]bool) {
	n := m.Pick(3)
	if n == 0 {
		return
	}
	m.line(2, "casts:")
	for range n {
		name := m.handler("T", among)
		p.casts = append(p.casts, name)
		parts := m.messageArgs()
		m.docPair(&parts)
		if m.chance(10) {
			parts.add("go_name", name+"Y")
		}
		m.entry(3, name, parts)
	}
}

func (m *maker) options(p *process, among map[string]bool) {
	if n := m.Pick(9) - 5; n > 0 {
		m.line(2, "timers:")
		for range n {
			m.timer(p, m.handler("Tick", among))
		}
	}
	if m.chance(3) {
		var box pairs
		if m.Pick(4) > 0 {
			box.add("capacity", m.one("1", "64", "4096", "16777216"))
		}
		if m.Pick(4) > 0 {
			box.add("overflow", m.one("reject", "block", "drop_oldest", "drop_newest"))
		}
		m.line(2, "mailbox: "+box.flow())
	}
	if m.chance(3) {
		m.line(2, "terminate: "+m.one("true", "false"))
	}
}

func (m *maker) timer(p *process, name string) {
	when := m.one("1s", "1h", "1ms", "24h0m0s")
	for _, a := range p.args {
		if a.typ.text == "time.Duration" && m.Pick(2) == 0 {
			when = "$" + a.name
		}
	}
	var parts pairs
	if how := m.one("every", "after", ""); how != "" {
		parts.add(how, when)
	}
	m.docPair(&parts)
	if m.chance(8) {
		parts.add("go_name", name+"Z")
	}
	m.entry(3, name, parts)
}
