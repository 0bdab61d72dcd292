package supcore

import (
	"fmt"
	"strings"
)

// Idle reports whether nothing is under way and nothing waits.
func (m *Static) Idle() bool { return m.begun && m.work == nil && m.deferred.empty() && !m.left }

// Idle reports whether nothing is under way and nothing waits.
func (m *Dynamic) Idle() bool { return m.begun && m.purpose == nil && m.deferred.empty() && !m.left }

// Waiting returns how many events wait for their turn, and whether something is under way for which they wait.
func (m *Static) Waiting() (events int, busy bool) { return len(m.deferred.events), m.work != nil }

// Waiting returns how many events wait for their turn, and whether something is under way for which they wait.
func (m *Dynamic) Waiting() (events int, busy bool) { return len(m.deferred.events), m.purpose != nil }

// Alone reports whether the restart of one child leaves all others alone.
func (m *Static) Alone() bool { return m.flags.Strategy == OneForOne }

// Alone reports whether the restart of one child leaves all others alone.
func (m *Dynamic) Alone() bool { return true }

// Order returns the ids of all children in start order.
func (m *Static) Order() (ids []string) { return m.children.ids() }

// Order returns the ids of all children in start order.
func (m *Dynamic) Order() (ids []string) { return m.children.ids() }

func (cs *children) ids() (ids []string) {
	for c := cs.first; c != nil; c = c.after {
		ids = append(ids, c.spec.ID)
	}
	return ids
}

// Canonical describes everything in a machine that its future depends on. Refs are replaced by what name says.
func (m *Static) Canonical(name func(Ref) string) string {
	var b strings.Builder
	m.machine.canonical(&b, name)
	m.children.canonical(&b, name)
	if w := m.work; w != nil {
		fmt.Fprintf(&b, "work %s stop%v start%v", purposeOf(w.purpose), idsOf(w.stop), idsOf(w.start))
		if w.current != nil {
			fmt.Fprintf(&b, " current %s", w.current.spec.ID)
		}
	}
	if m.stopping != nil {
		fmt.Fprintf(&b, " stopping %s %v", name(m.stopping.ref), m.stopping.armed)
	}
	return b.String()
}

// Canonical describes everything in a machine that its future depends on. Refs are replaced by what name says.
func (m *Dynamic) Canonical(name func(Ref) string) string {
	var b strings.Builder
	m.machine.canonical(&b, name)
	m.children.canonical(&b, name)
	fmt.Fprintf(&b, "purpose %s", purposeOf(m.purpose))
	if m.current != nil {
		fmt.Fprintf(&b, " current %s", m.current.spec.ID)
	}
	if s := m.stopping; s != nil {
		for c := m.children.first; c != nil; c = c.after {
			if d, told := s.waiting[c.ref]; told && d != nil {
				fmt.Fprintf(&b, " told %s by %s", name(c.ref), name(d.timer))
			} else if told {
				fmt.Fprintf(&b, " told %s", name(c.ref))
			}
			if s.timers[c.ref] != nil {
				fmt.Fprintf(&b, " armed %s", name(c.ref))
			}
		}
	}
	return b.String()
}

func (m *machine) canonical(b *strings.Builder, name func(Ref) string) {
	fmt.Fprintf(b, "begun %v left %v asked %v now %v restarts %v ", m.begun, m.left, m.asked, m.now, m.restarts.seconds)
	if a := m.starting; a != nil {
		fmt.Fprintf(b, "starting %s %v %v ", name(a.ref), a.limited, a.armed)
	}
	for _, ev := range m.deferred.events {
		switch ev := ev.(type) {
		case Exited:
			fmt.Fprintf(b, "exited %s %v ", name(ev.Ref), ev.Reason)
		case Retry:
			fmt.Fprintf(b, "retry %s %s ", ev.ID, name(ev.Ref))
		default:
			fmt.Fprintf(b, "%T%v ", ev, ev)
		}
	}
}

func (cs *children) canonical(b *strings.Builder, name func(Ref) string) {
	for c := cs.first; c != nil; c = c.after {
		fmt.Fprintf(b, "%s %v %s dead %v, ", c.spec.ID, c.state, name(c.ref), c.dead != nil)
		if !c.spec.Backoff.IsZero() {
			fmt.Fprintf(b, "waits %v row %d, ", c.waits, c.row)
		}
		if c.own != nil {
			fmt.Fprintf(b, "own %v, ", c.own.seconds)
		}
	}
}

// purposeOf prints a reason as its text: equal ones may differ in their pointers.
func purposeOf(p purpose) string {
	if l, ok := p.(leaving); ok {
		return "leaving " + l.why.String()
	}
	return fmt.Sprintf("%T%v", p, p)
}

func idsOf(cs []*child) (ids []string) {
	for _, c := range cs {
		ids = append(ids, c.spec.ID)
	}
	return ids
}
