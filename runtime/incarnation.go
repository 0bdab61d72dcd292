package otp

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/otpgen/otpgen/runtime/internal/supcore"
)

// incarnation is one life of a process.
//
//	starting --ready--> running --end--> over
//	    \------------end (failed, ignored)--/
//
// The end has two parts. First, at one moment, the process is declared dead:
// the slot and the name are free, nothing it sends reaches anybody. Then it is
// buried: what it owns is closed, those who watch it are told, its supervisor
// is told, done is closed. A process that ends by itself does both on its own
// goroutine; a fenced one is declared dead by whoever fences it and buried by a
// goroutine of its own, while its own may still be stuck.
type incarnation struct {
	sys           *System
	slot          *slot
	number        uint64 // 1, 2, 3... within the slot
	at            place
	where         atomic.Pointer[string] // at, as a path; nil: nobody has asked
	kind          starter
	restart       Restart
	listed        bool          // it is in the list of its supervisor, and so in the next life of that one, too
	delayed       time.Duration // how long its restart has waited
	shutdown      ShutdownRule
	sup           *incarnation // the supervisor that started it; nil: it is the root
	parent        parent
	handle        supcore.Ref // what the parent calls it
	body          body
	ctx           Ctx
	box           mailbox
	done          moment // it is over and buried
	closed        moment // what it owned is, or has taken closeLimit so far
	upTold        moment // the parent has been told that it is up
	route         router // of a pool or a partition supervisor; set before it is ready
	answersInTurn bool   // it answers a call without Later when it has handled it, and not later

	over      atomic.Bool                 // the phase is phaseOver; for those who only ask
	up        atomic.Bool                 // the phase is phaseRunning; likewise
	warn      atomic.Bool                 // it was asked to stop; for those who only ask
	closer    atomic.Uint64               // the number of the goroutine that closes what it owned
	hand      atomic.Pointer[string]      // what is in hand; nil: nothing
	hasWaited atomic.Bool                 // for another process, since it last looked at the clock
	waitsOn   atomic.Pointer[incarnation] // whom it waits for
	manyWaits atomic.Bool                 // there are others in waits
	since     atomic.Int64                // since when, in nanoseconds of the system's clock

	mu       sync.Mutex
	phase    phase
	broken   Reason // of a crash on the goroutine of a caller, whose turn goes on elsewhere; zero: there was none
	ignored  bool
	claimed  bool          // it has its place; only its turns use it
	returned bool          // nobody has its turn, or will
	awaited  bool          // the slot was expected to be taken; guarded by the slot's lock
	orphaned bool          // its supervisor died without stopping it
	asked    Reason        // why it was asked to stop; zero: it was not
	told     bool          // it was its supervisor that asked, or the death of that one
	late     bool          // its start took too long
	hurried  bool          // it was told, while it started, that its supervisor is to stop
	reason   Reason        // why it ended; written once, before done is closed
	wasUp    bool          // it had been ready
	started  bool          // that has been reported
	stack    Stack         // of the panic that ended it
	doing    string        // what was in hand when it crashed
	closing  bool          // what it owned is being closed
	closeAt  time.Duration // since when, by the system's clock
	held     bool          // suspended: a server that only handles system messages
	stuck    bool          // it has been reported as abandoned
	gaveUp   bool          // a supervisor that stops because of too many restarts
	buried   bool
	timers   []*timer               // the declared ones; only the process uses them
	clocks   atomic.Pointer[alarms] // with a lock of their own; nil: there was none yet
	*ties                           // to others; never nil
}

type phase uint8

const (
	phaseStarting phase = iota
	phaseRunning
	phaseOver
)

// parent is who is told of a process: a supervisor, or the system of its root.
// It gets exactly one of up, ignored and failed, and after up exactly one down,
// even if the process is killed at the moment at which it is up.
// None of them blocks.
type parent interface {
	childUp(in *incarnation)
	childIgnored(in *incarnation)
	childFailed(in *incarnation, why Reason)
	childDown(in *incarnation, why Reason)
}

// router is what makes a pool's address reach its members, and that of a
// partition supervisor nobody else.
type router interface {
	// pick chooses the member that gets one message; nil: no member runs.
	pick() *incarnation
	// comesBack reports whether, if no member runs now, one will.
	comesBack() bool
}

