package supcore

import (
	"fmt"
)

// Static is a supervisor with a list of children, OTP's supervisor with strategy one_for_one, one_for_all or
// rest_for_one.
//
// It does one thing at a time. While work is under way, every event that does not complete the outstanding start or
// stop waits its turn.
type Static struct {
	machine
	flags    StaticFlags
	initial  []Spec
	children children
	byID     map[string]*child

	work     *work // what is under way; nil when idle
	stopping *stop // the outstanding stop, of work.current; the outstanding start is machine.starting
}

// NewStatic returns the machine of a supervisor that starts these children, in order, at Begin. The flags and the
// specs are checked then; a bad one makes the start fail.
func NewStatic(flags StaticFlags, specs []Spec) *Static {
	return &Static{
		flags:    flags,
		initial:  specs,
		children: newChildren(),
		byID:     make(map[string]*child),
	}
}

// Step applies one event and appends to out what the shell must now do, in order. It is deterministic: no clock, no
// randomness, no goroutine.
func (m *Static) Step(ev Event, out []Action) []Action {
	if m.left {
		return out
	}
	m.out = out
	m.observe(ev)
	switch {
	case m.hurries(ev):
	case m.completes(ev):
		m.advance()
	case m.idle(ev):
		m.handle(ev)
	default:
		m.postpone(ev)
	}
	for !m.deferred.empty() && m.idle(m.deferred.first()) {
		m.handle(m.deferred.pop())
	}
	out, m.out = m.out, nil
	return out
}

// idle reports whether ev can be handled now.
func (m *Static) idle(ev Event) bool { return m.work == nil && m.opens(ev) }

// completes applies an event that the outstanding operation waits for, and reports whether it was one.
func (m *Static) completes(ev Event) bool {
	switch ev := ev.(type) {
	case Started:
		if m.settles(ev.Ref) {
			m.started(m.work.current, ev.Ref)
			return true
		}
	case Ignored:
		if m.settles(ev.Ref) {
			m.ignored(m.work.current, ev.Ref)
			return true
		}
	case StartFailed:
		if m.settles(ev.Ref) {
			m.startFailed(m.work.current, ev)
			return true
		}
	case StopTimedOut:
		return m.timedOut(ev.Ref)
	case Exited:
		if m.stopping != nil && m.stopping.ref == ev.Ref {
			m.stopped(m.work.current, ev)
			return true
		}
	}
	return false
}

// postpone keeps an event for later. An exit is noted at the child as well, so that the child is not stopped a
// second time: when its turn to be stopped comes, the exit is consumed as the stop.
func (m *Static) postpone(ev Event) {
	switch ev := ev.(type) {
	case Exited:
		if c := m.children.find(ev.Ref, Running); c != nil {
			c.dead = &ev
		}
	case ExitRequested:
		m.hurry()
	}
	m.deferred.push(ev)
}

// handle applies an event to an idle supervisor. What matches no child is out of date and does nothing.
func (m *Static) handle(ev Event) {
	switch ev := ev.(type) {
	case Begin:
		m.begin()
	case Exited:
		if c := m.children.find(ev.Ref, Running); c != nil {
			m.exited(c, ev)
		}
	case Retry:
		if c := m.byID[ev.ID]; c != nil && c.state == Restarting && c.waits == nil {
			m.restart(c, *c.dead)
		}
	case RetryDue:
		if c := m.children.find(ev.Ref, Restarting); c != nil && c.waits != nil {
			count := c.waits.count
			m.children.setUndefined(c)
			m.regroup(c, restarting{count})
		}
	case Request:
		m.request(ev)
	case ExitRequested:
		m.obey(ev.To)
		m.stopAll(ev.Reason)
	case Started, Ignored, StartFailed, StopTimedOut:
	default:
		panic(unknown("event", ev))
	}
}

