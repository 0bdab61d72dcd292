package schemagen

import (
	"fmt"
	"strings"
)

// node is a supervisor: the root, one written in place, or one of its own
// entry in supervisors:.
type node struct {
	name     string
	around   *node // nil of the root, and of an entry that is placed below it
	inline   bool
	scope    bool
	options  pairs
	args     []field // of entries
	names    map[string]bool
	children []any // pairs or *node
	home     *node // where an entry is placed
}

// entry is the supervisor whose arguments those below n may refer to.
func (n *node) entry() *node {
	for n.inline {
		n = n.around
	}
	return n
}

// scopes lists the supervisors with a scope around n, and the root.
func (n *node) within(scope *node) bool {
	for ; n != nil; n = n.outside() {
		if n == scope {
			return true
		}
	}
	return false
}

func (n *node) outside() *node {
	if n.around != nil {
		return n.around
	}
	return n.home
}

// innermost is the supervisor whose scope a name of a child of n is in.
func (n *node) innermost() *node {
	for !n.scope && n.outside() != nil {
		n = n.outside()
	}
	return n
}

// placement is what a service may use.
type placement struct {
	name    string
	at      *node // the scope that it is in
	process *process
	whole   bool // its whole client
	lent    bool
}

func (p *placement) reachedFrom(n *node) bool { return n.within(p.at) }

func (m *maker) newTree() {
	m.root = &node{name: m.upper("Root", 0), names: map[string]bool{}}
	m.root.scope = m.chance(5)
	m.root.options = m.supervisorOptions(m.root.scope)
	m.open = m.root
	m.nodes = []*node{m.root}
}

func (m *maker) strategy() string { return m.one("one_for_one", "one_for_all", "rest_for_one") }

func (m *maker) intensity(p *pairs) {
	if m.chance(3) {
		p.add("max_restarts", m.one("0", "1", "3", "20", "1000000"))
	}
	if m.chance(3) {
		p.add("max_seconds", m.one("1", "5", "60"))
	}
}

func (m *maker) supervisorOptions(scope bool) (p pairs) {
	if m.Pick(4) > 0 {
		p.add("strategy", m.one(append([]string{"one_for_one", "one_for_all", "rest_for_one"}, m.schemes...)...))
	}
	m.intensity(&p)
	if scope {
		p.add("scope", "true")
	} else if m.chance(8) {
		p.add("scope", "false")
	}
	m.docPair(&p)
	m.goName(&p, "Sup")
	return p
}

// choosePlace is the supervisor of the next service: the one where the last
// one stands, one around it, or a new one within it.
func (m *maker) choosePlace() *node {
	switch m.Pick(8) {
	case 0:
		m.open = m.below(m.open, true)
	case 1:
		m.open = m.below(m.open, false)
	case 2:
		m.open = m.root
	case 3, 4:
		if m.open.outside() != nil {
			m.open = m.open.outside()
		}
	}
	return m.open
}

// below begins a supervisor in place, or an entry of its own that is placed.
func (m *maker) below(around *node, inline bool) *node {
	n := &node{name: m.upper("N", len(m.nodes)), inline: inline, names: map[string]bool{}}
	m.nodes = append(m.nodes, n)
	if inline {
		n.around, n.scope = around, m.chance(4)
		n.options = m.supervisorOptions(n.scope)
		around.children = append(around.children, n)
		return n
	}
	n.home, n.scope = around, true
	n.options = m.supervisorOptions(true)
	child := pairs{}
	switch m.Pick(4) {
	case 0:
		child.add("child", n.name)
		around.children = append(around.children, &late{child, n})
	case 1:
		child.add("child", n.name)
		child.add("name", m.upper("As", len(m.nodes)))
		m.lifetime(&child)
		around.children = append(around.children, &late{child, n})
	case 2:
		m.dynamic(around, n.name, nil)
	default:
		if m.Pick(2) == 0 {
			n.args = append(n.args, m.field("own_key", typ{text: "string"}))
			n.options.add("name", "{key: own_key}")
		} else if m.Pick(2) == 0 {
			n.options.add("name", "none")
		}
		m.dynamic(around, n.name, nil)
	}
	return n
}

// late is a child whose arguments are known when all below it is.
type late struct {
	pairs
	of *node
}

// dynamic places a dynamic supervisor.
func (m *maker) dynamic(at *node, child string, p *process) {
	name := m.upper("D", len(m.placements))
	d := pairs{{"child", child}}
	if m.Pick(2) == 0 {
		d.add("max_children", m.one("1", "10", "1073741824"))
	}
	m.lifetime(&d)
	m.intensity(&d)
	c := pairs{{"name", name}, {"dynamic", d.flow()}}
	m.lifetime(&c)
	m.docPair(&c)
	at.children = append(at.children, c)
	m.placements = append(m.placements, &placement{name: name, at: at.innermost(), process: p, whole: true})
}

// place writes a child for the service, and perhaps others beside it.
func (m *maker) place(at *node, i int, p *process) {
	if !m.chance(6) {
		m.static(at, i, p)
	} else {
		m.dynamic(at, p.name, p)
	}
	for range m.Pick(4) - 2 {
		m.extra(at, i, p)
	}
	if m.chance(6) {
		name := m.upper("J", len(m.placements))
		c := pairs{{"name", name}, {"tasks", m.one("", "{}", "{max_children: 3}")}}
		m.lifetime(&c)
		at.children = append(at.children, c)
		m.placements = append(m.placements, &placement{name: name, at: at.innermost(), whole: true})
	}
}

