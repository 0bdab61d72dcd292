package schemagen

import (
	"fmt"
	"strings"
)

func (m *maker) services() {
	m.line(0, "services:")
	for i := range 1 + m.Pick(5) {
		m.service(i)
	}
}

func (m *maker) service(i int) {
	p := &process{name: m.name("S", i)}
	p.run = m.chance(6)
	m.line(1, p.name+":")
	m.docLine(2)
	if m.chance(5) {
		m.line(2, "go_name: "+m.one("HTTP", "Log", "Queue", "Worker", "URLs")+fmt.Sprint(i))
	}
	if p.run {
		m.line(2, "kind: run")
	}
	m.arguments(p)
	m.uses(p)
	if !p.run {
		m.calls(p)
		m.casts(p)
		m.options(p)
	}
	m.processes = append(m.processes, p)
}

func (m *maker) arguments(p *process) {
	n := m.Pick(4)
	if n == 0 {
		return
	}
	var list []string
	for i := range n {
		a := argument{m.lower(i), m.literalType()}
		p.args = append(p.args, a)
		list = append(list, a.name+": "+m.field(a.typ))
	}
	m.line(2, "args: {"+strings.Join(list, ", ")+"}")
}

// uses are of services that were declared before, so calls make no cycle, and
// of externals.
func (m *maker) uses(p *process) {
	var uses []string
	for _, other := range m.processes {
		if other.run || other.key != "" || len(other.calls)+len(other.casts) == 0 || m.Pick(2) == 0 {
			continue
		}
		uses = append(uses, other.name+": ["+strings.Join(append(append([]string(nil), other.calls...), other.casts...), ", ")+"]")
	}
	for _, x := range m.externs {
		if m.Pick(2) == 0 {
			uses = append(uses, x+": []")
		}
	}
	if len(uses) > 0 {
		m.line(2, "uses: {"+strings.Join(uses, ", ")+"}")
	}
}

func (m *maker) calls(p *process) {
	n := m.Pick(4)
	if n == 0 {
		return
	}
	m.line(2, "calls:")
	for i := range n {
		name := m.name("C", i)
		p.calls = append(p.calls, name)
		var parts []string
		if args, monitors := m.messageArgs(); args != "" {
			parts = append(parts, args)
			parts = append(parts, monitors...)
		}
		if m.Pick(3) > 0 {
			parts = append(parts, "reply: "+m.reply())
		}
		if len(m.mistakes) > 0 && m.Pick(2) == 0 {
			parts = append(parts, "errors: ["+strings.Join(m.mistakes[:1+m.Pick(len(m.mistakes))], ", ")+"]")
		}
		if m.chance(4) {
			parts = append(parts, "reply_later: true")
			if m.chance(2) {
				parts = append(parts, "caller: monitored")
			}
		} else if m.chance(4) {
			parts = append(parts, "idempotent: true")
		}
		if m.chance(3) {
			parts = append(parts, "timeout: "+m.one("1s", "infinity", "1m30s"))
		}
		if m.chance(4) {
			parts = append(parts, `doc: "*/ It | does #things."`)
		}
		m.line(3, name+": {"+strings.Join(parts, ", ")+"}")
	}
}

func (m *maker) reply() string {
	typ := m.typ()
	if needsShared(typ) {
		return "{type: " + quote(typ) + ", shared: true}"
	}
	return quote(typ)
}

// messageArgs are the arguments of a call or cast; some are references to
// services, which may be monitored.
func (m *maker) messageArgs() (args string, monitors []string) {
	args = strings.TrimSuffix(m.fields(m.Pick(4), m.typ), "}")
	if len(m.processes) > 0 && m.chance(4) {
		if args != "{" {
			args += ", "
		}
		args += "who: " + m.processes[m.Pick(len(m.processes))].name
		if m.chance(2) {
			monitors = []string{"monitors: who"}
		}
	}
	if args == "{" {
		return "", nil
	}
	return "args: " + args + "}", monitors
}

func (m *maker) casts(p *process) {
	n := m.Pick(3)
	if n == 0 {
		return
	}
	m.line(2, "casts:")
	for i := range n {
		name := m.name("T", i)
		p.casts = append(p.casts, name)
		args, monitors := m.messageArgs()
		if args != "" {
			args = "{" + strings.Join(append([]string{args}, monitors...), ", ") + "}"
		}
		m.line(3, name+": "+args)
	}
}

func (m *maker) options(p *process) {
	if m.chance(3) {
		m.line(2, "timers: {Tick: {every: "+m.one("1s", "1h")+"}, Once: {after: 1m}, Armed: }")
	}
	if m.chance(3) {
		m.line(2, "mailbox: {capacity: "+m.one("1", "64", "4096")+", overflow: "+m.one("reject", "block", "drop_oldest", "drop_newest")+"}")
	}
	if m.chance(3) {
		m.line(2, "terminate: true")
	}
	for _, a := range p.args {
		if p.key == "" && m.chance(3) && (a.typ == "string" || a.typ == "int" || a.typ == "uint8") {
			p.key = a.name
			m.line(2, "name: {key: "+a.name+"}")
		}
	}
}
