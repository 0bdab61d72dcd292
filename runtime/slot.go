package otp

import (
	"sync"
	"sync/atomic"
	"time"
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
	closed   <-chan struct{} // closed when what the latest one owned is; nil: it owned nothing. See bury
	born     uint64          // children without an id of their own so far; a supervisor's
	expected bool            // it is down, but its supervisor will start it again
	heldBy   uint64          // the life of that supervisor which alone will; 0: any, as it is in the list
	ranUnder uint64          // the life of the supervisor that the latest incarnation was a child of
	again    int             // how often it was restarted
	restarts []RestartRecord // the latest ones
	delayed  time.Duration   // how long the next start waits
	due      time.Duration   // when it will be over, by the system's clock
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
		s.inner = newScope(s.home, s)
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

// nextLife returns the number of a new life.
func (s *slot) nextLife() uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lives++
	return s.lives
}

// occupy makes in the process of s, or returns the one that is there. That is in
// itself if it was killed before it got so far: nobody would ever free s again.
// What was killed is not there any more, but may still be closing what it owned;
// then there is no holder, and occupy returns what to wait for.
func (s *slot) occupy(in *incarnation) (holder *incarnation, wait <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if in.over.Load() {
		return in, nil
	}
	if holder := s.cur.Load(); holder != nil {
		return holder, holder.done.wait()
	}
	if s.closed != nil {
		select {
		case <-s.closed:
		default:
			return nil, s.closed
		}
	}
	s.closed = nil
	was := s.at
	s.at = in.at
	in.awaited = s.expected && was == in.at && (s.heldBy == 0 || s.heldBy == in.heldBy())
	s.expected = false
	s.cur.Store(in)
	return nil, nil
}

// closesAt says when what a process owns will be closed, if it is the one in s.
func (s *slot) closesAt(in *incarnation, closed <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cur.Load() == in {
		s.closed = closed
	}
}

// vacate frees s, and so its name, after the end of in. A start that failed
// changes nothing in what is expected: if it was a restart it is tried again.
func (s *slot) vacate(in *incarnation, why Reason, wasUp, comesBack bool) {
	s.mu.Lock()
	if s.cur.Load() == in {
		s.cur.Store(nil)
		s.expected = comesBack || !wasUp && in.awaited
		s.heldBy, s.ranUnder = in.heldBy(), in.supNumber()
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
// start it again, or is itself down for a moment only. The next life of that one
// starts all of its list, temporary children and those that had ended for good
// included.
func (s *slot) comesBack() bool {
	if s.cur.Load() != nil { // it just has
		return true
	}
	for {
		l := s.outlook()
		if l.runs || l.at.parent == nil {
			return l.expected
		}
		up := l.at.parent.cur.Load()
		stays := up != nil && !up.isStopping()
		switch {
		case l.heldBy != 0:
			return l.expected && stays && up.number == l.heldBy
		case l.at.parent.kid(l.at.id) != s: // the list has changed
			return false
		case stays:
			return l.expected || up.starting() && up.number != l.ranUnder
		}
		s = l.at.parent
	}
}

// outlook is what a slot knows about the next life in it, without its supervisor.
type outlook struct {
	runs             bool // and is not to stop
	expected         bool
	heldBy, ranUnder uint64
	at               place
}

func (s *slot) outlook() outlook {
	s.mu.Lock()
	l := outlook{expected: s.expected, heldBy: s.heldBy, ranUnder: s.ranUnder, at: s.at}
	in := s.cur.Load()
	s.mu.Unlock()
	if in == nil {
		return l
	}
	l.runs = !in.isStopping()
	l.heldBy, l.ranUnder = in.heldBy(), in.supNumber()
	_, l.expected = in.comesBack()
	l.expected = l.expected || l.runs
	return l
}