// newIncarnation makes a life in a slot; launch begins it.
func newIncarnation(s *slot, at place, spec *ChildSpec, sup *incarnation, handle supcore.Ref, to parent) *incarnation {
	in := &incarnation{
		sup: sup,
		sys: s.sys, slot: s, number: s.nextLife(), at: at, kind: spec.Start.kind, restart: spec.Restart, shutdown: spec.Shutdown,
		parent: to, handle: handle,
	}
	in.box.owner, in.ties = in, &noTies
	in.ctx.init(in)
	in.body = in.kind.newBody(in)
	return in
}

// launch begins the first turn. The outcome goes to the parent, also when the
// place is taken.
func (in *incarnation) launch() {
	if in.sys.enter(in) {
		in.sys.crew.start(in)
		return
	}
	in.declareDead(Killed)
	in.left()
	in.tell()
}

// ready says that the start is complete. It does nothing when the process has
// been abandoned meanwhile.
func (in *incarnation) ready() {
	in.mu.Lock()
	if in.phase != phaseStarting || in.late {
		in.mu.Unlock()
		return
	}
	in.phase, in.wasUp = phaseRunning, true
	in.up.Store(true)
	in.mu.Unlock()
	defer in.upTold.happen()
	in.parent.childUp(in)
	in.sys.changes.tell()
}

// ignore says that the process chooses not to run. Its body returns next.
func (in *incarnation) ignore() {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.ignored = in.phase == phaseStarting
}

// isOver is for a sender, which may be nobody: nil.
func (in *incarnation) isOver() bool { return in != nil && in.over.Load() }

// end is closed when a sender is over and buried; nobody never is.
func (in *incarnation) end() <-chan struct{} {
	if in == nil {
		return nil
	}
	return in.done.wait()
}

func (in *incarnation) running() bool { return in.up.Load() }

func (in *incarnation) starting() bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.phase == phaseStarting
}

// askedToStop returns the reason of the exit signal that is on its way, if any.
func (in *incarnation) askedToStop() (Reason, bool) {
	if !in.warn.Load() {
		return Reason{}, false
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.asked, true
}

// isStopping reports whether such a signal is on its way.
func (in *incarnation) isStopping() bool {
	_, asked := in.askedToStop()
	return asked
}

// heldBy is the life of the supervisor that has in as its child, if no other
// one has: an instance of a dynamic supervisor, and what was added to a list by
// [StartChild], are lost with it. 0: each life has it.
func (in *incarnation) heldBy() uint64 {
	if in.listed {
		return 0
	}
	return in.supNumber()
}

// supNumber is the number of its supervisor's life; 0: it is the root.
func (in *incarnation) supNumber() uint64 {
	if in.sup == nil {
		return 0
	}
	return in.sup.number
}

// path is looked up once: whatever is above has its place for as long as in lives.
func (in *incarnation) path() string {
	if known := in.where.Load(); known != nil {
		return *known
	}
	path := in.at.path()
	in.where.Store(&path)
	return path
}

// take notes what is in hand, and put that there is nothing, which goes without
// saying when the process rests. False: the process
// has been fenced off, and whoever did it may not have seen this, so it must not
// be begun.
func (in *incarnation) take(label *string) bool {
	in.since.Store(int64(in.sys.now()))
	return in.takeNext(label)
}

// takeNext is take for one who has looked at the clock shortly before.
func (in *incarnation) takeNext(label *string) bool {
	if in.hand.Load() != label {
		in.hand.Store(label)
	}
	return !in.over.Load()
}

func (in *incarnation) put() { in.hand.Store(nil) }

// inHand returns the message in hand and for how long it has been. For how long
// an inline one has been is not known: 0.
func (in *incarnation) inHand() (string, time.Duration) {
	label := in.hand.Load()
	switch {
	case label == nil || !in.box.turn.isTaken():
		return "", 0
	case in.box.turn.isInline():
		return *label, 0
	default:
		return *label, in.sys.now() - time.Duration(in.since.Load())
	}
}

// noteGivingUp marks a supervisor that stops because of too many restarts.
func (in *incarnation) noteGivingUp() {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.gaveUp = true
}

func (in *incarnation) hasGivenUp() bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.gaveUp
}
