package otp

import (
	"errors"
	"sync"

	"github.com/otpgen/otpgen/runtime/internal/supcore"
)

// machine is a supervisor without goroutine, clock and lock: supcore.Static or
// supcore.Dynamic.
type machine interface {
	Step(ev supcore.Event, out []supcore.Action) []supcore.Action
}

// shell is the body of a supervisor: it takes events from its mailbox, steps
// the machine and does the actions. It never blocks but for the next event:
// children start on goroutines of their own and tell the outcome as an event.
type shell struct {
	in        *incarnation
	prepare   func() (machine, error)
	place     func(*childData) (s *slot, pathID string)
	admit     func(*childData) string // of a dynamic supervisor: the id of a child that is asked for
	grouped   bool                    // children are restarted together
	transient bool                    // a child that has ended is not looked up under its path

	machine  machine
	actions  []supcore.Action
	timers   map[supcore.Ref]*stopTimer
	requests map[uint64]*request
	stops    map[uint64]exitMessage
	lastTo   uint64
	left     bool
	reason   Reason // of Leave

	mu       sync.Mutex
	children map[supcore.Ref]*incarnation // from the start attempt to the end
	orphaned Reason                       // set when the supervisor died without stopping them
}

func newShell(in *incarnation) *shell {
	return &shell{
		in:       in,
		timers:   make(map[supcore.Ref]*stopTimer),
		requests: make(map[uint64]*request),
		stops:    make(map[uint64]exitMessage),
		children: make(map[supcore.Ref]*incarnation),
	}
}

func (s *shell) traps() bool      { return true }
func (s *shell) terminate(Reason) {}

// run is a stretch of the supervisor's life.
func (s *shell) run(in *incarnation) (why Reason, rests bool) {
	defer func() {
		if !rests {
			s.disarmAll()
		}
	}()
	if s.machine == nil {
		if why, begun := s.begin(in); !begun {
			return why, false
		}
	}
	for !s.left {
		m, what := in.box.next()
		switch what {
		case nothing:
			return Reason{}, true
		case noFuture:
			return Killed, false
		case mail:
			s.receive(m)
		}
	}
	return s.reason, false
}

// begin makes the machine; false: there is no supervisor, and why.
func (s *shell) begin(in *incarnation) (why Reason, begun bool) {
	if !in.take(&labelInit) {
		return Killed, false
	}
	m, err := s.prepare()
	in.put()
	switch {
	case errors.Is(err, Ignore):
		in.ignore()
		return Normal, false
	case err != nil:
		return Failed(err), false
	}
	s.machine = m
	s.step(supcore.Begin{})
	return Reason{}, true
}

// receive turns a message into an event for the machine.
func (s *shell) receive(m message) {
	switch m := m.(type) {
	case childEvent:
		s.receiveChild(m)
	case shellEvent:
		s.step(m.event)
	case *stopTimer:
		if s.timers[m.ref] == m { // not taken back since it ran out
			delete(s.timers, m.ref)
			s.step(m.event)
		}
	case exitMessage:
		s.hurryStarts()
		s.lastTo++
		s.stops[s.lastTo] = m
		s.step(supcore.ExitRequested{Reason: m.reason, To: s.lastTo})
	case hurryMessage:
		s.hurryStarts()
		s.step(supcore.Hurry{})
	case *request:
		s.lastTo++
		s.requests[s.lastTo] = m
		s.name(m)
		s.step(supcore.Request{To: s.lastTo, Op: m.op})
	default:
		m.drop(ErrWrongService)
	}
}

// name gives a new child of a dynamic supervisor an id for reports, if it has
// none: its key, or the number that paths have.
func (s *shell) name(r *request) {
	op, ok := r.op.(supcore.StartChild)
	if !ok || s.admit == nil || op.Spec.ID != "" {
		return
	}
	op.Spec.ID = s.admit(op.Spec.Data.(*childData))
	r.op = op
}

// crash is an injected fault. As when the code of OTP's supervisor fails, its
// terminate stops the children in order before it ends for that reason: only a
// kill leaves orphans.
func (s *shell) crash(err error) {
	s.in.box.push(shellEvent{supcore.ExitRequested{Reason: Crash(err)}})
}

// step steps the machine and does what it says. SendSelf goes through the
// mailbox, so a step never leads to another one directly.
func (s *shell) step(ev supcore.Event) {
	s.actions = s.machine.Step(ev, s.actions[:0])
	for i, a := range s.actions {
		s.actions[i] = nil
		s.do(a)
	}
}

func (s *shell) do(a supcore.Action) {
	switch a := a.(type) {
	case supcore.Start:
		s.start(a)
	case supcore.Signal:
		s.signal(a)
	case supcore.ArmTimer:
		s.arm(a.Ref, a.After, supcore.StopTimedOut{Ref: a.Ref})
	case supcore.ArmRetry:
		s.delay(a)
	case supcore.DisarmTimer:
		s.disarm(a.Ref)
	case supcore.SendSelf:
		s.in.box.push(shellEvent{a.Event})
	case supcore.Reply:
		s.reply(a)
	case supcore.Ready:
		s.in.ready()
	case supcore.Leave:
		s.sign(a.Reason.Err())
		s.left, s.reason = true, a.Reason
	case supcore.Obey:
		s.stops[a.To].obey() // and no other: whoever asked for a stop that never had its turn is told how it ended
	case supcore.Report:
		s.report(a)
	default:
		panic("otpgen: internal: unknown action of a supervisor")
	}
}

// start launches the next incarnation of a child.
func (s *shell) start(a supcore.Start) {
	c := a.Spec.Data.(*childData)
	kid, id := s.place(c)
	child := newIncarnation(kid, place{s.in.slot, id}, &c.spec, s.in, a.Ref, s)
	child.listed, child.delayed = c.listed, kid.takeDelay()
	s.mu.Lock()
	s.children[a.Ref] = child
	orphaned := s.orphaned
	s.mu.Unlock()
	if !orphaned.IsZero() {
		child.orphan(orphaned)
	}
	s.waitFor(child)
	child.launch()
}

func (s *shell) signal(a supcore.Signal) {
	child := s.child(a.Ref)
	if child == nil {
		return
	}
	switch a.Kind {
	case supcore.SignalShutdown:
		s.waitFor(child)
		child.askToStop(Shutdown)
	case supcore.SignalKill:
		child.kill()
	default:
		panic("otpgen: internal: unknown signal")
	}
}

func (s *shell) child(ref supcore.Ref) *incarnation {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.children[ref]
}

// hurryStarts tells the children that are starting that the supervisor is to
// stop. The machine bounds how long they may go on.
func (s *shell) hurryStarts() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, child := range s.children {
		child.hurry()
	}
}

// orphan is called when the supervisor is over. If it was killed or crashed
// there are children left: to them it is the exit signal of their parent.
func (s *shell) orphan(why Reason) {
	s.mu.Lock()
	s.orphaned = why
	left := make([]*incarnation, 0, len(s.children))
	for _, child := range s.children {
		left = append(left, child)
	}
	s.mu.Unlock()
	for _, child := range left {
		child.orphan(why)
		if child.isBuried() { // what it has told is lost, or about to be
			s.reportLost(child)
		}
	}
}
