package otp

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

// slot is the place of a process in the tree. It outlives the incarnations that
// run in it one after another, so it is what addresses and names point to.
type slot struct {
	sys  *System
	home *scope // where its name is, and where its process begins to look names up
	name Name   // zero: not registered

	cur atomic.Pointer[incarnation] // from the beginning of a start to its end; nil: no process

	mu       sync.Mutex
	at       place
	kids     map[string]*slot // by id; a supervisor's
	inner    *scope           // the scope it opens for its children; nil: none, or not yet
	opens    opensScope
	lives    uint64          // incarnations so far
	born     uint64          // children without an id of their own so far; a supervisor's
	expected bool            // it is down, but its supervisor will start it again
	restarts []RestartRecord // the latest ones
	ensuring bool            // somebody is starting it by EnsureInstance
	lastEnd  Reason          // of the latest incarnation that is over
}

// place is where in the tree a slot is.
type place struct {
	parent *slot // the supervisor's slot; nil for a root and for what was never started
	id     string
}

// opensScope says what is known about a slot's inner scope. Before its first
// start nothing is, because the kind of its process is not known.
type opensScope uint8

const (
	unknownScope opensScope = iota
	opensInner
	opensNone
)

// child returns the slot of a child, making it at the first use. A named child
// has the slot of its name, so that an address of the name that somebody holds
// already is the address of this child.
func (s *slot) child(id string, name Name) *slot {
	scope := s.childScope()
	var kid *slot
	if !name.IsZero() {
		kid = scope.declare(name)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if old := s.kids[id]; old != nil && (kid == nil && old.name.IsZero()) {
		return old
	}
	if kid == nil {
		kid = &slot{sys: s.sys, home: scope}
	}
	if s.kids == nil {
		s.kids = make(map[string]*slot)
	}
	s.kids[id] = kid
	return kid
}

// instance makes the place of a new child of a dynamic supervisor. Its id in
// paths is its key, else its own id, else a number; "#2" and so on where that is
// taken.
func (s *slot) instance(id string, name Name) (kid *slot, pathID string) {
	scope := s.childScope()
	if !name.IsZero() {
		kid = scope.declare(name)
	} else {
		kid = &slot{sys: s.sys, home: scope}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.born++
	switch {
	case name.Key != nil:
		pathID = fmt.Sprint(name.Key)
	case id != "":
		pathID = id
	default:
		return kid, strconv.FormatUint(s.born, 10)
	}
	if other := s.kids[pathID]; other != nil && other != kid {
		pathID += "#" + strconv.FormatUint(s.born, 10)
	}
	return kid, pathID
}

// adopt puts a child under an id.
func (s *slot) adopt(id string, kid *slot) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kids == nil {
		s.kids = make(map[string]*slot)
	}
	s.kids[id] = kid
}

// keepKids forgets the children that a new life of the supervisor does not have.
func (s *slot) keepKids(specs []ChildSpec) {
	keep := make(map[string]bool, len(specs))
	for _, spec := range specs {
		keep[spec.ID] = true
	}
	var gone []*slot
	s.mu.Lock()
	for id, kid := range s.kids {
		if !keep[id] {
			delete(s.kids, id)
			gone = append(gone, kid)
		}
	}
	s.mu.Unlock()
	for _, kid := range gone {
		kid.setExpected(false)
	}
}

// dropChild forgets a child that will not come back under this id.
func (s *slot) dropChild(id string, kid *slot) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kids[id] == kid {
		delete(s.kids, id)
	}
}

// kid returns the child with that id, or nil.
func (s *slot) kid(id string) *slot {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.kids[id]
}

// below splits the id of a child off the front of "/id/id/id", trying longer
// ids first because the key of an instance may hold a slash.
func (s *slot) below(path string) (kid *slot, rest string, ok bool) {
	path, ok = strings.CutPrefix(path, "/")
	if !ok {
		return nil, "", false
	}
	for end := len(path); end > 0; end = strings.LastIndexByte(path[:end], '/') {
		if kid := s.kid(path[:end]); kid != nil {
			return kid, path[end:], true
		}
	}
	return nil, "", false
}