// static places a process under its own name.
func (m *maker) static(at *node, i int, p *process) {
	c := pairs{{"child", p.name}}
	if m.chance(6) {
		c.add("id", m.one("an-id", "a.b", "X_", "func")+fmt.Sprint(i))
	}
	own := !m.chance(8)
	name := p.name
	if !own {
		name = m.one("none", m.upper("Own", i))
		c.add("name", name)
	}
	m.values(&c, at, p)
	m.lifetime(&c)
	m.docPair(&c)
	at.children = append(at.children, c)
	found := p.key == "" && !(p.none && own) && name != "none"
	if found && !p.run && len(p.messages()) > 0 {
		m.placements = append(m.placements, &placement{name: name, at: at.innermost(), process: p})
	}
}

// extra is a child under another name.
func (m *maker) extra(at *node, i int, p *process) {
	switch {
	case m.Pick(3) == 0:
		m.dynamic(at, p.name, p)
	case p.run || p.key != "" || m.Pick(2) == 0:
		if p.key != "" {
			return
		}
		name := m.upper("Again", i)
		c := pairs{{"child", p.name}, {"name", name}}
		m.values(&c, at, p)
		m.lifetime(&c)
		at.children = append(at.children, c)
		if !p.run && len(p.messages()) > 0 {
			m.placements = append(m.placements, &placement{name: name, at: at.innermost(), process: p})
		}
	default:
		m.pool(at, i, p)
	}
}

func (m *maker) pool(at *node, i int, p *process) {
	name := m.upper("P", i)
	c := pairs{{"name", name}, {"pool", p.name}, {"size", m.one("1", "2", "3", "17")}}
	route := m.one("", "round_robin", "random", "least_loaded", "checkout")
	if route != "" {
		c.add("route", route)
	}
	m.values(&c, at, p)
	m.lifetime(&c)
	m.intensity(&c)
	m.docPair(&c)
	at.children = append(at.children, c)
	if len(p.messages()) > 0 || route == "checkout" {
		m.placements = append(m.placements, &placement{name: name, at: at.innermost(), process: p, lent: route == "checkout"})
	}
}

func (m *maker) lifetime(p *pairs) {
	if m.chance(3) {
		p.add("restart", m.one("permanent", "transient", "temporary"))
	}
	if m.chance(3) {
		p.add("shutdown", m.one("1s", "brutal_kill", "infinity", "0s", "250ms"))
	}
}

// tree writes supervisors:, application: and boundaries:.
func (m *maker) tree() {
	m.fill()
	m.line(0, "supervisors:")
	for _, n := range m.nodes {
		if n.inline {
			continue
		}
		m.line(1, n.name+":")
		for _, o := range n.options {
			m.line(2, o.key+": "+o.value)
		}
		if len(n.args) > 0 {
			m.line(2, "args: "+flow(n.args))
		}
		m.children(2, n)
	}
	var app pairs
	if m.Pick(2) == 0 {
		app.add("root", m.root.name)
	}
	if m.Pick(2) == 0 {
		app.add("grace", m.one("40s", "infinity", "1s", "5m0s"))
	}
	if len(app) > 0 {
		m.line(0, "application: "+app.flow())
	}
	m.boundaries()
}

// fill gives supervisors what they would lack: a child, and the arguments of
// those that are placed as they are. Inner ones come first, since theirs may
// become arguments of those around them.
func (m *maker) fill() {
	for i := len(m.nodes) - 1; i >= 0; i-- {
		n := m.nodes[i]
		if len(n.children) == 0 {
			n.children = append(n.children, pairs{{"name", m.upper("Fill", i)}, {"tasks", ""}})
		}
		for _, c := range n.children {
			if c, ok := c.(*late); ok {
				var args pairs
				for _, a := range c.of.args {
					args.add(key(a.name), m.value(n.entry(), a.typ))
				}
				if len(args) > 0 {
					c.add("args", args.flow())
				}
			}
		}
	}
}

func (m *maker) children(depth int, n *node) {
	m.line(depth, "children:")
	for _, c := range n.children {
		switch c := c.(type) {
		case pairs:
			if len(c) == 1 && c[0].key == "child" && m.Pick(2) == 0 {
				m.line(depth+1, "- "+c[0].value)
				continue
			}
			m.item(depth+1, c)
		case *late:
			m.item(depth+1, c.pairs)
		case *node:
			m.line(depth+1, "- name: "+c.name)
			for _, o := range c.options {
				m.line(depth+2, o.key+": "+o.value)
			}
			m.children(depth+2, c)
		}
	}
}

// boundaries are between children of a supervisor that restarts one for one.
func (m *maker) boundaries() {
	var lines []string
	for _, n := range m.nodes {
		options := n.options.flow()
		if n.entry() != m.root || strings.Contains(options, "strategy") && !strings.Contains(options, "one_for_one") || strings.Contains(options, "max_restarts: 0") || m.Pick(2) == 0 {
			continue
		}
		names := n.childNames()
		if len(names) > 1 {
			lines = append(lines, "- {crash: "+names[0]+", survives: "+list(names[1:])+"}")
		}
	}
	if len(lines) == 0 {
		return
	}
	m.line(0, "boundaries:")
	for _, l := range lines {
		m.line(1, l)
	}
}

// childNames are the names by which a boundary may call children of n.
func (n *node) childNames() (names []string) {
	for _, c := range n.children {
		switch c := c.(type) {
		case pairs:
			id := ""
			for _, one := range c {
				if one.key == "name" || one.key == "id" || one.key == "child" && id == "" {
					id = one.value
				}
			}
			if id != "" && id != "none" {
				names = append(names, id)
			}
		case *node:
			names = append(names, c.name)
		}
	}
	return names
}