// check is checkSpec for a child of m, which finds it by its id.
func (m *Static) check(spec Spec) (Spec, *SpecError) {
	if spec.ID == "" {
		return Spec{}, &SpecError{Problem: MissingID, Field: "ID", Value: `""`}
	}
	return checkSpec(spec, m.flags.AutoShutdown)
}

// begin checks all specs before it starts the first child.
func (m *Static) begin() {
	if m.begun {
		return
	}
	m.begun = true
	if !m.accepts(m.flags.Intensity, m.flags.check()) {
		return
	}
	for _, spec := range m.initial {
		checked, wrong := m.check(spec)
		if wrong == nil && m.byID[spec.ID] != nil {
			wrong = &SpecError{ID: spec.ID, Problem: DuplicateID, Field: "ID", Value: fmt.Sprintf("%q", spec.ID)}
		}
		if wrong != nil {
			m.leave(StartSpec(wrong))
			return
		}
		m.add(newChild(checked))
	}
	m.initial = nil
	m.do(&work{purpose: booting{}, start: m.children.from(m.children.first)})
}

// exited handles the end of a child that nobody was stopping.
func (m *Static) exited(c *child, ev Exited) {
	m.reportEnd(c, ev)
	c.ranUntil(ev.At)
	if c.spec.Restart.restartsAfter(ev.Reason) {
		m.restart(c, ev)
		return
	}
	m.end(c)
	if m.shutsDown(c) {
		m.emit(Report{Kind: ReportAutoShutdown, Child: c.spec.ID, Ref: ev.Ref, Reason: ev.Reason})
		m.stopAll(Shutdown())
	}
}

// restart counts one restart and carries it out, or gives up. The cause is the end of the process, or of the last
// attempt to restart it.
func (m *Static) restart(c *child, cause Exited) {
	m.children.setUndefined(c)
	count, allowed := m.count(c)
	if !allowed {
		m.emit(Report{Kind: ReportGaveUp, Child: c.spec.ID, Ref: cause.Ref, Reason: cause.Reason, Count: count})
		m.stopAll(Shutdown())
		return
	}
	if c.backsOff() {
		m.regroup(c, delaying{c.spec.ID, cause, count})
		return
	}
	m.regroup(c, restarting{count})
}

// regroup stops the children that a restart of c concerns and starts them with it, or leaves that for later.
func (m *Static) regroup(c *child, p purpose) {
	stop, start := m.flags.Strategy.affected(&m.children, c)
	if _, later := p.(delaying); later {
		start = nil
	}
	m.do(&work{purpose: p, stop: stop, start: start})
}

// delay makes the child wait whose group has been stopped.
func (m *Static) delay(p delaying) {
	c := m.byID[p.id]
	m.children.setRestarting(c, p.cause.Ref, p.cause)
	m.await(c, p.count, p.cause.Reason)
}

// shutsDown reports whether the end of c, which has just been recorded, ends the supervisor.
func (m *Static) shutsDown(c *child) bool {
	if !c.spec.Significant {
		return false
	}
	switch m.flags.AutoShutdown {
	case Never:
		return false
	case AnySignificant:
		return true
	case AllSignificant:
		for k := m.children.first; k != nil; k = k.after {
			if k.spec.Significant && k.state != Undefined {
				return false
			}
		}
		return true
	default:
		panic(fmt.Sprintf("otpgen: internal: unknown auto_shutdown %d", m.flags.AutoShutdown))
	}
}

// stopAll is the last work of a supervisor.
func (m *Static) stopAll(r Reason) {
	m.do(&work{purpose: leaving{r}, stop: m.children.backwards(m.children.first)})
}

func (m *Static) add(c *child) {
	m.children.add(c)
	m.byID[c.spec.ID] = c
}

func (m *Static) remove(c *child) {
	m.children.remove(c)
	delete(m.byID, c.spec.ID)
}

// end records that c does not run. A temporary child is forgotten, so that its id is free.
func (m *Static) end(c *child) {
	if c.spec.Restart == Temporary {
		m.remove(c)
	} else {
		m.children.setUndefined(c)
	}
}
