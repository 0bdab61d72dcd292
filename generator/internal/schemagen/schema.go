package schemagen

import (
	"regexp"
	"strings"
)

// Schema makes the text of a schema for a package of that name.
func Schema(c Chooser, pkg string) string {
	m := &maker{Chooser: c, taken: map[string]bool{}, renamed: regexp.MustCompile(`^$`)}
	m.bare = m.chance(3)
	m.line(0, "otp: 1")
	m.line(0, "package: "+pkg)
	m.docLine(0)
	if m.chance(6) {
		m.line(0, "out: "+m.one(".", "internal/x", "gen"))
	}
	m.imports()
	m.userTypes()
	m.messages()
	m.errors()
	m.externals()
	m.strategies()
	m.newTree()
	m.services()
	m.tree()
	return m.text.String()
}

// maker writes a schema from top to bottom, and remembers what it declared.
type maker struct {
	Chooser
	text  strings.Builder
	bare  bool            // names have no number that tells them from those of generated code
	taken map[string]bool // names, in small letters

	imported []typ          // types of packages in imports:
	renamed  *regexp.Regexp // qualifiers that may mean another package there
	handmade []typ          // types of types:
	named    []*message
	mistakes []string // errors
	externs  []string
	schemes  []string // strategies

	processes  []*process
	root, open *node // the tree, and where the next service may go
	nodes      []*node
	placements []*placement
}

func (m *maker) line(depth int, text string) {
	m.text.WriteString(strings.Repeat("  ", depth) + text + "\n")
}

func (m *maker) docLine(depth int) {
	if m.chance(20) {
		m.line(depth, "doc: |")
		m.line(depth+1, "Two")
		m.line(0, "")
		m.line(depth+1, "paragraphs, \t*/ and # no comment.")
	} else if doc := m.doc(); doc != "" {
		m.line(depth, "doc: "+doc)
	}
}

// pair is one key of a mapping and its value, in YAML.
type pair struct{ key, value string }

// pairs is a mapping in the order of its keys.
type pairs []pair

func (p *pairs) add(key, value string) { *p = append(*p, pair{key, value}) }

// flow writes a mapping in one line.
func (p pairs) flow() string {
	var list []string
	for _, one := range p {
		list = append(list, one.key+": "+one.value)
	}
	return "{" + strings.Join(list, ", ") + "}"
}

// entry writes what stands under a name, in one line or in many.
func (m *maker) entry(depth int, name string, p pairs) {
	switch {
	case len(p) == 0:
		m.line(depth, name+":"+m.one("", " {}"))
	case m.Pick(2) == 0:
		m.line(depth, name+": "+p.flow())
	default:
		m.line(depth, name+":")
		for _, one := range p {
			m.line(depth+1, one.key+": "+one.value)
		}
	}
}

// item writes an element of a list, in one line or in many.
func (m *maker) item(depth int, p pairs) {
	if m.Pick(2) == 0 {
		m.line(depth, "- "+p.flow())
		return
	}
	lead := "- "
	for _, one := range p {
		m.line(depth, lead+one.key+": "+one.value)
		lead = "  "
	}
}
