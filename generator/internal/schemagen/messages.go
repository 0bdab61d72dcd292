package schemagen

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// imports draws packages under names of their own: of the standard library, of
// the runtime, and of those that tests put beside the package.
func (m *maker) imports() {
	if m.Pick(3) > 0 {
		return
	}
	m.line(0, "imports:")
	m.renamed = regexp.MustCompile(`\b(url|fmt|context|errors|testing)\.`)
	all := []struct{ name, path, typ string }{
		{"rand", "math/rand/v2", "Source"}, {"mrand", "math/rand", "Source"}, {"tmpl", "text/template", "FuncMap"}, {"j", "encoding/json", "RawMessage"},
		{"url", "net/url", "Values"}, {"fmt", "net/http", "Header"}, {"context", "net/netip", "Addr"}, {"strin", "time", "Time"}, {"errors", "io/fs", "FileMode"},
		{"otptest", "log/slog", "Level"}, {"ctxt", "context", "Context"}, {"a_b", "html/template", "HTML"}, {"x2", "crypto/x509", "KeyUsage"},
		{"rt", "github.com/otpgen/otpgen/runtime", "Name"}, {"testing", "encoding/xml", "Name"}, {"money", "schemas.test/lib/go-money", "Amount"},
		{"lib", "schemas.test/lib/thing/v3", "Amount"}, {"dotted", "schemas.test/lib/thing.v1", "Amount"}, {"cc", "schemas.test/lib/type", "Amount"},
	}
	for i := range all {
		if !m.chance(5) && i != len(all)-1 {
			continue
		}
		m.line(1, key(all[i].name)+": "+all[i].path)
		m.imported = append(m.imported, typ{text: all[i].name + "." + all[i].typ, key: slices.Contains([]string{"Addr", "FileMode", "Level", "Amount"}, all[i].typ)})
	}
}

func (m *maker) userTypes() {
	if m.Pick(3) > 0 {
		return
	}
	m.line(0, "types:")
	for i := range 1 + m.Pick(3) {
		name := m.upper("U", i)
		var p pairs
		m.docPair(&p)
		if m.Pick(2) == 0 {
			p.add("shared", "true")
		}
		m.entry(1, name, p)
		m.handmade = append(m.handmade, typ{text: name, key: !strings.Contains(p.flow(), "shared")})
	}
}

func (m *maker) messages() {
	n := m.Pick(9)
	if n == 0 {
		return
	}
	m.line(0, "messages:")
	for i := range n {
		x := &message{typ: typ{text: m.upper("M", i)}}
		switch m.Pick(7) {
		case 0:
			m.enum(x)
		case 1:
			m.plainType(x)
		case 2:
			m.oneOf(x)
		case 3:
			m.defined(x)
		default:
			m.record(x)
		}
	}
}

func (m *maker) enum(x *message) {
	x.form, x.key, x.literal = "enum", true, true
	x.words = strings.Fields(m.one("low high", "on_it off_it type", "one", "a b C", "on off", "Valid valid_2", "HTTP url Id", "true null", "a_b c_d", "x1 X2", "string String2"))
	var words []string
	for _, w := range x.words {
		words = append(words, quote(w))
	}
	p := pairs{{"enum", list(words)}}
	m.docPair(&p)
	m.goName(&p, "E")
	m.entry(1, x.text, p)
	m.named = append(m.named, x)
}

// plainType defines a type that is like a basic one.
func (m *maker) plainType(x *message) {
	x.form, x.key, x.literal = "type", true, true
	x.of = typ{text: m.one("string", "int", "uint64", "bool", "uint8", "float64", "time.Duration"), key: true}
	m.line(1, x.text+": "+x.of.text)
	m.named = append(m.named, x)
}

