package otp

import (
	"fmt"
	"strconv"
	"strings"
)

// The children of a supervisor's slot, by the ids that paths are made of.

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

// path is the ids from the root down to s: "Root/Services/EventStore". What was
// never started has its name below the supervisor that opens its scope:
// "Tenant(nope)/OrderBook".
func (s *slot) path() string {
	s.mu.Lock()
	at := s.at
	s.mu.Unlock()
	switch {
	case at.id != "":
		return at.path()
	case s.home.owner != nil:
		return s.home.owner.path() + "/" + s.name.String()
	default:
		return s.name.String()
	}
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
