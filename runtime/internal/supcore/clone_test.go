package supcore

import (
	"maps"
	"slices"
)

// Clone returns an independent copy of m in the same state.
func (m *Static) Clone() *Static {
	n := *m
	n.machine = m.machine.clone()
	move := mover{}
	n.children = m.children.clone(move)
	n.byID = make(map[string]*child)
	for c := n.children.first; c != nil; c = c.after {
		n.byID[c.spec.ID] = c
	}
	if m.work != nil {
		n.work = &work{purpose: m.work.purpose, stop: move.all(m.work.stop), start: move.all(m.work.start), current: move.one(m.work.current)}
	}
	if m.stopping != nil {
		s := *m.stopping
		n.stopping = &s
	}
	return &n
}

// Clone returns an independent copy of m in the same state.
func (m *Dynamic) Clone() *Dynamic {
	n := *m
	n.machine = m.machine.clone()
	move := mover{}
	n.children = m.children.clone(move)
	n.current = move.one(m.current)
	if s := m.stopping; s != nil {
		n.stopping = s.clone()
	}
	return &n
}

func (s *stopping) clone() *stopping {
	n := &stopping{waiting: maps.Clone(s.waiting), timers: make(map[Ref]*deadline)}
	copies := map[*deadline]*deadline{nil: nil}
	for ref, d := range s.waiting {
		if copies[d] == nil && d != nil {
			k := *d
			copies[d] = &k
		}
		n.waiting[ref] = copies[d]
	}
	for ref, d := range s.timers {
		n.timers[ref] = copies[d]
	}
	return n
}

func (m *machine) clone() machine {
	n := *m
	n.deferred.events = slices.Clone(m.deferred.events)
	n.restarts.seconds = slices.Clone(m.restarts.seconds)
	if m.starting != nil {
		a := *m.starting
		n.starting = &a
	}
	return n
}

func (cs *children) clone(move mover) children {
	n := newChildren()
	for c := cs.first; c != nil; c = c.after {
		k := move.one(c)
		n.add(k)
		if k.ref != 0 {
			n.byRef[k.ref] = k
		}
	}
	return n
}

// mover maps children to their copies.
type mover map[*child]*child

func (m mover) one(c *child) *child {
	if c == nil {
		return nil
	}
	if m[c] == nil {
		k := *c
		if c.own != nil {
			own := *c.own
			own.seconds = slices.Clone(own.seconds)
			k.own = &own
		}
		m[c] = &k
	}
	return m[c]
}

func (m mover) all(cs []*child) []*child {
	out := make([]*child, len(cs))
	for i, c := range cs {
		out[i] = m.one(c)
	}
	return out
}
