package schemagen

import "strings"

func (m *maker) messages() {
	n := m.Pick(9)
	if n == 0 {
		return
	}
	m.line(0, "messages:")
	for i := range n {
		name := m.name("M", i)
		switch m.Pick(6) {
		case 0:
			m.line(1, name+": {enum: ["+m.one("low, high", "on_it, off_it, type", "one", "a, b, C")+"]}")
			m.scalars = append(m.scalars, name)
		case 1:
			m.line(1, name+": "+m.one("string", "int", "uint64", "bool"))
			m.scalars = append(m.scalars, name)
		case 2:
			m.oneOf(name)
		case 3:
			typ := m.typ()
			if needsShared(typ) {
				typ = "[]" + m.local()
			}
			m.line(1, name+": "+quote(typ))
			m.data = append(m.data, name)
		default:
			m.record(name)
		}
	}
}

func (m *maker) record(name string) {
	m.line(1, name+":")
	m.docLine(2)
	if m.chance(4) {
		m.line(2, "go_name: Renamed"+name)
	}
	m.line(2, "fields: "+m.fields(1+m.Pick(5), m.typ))
	m.data = append(m.data, name)
}

func (m *maker) oneOf(name string) {
	var variants []string
	for i := range 1 + m.Pick(3) {
		variants = append(variants, m.name("V", i)+": "+m.fields(m.Pick(3), m.typ))
	}
	m.line(1, name+": {oneof: {"+strings.Join(variants, ", ")+"}}")
	m.data = append(m.data, name)
}

func (m *maker) errors() {
	n := m.Pick(4)
	if n == 0 {
		return
	}
	m.line(0, "errors:")
	for i := range n {
		name := "e_" + m.lower(i)
		m.line(1, name+": "+m.one(
			`{text: plain}`,
			`{text: "100% \"sure\" of {what}", fields: {what: string}}`,
			`{text: "{n}{n} %d", fields: {n: int, at: time.Time}, doc: Numbers.}`,
			`{text: "*/ func init()", fields: {list: "[]string"}}`,
		))
		m.mistakes = append(m.mistakes, name)
	}
}

func (m *maker) externals() {
	n := m.Pick(3)
	if n == 0 {
		return
	}
	m.line(0, "externals:")
	for i := range n {
		name := m.name("X", i)
		m.line(1, name+": "+m.one(`{type: "*sql.DB", timeout: 2s}`, `{type: "func() time.Time"}`, `{type: http.RoundTripper, doc: "A | B"}`, `{type: int, timeout: infinity}`))
		m.externs = append(m.externs, name)
	}
}
