package supcore

// work is a list of stops and then starts, done one by one, and what it is for.
type work struct {
	purpose purpose
	stop    []*child
	start   []*child
	current *child // whose start or stop is outstanding
}

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
	case delaying:
		m.delay(p)
	case restarting, adding, reviving:
	default:
		panic(unknown("purpose", p))
	}
}

// stopChild tells a child to end, unless it does not run or is already dead.
func (m *Static) stopChild(c *child) {
	switch {
	case c.state != Running:
		m.callOff(c)
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
	p := m.work.purpose
	if _, isNew := p.(adding); isNew {
		m.add(c)
	}
	m.children.setRunning(c, ref)
	c.cameUp(p, m.now)
	c.dead = m.deferred.exitOf(ref)
	m.reportStart(p, c, ref)
	m.answer(p, ChildStarted{Ref: ref})
}

// ignored records that a child chose not to run. That is no failure: it stays as undefined, or not at all if it is
// temporary.
func (m *Static) ignored(c *child, ref Ref) {
	p := m.work.purpose
	if _, isNew := p.(adding); isNew {
		m.add(c)
	}
	m.end(c)
	m.emit(Report{Kind: ReportIgnored, Child: c.spec.ID, Ref: ref})
	m.answer(p, ChildIgnored{})
}

// startFailed abandons the rest of the list. After an automatic restart the retry goes through the supervisor's own
// mailbox, behind what already waits there.
func (m *Static) startFailed(c *child, ev StartFailed) {
	p := m.work.purpose
	m.work = nil
	m.emit(Report{Kind: ReportStartFailed, Child: c.spec.ID, Ref: ev.Ref, Reason: ev.Reason})
	switch p.(type) {
	case booting:
		m.stopAll(FailedToStartChild(c.spec.ID, ev.Reason))
	case restarting:
		m.children.setRestarting(c, ev.Ref, Exited(ev))
		m.emit(SendSelf{Event: Retry{ID: c.spec.ID, Ref: ev.Ref}})
	default:
		m.answer(p, Refused{Err: &StartError{ID: c.spec.ID, Reason: ev.Reason}})
	}
}
