package otp

import (
	"github.com/otpgen/otpgen/runtime/internal/supcore"
)

// shellEvent is an event for a supervisor's machine, on its way.
type shellEvent struct{ event supcore.Event }

var labelEvent = "supervision"

func (shellEvent) label() *string { return &labelEvent }
func (shellEvent) drop(error)     {}

// childEvent is one about a child.
type childEvent struct {
	child *incarnation
	event supcore.Event
}

func (childEvent) label() *string { return &labelEvent }
func (childEvent) drop(error)     {}

// The shell is the parent of its children. These run on their goroutines.

func (s *shell) childUp(in *incarnation) {
	s.in.box.push(childEvent{in, supcore.Started{Ref: in.handle, At: in.sys.now()}})
}

func (s *shell) childIgnored(in *incarnation) {
	s.tellEnd(in, supcore.Ignored{Ref: in.handle, At: in.sys.now()})
}

func (s *shell) childFailed(in *incarnation, why Reason) {
	s.tellEnd(in, supcore.StartFailed{Ref: in.handle, Reason: why, At: in.sys.now()})
}

func (s *shell) childDown(in *incarnation, why Reason) {
	s.tellEnd(in, supcore.Exited{Ref: in.handle, Reason: why, At: in.sys.now()})
}

// tellEnd tells the machine, or the system if the machine is no more.
func (s *shell) tellEnd(in *incarnation, ev supcore.Event) {
	if !s.in.box.push(childEvent{in, ev}) {
		s.reportLost(in)
	}
}

// reportLost reports the end of an orphan, which no machine hears of, and the
// start before it if that news is lost, too. A child whose end has been reported
// is not among the children any more.
func (s *shell) reportLost(child *incarnation) {
	if !s.forget(child.handle) {
		return
	}
	child.mu.Lock()
	reason, wasUp, ignored, asked := child.reason, child.wasUp, child.ignored, !child.asked.IsZero()
	child.mu.Unlock()
	switch {
	case wasUp:
		if child.noteStarted() {
			child.sys.emit(Started{child.origin()})
		}
		child.sys.emit(child.ended(reason, asked))
	case ignored:
		child.sys.emit(Ignored{child.origin()})
	default:
		child.sys.emit(child.unstarted(reason))
	}
}

// noteStarted says that the start is being reported; false if it has been.
func (in *incarnation) noteStarted() bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	before := in.started
	in.started = true
	return !before
}

// receiveChild hands the event to the machine.
func (s *shell) receiveChild(m childEvent) {
	s.in.waited(m.child)
	switch m.event.(type) {
	case supcore.Started:
		s.keep(m.child)
	case supcore.Ignored:
		m.child.slot.setExpected(false)
		s.dropTransient(m.child)
		if !s.keepsSpec(m.child) {
			s.withdrawKey(m.child)
		}
	case supcore.StartFailed:
		s.dropTransient(m.child)
		s.withdrawKey(m.child)
	case supcore.Exited:
		s.dropTransient(m.child)
	default:
		panic("otpgen: internal: unknown event of a child")
	}
	s.step(m.event)
}

// keep repeats, once a child is up, what was noted before it claimed its slot:
// the end of its predecessor, or of somebody else who wanted the same name, may
// have been handled since.
func (s *shell) keep(child *incarnation) {
	if s.transient {
		s.in.slot.adopt(child.at.id, child.slot)
	}
	if !child.slot.name.IsZero() {
		child.slot.home.declareForGood(child.slot.name)
	}
}

// withdrawKey takes back what the start of a child with a key has declared, if
// it was the first of its service and there is no process.
func (s *shell) withdrawKey(child *incarnation) {
	if name := child.slot.name; name.Key != nil {
		child.slot.home.withdraw(name)
	}
}

// dropTransient forgets the place of a child that is over and will not be found
// there: an instance, and a temporary child that was added to a list. If the
// start of a second one with the same key was refused, the first one is there.
func (s *shell) dropTransient(child *incarnation) {
	if s.keepsSpec(child) {
		return
	}
	if there := child.slot.cur.Load(); there != nil && there != child && there.at == child.at {
		return
	}
	s.in.slot.dropChild(child.at.id, child.slot)
}

// keepsSpec reports whether the spec of a child that has been up or has declined
// stays in the list without a process.
func (s *shell) keepsSpec(child *incarnation) bool {
	return !s.transient && (child.restart != Temporary || child.listed)
}

// waitFor notes that the supervisor waits for a child to start or to end, so
// that a call of that child to its supervisor is found to be a cycle.
func (s *shell) waitFor(child *incarnation) {
	if !s.in.isWaitingFor(child) {
		s.in.noteWait(child)
	}
}

// report turns what the machine reports into an event of the system. A machine
// that is stepped while its supervisor is killed may be late.
func (s *shell) report(r supcore.Report) {
	child := s.child(r.Ref)
	switch r.Kind {
	case supcore.ReportGaveUp:
		s.in.noteGivingUp()
		s.in.sys.emit(GaveUp{s.in.origin(), r.Child, r.Reason, r.Count})
		return
	case supcore.ReportAutoShutdown:
		s.in.sys.emit(AutoShutDown{s.in.origin(), r.Child, r.Reason})
		return
	case supcore.ReportStarted, supcore.ReportRestarted:
		if child == nil || !child.noteStarted() {
			return
		}
	default:
		if !s.forget(r.Ref) {
			return
		}
	}
	switch r.Kind {
	case supcore.ReportStarted:
		s.in.sys.emit(Started{child.origin()})
	case supcore.ReportRestarted:
		child.slot.noteRestart(child)
		s.in.sys.emit(Restarted{child.origin(), r.Count, child.delayed})
	case supcore.ReportIgnored:
		s.in.sys.emit(Ignored{child.origin()})
	case supcore.ReportStartFailed:
		s.in.sys.emit(child.unstarted(r.Reason))
	case supcore.ReportStopped:
		s.in.sys.emit(child.ended(r.Reason, true))
	case supcore.ReportCrashed:
		s.in.sys.emit(child.ended(r.Reason, false))
	default:
		panic("otpgen: internal: unknown report of a supervisor")
	}
}

// forget takes a child off the list; false if it is not on it.
func (s *shell) forget(ref supcore.Ref) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, known := s.children[ref]
	delete(s.children, ref)
	return known
}
