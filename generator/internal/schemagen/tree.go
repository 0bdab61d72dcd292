package schemagen

import (
	"fmt"
	"strings"
)

// tree places every service once, in the order of their declarations, so that
// what is called starts earlier; beside them pools, dynamic and task
// supervisors.
func (m *maker) tree() {
	m.line(0, "supervisors:")
	m.line(1, "Root:")
	m.docLine(2)
	m.strategy(2)
	m.line(2, "children:")
	for i, p := range m.processes {
		m.placed(3, i, p)
	}
	m.extras()
	if m.chance(3) {
		m.line(0, "application: {root: Root, grace: 40s}")
	}
}

func (m *maker) strategy(depth int) {
	m.line(depth, "strategy: "+m.one("one_for_one", "one_for_all", "rest_for_one"))
	if m.chance(3) {
		m.line(depth, "max_restarts: "+m.one("0", "1", "3", "20"))
		m.line(depth, "max_seconds: "+m.one("1", "5", "60"))
	}
	if m.chance(4) {
		m.line(depth, "scope: true")
	}
}

// placed writes a child for the service, perhaps within a supervisor in place.
func (m *maker) placed(depth, i int, p *process) {
	if m.chance(5) {
		m.line(depth, fmt.Sprintf("- name: In%d", i))
		m.line(depth+1, "strategy: "+m.one("one_for_one", "one_for_all", "rest_for_one"))
		m.line(depth+1, "children:")
		depth += 2
	}
	m.line(depth, "- child: "+p.name)
	if m.chance(4) {
		m.line(depth+1, "id: "+m.one("an-id", "a.b", "X_")+fmt.Sprint(i))
	}
	m.values(depth+1, p)
	m.lifetime(depth + 1)
	if m.chance(4) {
		m.line(depth+1, `doc: "The <b>only</b> one | #1"`)
	}
}

func (m *maker) values(depth int, p *process) {
	if len(p.args) == 0 {
		return
	}
	var values []string
	for _, a := range p.args {
		values = append(values, a.name+": "+m.literal(a.typ))
	}
	m.line(depth, "args: {"+strings.Join(values, ", ")+"}")
}

func (m *maker) lifetime(depth int) {
	if m.chance(3) {
		m.line(depth, "restart: "+m.one("permanent", "transient", "temporary"))
	}
	if m.chance(3) {
		m.line(depth, "shutdown: "+m.one("1s", "brutal_kill", "infinity"))
	}
}

// extras are children under names of their own.
func (m *maker) extras() {
	for i, p := range m.processes {
		if m.Pick(3) < 2 {
			continue
		}
		switch m.Pick(4) {
		case 0:
			m.line(3, fmt.Sprintf("- name: D%d", i))
			m.line(4, "dynamic: {child: "+p.name+m.one("", ", max_children: 10", ", restart: temporary", ", restart: transient, shutdown: 1s")+"}")
		case 1:
			m.line(3, fmt.Sprintf("- name: J%d", i))
			m.line(4, "tasks: {}")
		case 2:
			if p.key == "" {
				m.line(3, fmt.Sprintf("- child: %s", p.name))
				m.line(4, fmt.Sprintf("name: Again%d", i))
				m.values(4, p)
			}
		default:
			if !p.run && p.key == "" {
				m.line(3, fmt.Sprintf("- name: P%d", i))
				m.line(4, "pool: "+p.name)
				m.line(4, "size: "+m.one("1", "2", "3"))
				m.line(4, "route: "+m.one("round_robin", "random", "least_loaded", "checkout"))
				m.values(4, p)
			}
		}
	}
}
