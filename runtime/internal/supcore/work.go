package supcore

import "fmt"

// work is a list of stops and then starts, done one by one, and what it is for.
type work struct {
	purpose purpose
	stop    []*child
	start   []*child
	current *child // whose start or stop is outstanding
}

// purpose says what becomes of a start that succeeds or fails, and what follows when the list is done.
type purpose interface{ isPurpose() }

type (
	booting     struct{}             // the supervisor's own start
	restarting  struct{ count int }  // an automatic restart, the count-th within the period
	adding      struct{ to uint64 }  // StartChild
	reviving    struct{ to uint64 }  // RestartChild
	terminating struct{ to uint64 }  // TerminateChild
	leaving     struct{ why Reason } // the supervisor's own end
)

func (booting) isPurpose()     {}
func (restarting) isPurpose()  {}
func (adding) isPurpose()      {}
func (reviving) isPurpose()    {}
func (terminating) isPurpose() {}
func (leaving) isPurpose()     {}

// stop is a stop under way, with or without a timer.
type stop struct {
	ref   Ref
	armed bool
}

// do begins work on an idle supervisor.
func (m *Static) do(w *work) {
	m.work = w
	m.advance()
}

// advance goes through the list until something is outstanding or all is done.
func (m *Static) advance() {
	for m.work != nil && m.starting == nil && m.stopping == nil {
		w := m.work
		switch {
		case len(w.stop) > 0:
			w.current, w.stop = w.stop[0], w.stop[1:]
			m.stopChild(w.current)
		case len(w.start) > 0:
			w.current, w.start = w.start[0], w.start[1:]
			m.startAttempt(w.current.spec)
		default:
			m.work = nil
			m.finish(w.purpose)
		}
	}
}

// finish does what follows when all of a list has been done.
func (m *Static) finish(p purpose) {
	switch p := p.(type) {
	case booting:
		m.emit(Ready{})
	case terminating:
		m.reply(p.to, Done{})
	case leaving:
		m.leave(p.why)
	case restarting, adding, reviving:
	default:
		panic(unknown("purpose", p))
	}
}

// stopChild tells a child to end, unless it does not run or is already dead.
func (m *Static) stopChild(c *child) {
	switch {
	case c.state != Running:
		m.end(c)
	case c.dead != nil:
		m.stopped(c, *c.dead)
	default:
		after, limited := m.signalStop(c)
		if limited {
			m.emit(ArmTimer{Ref: c.ref, After: after})
		}
		m.stopping = &stop{ref: c.ref, armed: limited}
	}
}

// stopped records the end of a child that was to be stopped, whatever its reason.
func (m *Static) stopped(c *child, ev Exited) {
	if m.stopping != nil && m.stopping.armed {
		m.emit(DisarmTimer{Ref: ev.Ref})
	}
	m.stopping = nil
	m.emit(Report{Kind: ReportStopped, Child: c.spec.ID, Ref: ev.Ref, Reason: ev.Reason})
	m.end(c)
}

// timedOut kills the process, or abandons the start, whose time is over.
func (m *Static) timedOut(ref Ref) bool {
	if s := m.stopping; s != nil && s.ref == ref && s.armed {
		s.armed = false
		m.emit(Signal{Ref: ref, Kind: SignalKill})
		return true
	}
	return m.abandons(ref)
}

func (m *Static) started(c *child, ref Ref) {
	if p, ok := m.work.purpose.(restarting); ok {
		m.children.setRunning(c, ref)
		m.emit(Report{Kind: ReportRestarted, Child: c.spec.ID, Ref: ref, Count: p.count})
		return
	}
	m.emit(Report{Kind: ReportStarted, Child: c.spec.ID, Ref: ref})
	switch p := m.work.purpose.(type) {
	case booting:
	case adding:
		m.add(c)
		m.reply(p.to, ChildStarted{Ref: ref})
	case reviving:
		m.reply(p.to, ChildStarted{Ref: ref})
	default:
		panic(unknown("purpose", p))
	}
	m.children.setRunning(c, ref)
}

// ignored records that a child chose not to run. That is no failure: it stays as undefined, or not at all if it is
// temporary.
func (m *Static) ignored(c *child, ref Ref) {
	m.emit(Report{Kind: ReportIgnored, Child: c.spec.ID, Ref: ref})
	switch p := m.work.purpose.(type) {
	case booting, restarting:
	case adding:
		m.add(c)
		m.reply(p.to, ChildIgnored{})
	case reviving:
		m.reply(p.to, ChildIgnored{})
	default:
		panic(unknown("purpose", p))
	}
	m.end(c)
}

// startFailed abandons the rest of the list. After an automatic restart the retry goes through the supervisor's own
// mailbox, behind what already waits there.
func (m *Static) startFailed(c *child, ev StartFailed) {
	m.emit(Report{Kind: ReportStartFailed, Child: c.spec.ID, Ref: ev.Ref, Reason: ev.Reason})
	p := m.work.purpose
	m.work = nil
	switch p := p.(type) {
	case booting:
		m.stopAll(FailedToStartChild(c.spec.ID, ev.Reason))
	case restarting:
		m.children.setRestarting(c, ev.Ref, ev)
		m.emit(SendSelf{Event: Retry{Ref: ev.Ref}})
	case adding:
		m.refuse(p.to, &StartError{ID: c.spec.ID, Reason: ev.Reason})
	case reviving:
		m.refuse(p.to, &StartError{ID: c.spec.ID, Reason: ev.Reason})
	default:
		panic(unknown("purpose", p))
	}
}

func unknown(what string, v any) string {
	return fmt.Sprintf("otpgen: internal: unknown %s %T", what, v)
}