// defined defines a type that is like any other one.
func (m *maker) defined(x *message) {
	x.form = "type"
	x.of = m.typ()
	x.live, x.mute, x.key = x.of.live, x.of.mute, x.of.key
	p := pairs{{"type", quote(x.of.text)}}
	m.docPair(&p)
	m.goName(&p, "D")
	m.named = append(m.named, x)
	if len(p) == 1 && m.Pick(2) == 0 {
		m.line(1, x.text+": "+quote(x.of.text))
		return
	}
	m.entry(1, x.text, p)
}

func (m *maker) record(x *message) {
	x.form = "fields"
	m.named = append(m.named, x) // fields may lead back to it
	x.fields = m.fields(m.Pick(7+8*m.Pick(2)), m.fieldType)
	x.literal = !slices.ContainsFunc(x.fields, func(f field) bool { return !m.writable(f.typ.text) })
	p := pairs{{"fields", flow(x.fields)}}
	m.docPair(&p)
	m.goName(&p, "R")
	m.entry(1, x.text, p)
}

// fieldType is any type but the message that is being declared by itself.
func (m *maker) fieldType() typ {
	t := m.typ()
	last := m.named[len(m.named)-1].text
	if t.text == last || strings.HasSuffix(t.text, "]"+last) && !strings.Contains(t.text, "[]") && !strings.Contains(t.text, "map") {
		return typ{text: "*" + last}
	}
	return t
}

func (m *maker) oneOf(x *message) {
	x.form = "oneof"
	m.named = append(m.named, x)
	var p pairs
	among := map[string]bool{}
	for i := range 1 + m.Pick(3) {
		name := fmt.Sprint("V", i, m.one("", "HTTP", "Json", "ID"))
		if m.bare {
			name = m.one(strings.Fields(upperWords)...)
		}
		if !among[strings.ToLower(name)] {
			among[strings.ToLower(name)] = true
			p.add(name, flow(m.fields(m.Pick(3), m.typ)))
		}
	}
	all := pairs{{"oneof", p.flow()}}
	m.docPair(&all)
	m.goName(&all, "O")
	m.entry(1, x.text, all)
}

func (m *maker) errors() {
	n := m.Pick(4)
	if n == 0 {
		return
	}
	m.line(0, "errors:")
	among := map[string]bool{}
	for range n {
		name := m.lower(among)
		fields := m.fields(m.Pick(4), m.typ)
		text := m.one("plain", "100% sure", `*/ func init() \ "quoted" %d`, "`back` %%", "two\nlines")
		for _, f := range fields {
			if !f.typ.mute && m.Pick(2) == 0 {
				text += m.one(" {", "{", ": {") + f.name + "}"
			}
		}
		p := pairs{{"text", quoted(text)}}
		if len(fields) > 0 {
			p.add("fields", flow(fields))
		}
		m.docPair(&p)
		m.goName(&p, "Err")
		m.entry(1, key(name), p)
		m.mistakes = append(m.mistakes, key(name))
	}
}

func (m *maker) externals() {
	n := m.Pick(3)
	if n == 0 {
		return
	}
	m.line(0, "externals:")
	for i := range n {
		name := m.upper("Xt", i)
		p := pairs{{"type", quote(m.one("*sql.DB", "func() time.Time", "http.RoundTripper", "int", "*http.Client", m.typ().text))}}
		if m.Pick(2) == 0 {
			p.add("timeout", m.one("2s", "infinity", "1ms", "1h0m1s"))
		}
		m.docPair(&p)
		m.goName(&p, "Ext")
		m.entry(1, name, p)
		m.externs = append(m.externs, name)
	}
}

func (m *maker) strategies() {
	if m.Pick(4) > 0 {
		return
	}
	m.line(0, "strategies:")
	among := map[string]bool{}
	for range 1 + m.Pick(2) {
		name := m.lower(among)
		p := pairs{{"strategy", m.strategy()}}
		m.intensity(&p)
		m.docPair(&p)
		m.entry(1, key(name), p)
		m.schemes = append(m.schemes, key(name))
	}
}
