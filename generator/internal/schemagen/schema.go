package schemagen

import (
	"fmt"
	"strings"
)

// Schema makes the text of a schema for a package of that name.
func Schema(c Chooser, pkg string) string {
	m := &maker{Chooser: c}
	m.line(0, "otp: 1")
	m.line(0, "package: "+pkg)
	m.docLine(0)
	m.messages()
	m.errors()
	m.externals()
	m.services()
	m.tree()
	return m.text.String()
}

// maker writes a schema from top to bottom, and remembers what it declared.
type maker struct {
	Chooser
	text strings.Builder

	scalars   []string // messages and enums that can be keys and have literals
	data      []string // other messages
	mistakes  []string // errors
	externs   []string
	processes []*process
}

// process is one service as far as others need to know it.
type process struct {
	name         string
	run          bool
	key          string // the argument that names it, "" for none
	args         []argument
	calls, casts []string
}

// argument is an argument with its type.
type argument struct{ name, typ string }

func (m *maker) line(depth int, text string) {
	m.text.WriteString(strings.Repeat("  ", depth) + text + "\n")
}

func (m *maker) docLine(depth int) {
	if doc := m.doc(); doc != "" {
		m.line(depth, "doc: "+doc)
	}
}

// chance is true once in n times, never for a chooser that is used up.
func (m *maker) chance(n int) bool { return m.Pick(n) == n-1 }

func (m *maker) one(words ...string) string { return words[m.Pick(len(words))] }

// doc is a description or "" for none; some would like to be more than text.
func (m *maker) doc() string {
	return m.one("", "", "", "What it is for.", `"It has: a colon"`, `"*/ func init() {}"`, `"// x\n//go:embed y\nfunc init() {}"`,
		`"a | b <script> [x](y)"`, "'{x} %d `y`'", "|\n        Two\n\n        paragraphs.")
}

// name makes a name that differs from all others by its number, with words
// that Go, jennifer or a file system take for something else.
func (m *maker) name(prefix string, i int) string {
	return prefix + fmt.Sprint(i) + m.one("", "", "", "HTTP", "Json", "URL", "Type", "Func", "S", "ID", "Call", "Thing")
}

// lower is a snake-case name that is likewise its own.
func (m *maker) lower(i int) string {
	return m.one("a", "id", "type", "func", "url_path", "err", "len", "string", "v", "context", "x_2", "ctx", "range", "self", "data", "json") + fmt.Sprint(i)
}

// field writes {type: T, ...} or T for a type.
func (m *maker) field(typ string) string {
	shared := needsShared(typ)
	doc := m.doc()
	if strings.HasPrefix(doc, "|") {
		doc = "One line."
	}
	if !shared && doc == "" {
		return quote(typ)
	}
	long := "type: " + quote(typ)
	if shared {
		long += ", shared: true"
	}
	if doc != "" {
		long += ", doc: " + doc
	}
	return "{" + long + "}"
}

func quote(typ string) string { return `"` + typ + `"` }

// needsShared reports whether a type cannot be copied.
func needsShared(typ string) bool {
	for _, part := range []string{"any", "func(", "chan", "*big.Int", "io.Reader"} {
		if strings.Contains(typ, part) {
			return true
		}
	}
	return false
}

// fields writes an inline mapping of fields, with types from types.
func (m *maker) fields(n int, typ func() string) string {
	var list []string
	for i := range n {
		list = append(list, m.lower(i)+": "+m.field(typ()))
	}
	return "{" + strings.Join(list, ", ") + "}"
}