// settleScope records, at the start of a process, whether it opens a scope.
func (s *slot) settleScope(opens bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !opens {
		s.opens = opensNone
		return
	}
	s.opens = opensInner
	s.innerLocked()
}

func (s *slot) innerLocked() *scope {
	if s.inner == nil {
		s.inner = newScope(s.home)
	}
	return s.inner
}

// childScope is the scope that the children of s live in.
func (s *slot) childScope() *scope {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.opens == opensInner {
		return s.innerLocked()
	}
	return s.home
}

// scopeOf is the scope in which an outsider looks up a name below s. Before the
// first start of s the name decides: instances with a key are children of a
// dynamic supervisor, which opens no scope; plain names are in a scope of s.
func (s *slot) scopeOf(name Name) *scope {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.opens == opensNone || s.opens == unknownScope && name.Key != nil {
		return s.home
	}
	return s.innerLocked()
}

// occupy makes in the process of s, or returns the one that is there.
func (s *slot) occupy(in *incarnation) (holder *incarnation) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if holder := s.cur.Load(); holder != nil {
		return holder
	}
	s.lives++
	in.number = s.lives
	s.at = in.at
	in.awaited = s.expected
	s.expected = false
	s.cur.Store(in)
	return nil
}

// vacate frees s, and so its name, after the end of in. A start that failed
// changes nothing in what is expected: if it was a restart it is tried again.
func (s *slot) vacate(in *incarnation, why Reason, wasUp, comesBack bool) {
	s.mu.Lock()
	if s.cur.Load() == in {
		s.cur.Store(nil)
		s.expected = comesBack || !wasUp && in.awaited
		s.lastEnd = why
	}
	s.mu.Unlock()
	s.sys.changes.tell()
}

// setExpected says whether the supervisor of s, which is down, will start it.
func (s *slot) setExpected(expected bool) {
	s.mu.Lock()
	s.expected = expected
	s.mu.Unlock()
	s.sys.changes.tell()
}

// beginEnsure reports whether the caller is the one to start a process on
// demand; the others wait for what becomes of it.
func (s *slot) beginEnsure() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ensuring {
		return false
	}
	s.ensuring = true
	return true
}

func (s *slot) endEnsure() {
	s.mu.Lock()
	s.ensuring = false
	s.mu.Unlock()
	s.sys.changes.tell()
}

// comesBack reports whether s is down for a moment only: its supervisor will
// start it again, or is itself down for a moment only.
func (s *slot) comesBack() bool {
	for {
		s.mu.Lock()
		expected, parent := s.expected, s.at.parent
		if s.cur.Load() != nil { // it just has
			s.mu.Unlock()
			return true
		}
		s.mu.Unlock()
		if !expected || parent == nil {
			return expected
		}
		up := parent.cur.Load()
		if up == nil {
			s = parent
			continue
		}
		if _, asked := up.askedToStop(); !asked {
			return true
		}
		if _, comesBack := up.comesBack(); !comesBack {
			return false
		}
		s = parent
	}
}

// path is the ids from the root down to s: "Root/Services/EventStore". What was
// never started has only its name.
func (s *slot) path() string {
	s.mu.Lock()
	at := s.at
	s.mu.Unlock()
	if at.id == "" {
		return s.name.String()
	}
	return at.path()
}

func (p place) path() string {
	ids := []string{p.id}
	for up := p.parent; up != nil; {
		up.mu.Lock()
		at := up.at
		up.mu.Unlock()
		ids = append(ids, at.id)
		up = at.parent
	}
	for i, j := 0, len(ids)-1; i < j; i, j = i+1, j-1 {
		ids[i], ids[j] = ids[j], ids[i]
	}
	return strings.Join(ids, "/")
}
