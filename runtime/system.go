package otp

import (
	"hash/maphash"
	"log/slog"
	"strings"
	"sync"
	"time"
)

// System is a closed world: names, events and one tree of processes. Two systems
// in one program never meet, nor do a thousand in parallel tests.
type System struct {
	log     *slog.Logger
	fakes   map[string]any
	names   *scope       // the outermost
	birth   time.Time    // its clock begins here
	chances uint64       // the seed of what is left to chance
	sample  func(Sample) // nil: nothing is measured
	history int          // restarts remembered for each process
	changes broadcast    // a process is up or over, or is known not to come back
	idle    broadcast    // a goroutine has ended, or is known to be stuck
	done    chan struct{}

	feed    *feed
	stacks  stackDump
	routes  maphash.Seed // of the keys of partitions
	crew    crew
	waiters sync.Pool // of *waiter
	inLine  sync.Pool // of *blocked
	bursts  sync.Pool // of *burst

	inlineLimit time.Duration // of a test: for how long an inline handler may be blocked; 0: nobody looks

	mu      sync.Mutex
	live    map[*incarnation]struct{} // not over, or over with a goroutine that has not ended
	halted  bool                      // no process may start any more
	stopped bool                      // Stop has been called: there will be no root any more
	root    *incarnation              // nil: none was started, or its start failed
	settled chan struct{}             // closed when the start of the root is over
	outcome rootOutcome
	reason  Reason // of the root's end
}

// NewSystem makes a system without a root, which [StartRoot] with [InSystem]
// gives it.
func NewSystem(opts ...Option) *System {
	o := collect(opts)
	if o.log == nil {
		o.log = slog.Default()
	}
	s := &System{
		log: o.log, feed: newFeed(o.log, o.observers), fakes: o.fakes,
		birth: time.Now(), chances: seedOf(o), history: o.history, sample: o.sample, done: make(chan struct{}), live: make(map[*incarnation]struct{}),
		routes: maphash.MakeSeed(), inlineLimit: o.watchdog.Limit,
	}
	s.names = &scope{sys: s}
	return s
}

// Root returns the address of the root; the zero Addr before it is started.
func (s *System) Root() Addr {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.root == nil {
		return Addr{}
	}
	return Addr{slot: s.root.slot}
}

// Find returns the address of a process by its path, "Root/Services/EventStore";
// the zero Addr if the tree has no such place.
func (s *System) Find(path string) Addr {
	root := s.Root()
	if root.IsZero() {
		return root
	}
	rest, ok := strings.CutPrefix(path, root.Path())
	if !ok {
		return Addr{}
	}
	at := root.slot
	for rest != "" {
		if at, rest, ok = at.below(rest); !ok {
			return Addr{}
		}
	}
	return Addr{slot: at}
}

// Lookup returns the address of a name as the children of the root see it. It
// never fails: the name may be started later.
func (s *System) Lookup(name Name) Addr {
	root := s.Root()
	if root.IsZero() {
		return Addr{slot: s.names.lookup(name)}
	}
	return Addr{slot: root.slot.childScope().lookup(name)}
}

// Done is closed when the root has ended.
func (s *System) Done() <-chan struct{} { return s.done }

// Wait returns when the root has ended, and why it did.
func (s *System) Wait() Reason {
	<-s.done
	s.feed.flush(alwaysClosed())
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.reason
}

// gaveUp reports that the root has ended because of too many restarts, or
// crashed. A root that gave up has reason shutdown, as in OTP.
func (s *System) gaveUp() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.root != nil && (s.root.hasGivenUp() || !s.reason.IsZero() && !s.reason.IsNormalEnd())
}

// now is the time of the system's own clock: monotonic, since its birth.
func (s *System) now() time.Duration { return time.Since(s.birth) }

// enter adds a process to the list of the living; false if none may start.
func (s *System) enter(in *incarnation) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.halted {
		return false
	}
	if len(s.live) == 0 {
		s.crew.come()
	}
	s.live[in] = struct{}{}
	return true
}

// leave takes a process off the list once it is buried and its goroutine ended.
func (s *System) leave(in *incarnation) {
	in.mu.Lock()
	over := in.buried && in.returned && !in.closing
	in.mu.Unlock()
	if !over {
		return
	}
	s.mu.Lock()
	delete(s.live, in)
	if len(s.live) == 0 {
		s.crew.goHome()
	}
	s.mu.Unlock()
	s.idle.tell()
}
