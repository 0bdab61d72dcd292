package supcore

import "time"

func (m *Dynamic) started(ref Ref) {
	c, p := m.takeStart()
	if _, isNew := p.(adding); isNew {
		m.children.add(c)
	}
	m.children.setRunning(c, ref)
	c.cameUp(p, m.now)
	c.dead = m.deferred.exitOf(ref)
	m.reportStart(p, c, ref)
	m.answer(p, ChildStarted{Ref: ref})
}

// ignored forgets a child that chose not to run, at a restart too.
func (m *Dynamic) ignored(ref Ref) {
	c, p := m.takeStart()
	if _, known := p.(restarting); known {
		m.children.remove(c)
	}
	m.emit(Report{Kind: ReportIgnored, Child: c.spec.ID, Ref: ref})
	m.answer(p, ChildIgnored{})
}

// startFailed keeps a child that was to be restarted under its old handle. The retry goes through the supervisor's
// own mailbox, behind what already waits there.
func (m *Dynamic) startFailed(ev StartFailed) {
	c, p := m.takeStart()
	m.emit(Report{Kind: ReportStartFailed, Child: c.spec.ID, Ref: ev.Ref, Reason: ev.Reason})
	if _, known := p.(restarting); known {
		m.children.setRestarting(c, c.ref, Exited(ev))
		m.emit(SendSelf{Event: Retry{ID: c.spec.ID, Ref: c.ref}})
		return
	}
	m.answer(p, Refused{Err: &StartError{ID: c.spec.ID, Reason: ev.Reason}})
}

// stopping is the stop of several children at once. Those that may take the same time share one timer: among
// children with shutdown 5s 5s 1s infinity brutal_kill there are two timers, one for two children and one for one.
type stopping struct {
	waiting map[Ref]*deadline // children that have been told and are not gone; nil for those without a time limit
	timers  map[Ref]*deadline // by the ref of the timer
}

// deadline is one time limit and the number of children that it still concerns.
type deadline struct {
	timer Ref
	alive int
}

// stop tells children to end, all at once, and forgets each when it is gone.
func (m *Dynamic) stop(p purpose, cs []*child) {
	m.purpose = p
	m.stopping = &stopping{waiting: make(map[Ref]*deadline), timers: make(map[Ref]*deadline)}
	limits := make(map[time.Duration]*deadline)
	for _, c := range cs {
		switch {
		case c.state != Running:
			m.callOff(c)
			m.children.remove(c)
		case c.dead != nil:
			m.forget(c, *c.dead)
		default:
			m.tell(c, limits)
		}
	}
	m.finishStop()
}

func (m *Dynamic) tell(c *child, limits map[time.Duration]*deadline) {
	after, limited := m.signalStop(c)
	if !limited {
		m.stopping.waiting[c.ref] = nil
		return
	}
	d := limits[after]
	if d == nil {
		d = &deadline{timer: c.ref}
		limits[after] = d
		m.stopping.timers[d.timer] = d
		m.emit(ArmTimer{Ref: d.timer, After: after})
	}
	d.alive++
	m.stopping.waiting[c.ref] = d
}

// stopped records the end of a child that had been told to end, and reports whether it was one.
func (m *Dynamic) stopped(ev Exited) bool {
	d, told := m.stopping.waiting[ev.Ref]
	if !told {
		return false
	}
	delete(m.stopping.waiting, ev.Ref)
	if d != nil {
		d.alive--
		if _, armed := m.stopping.timers[d.timer]; armed && d.alive == 0 {
			delete(m.stopping.timers, d.timer)
			m.emit(DisarmTimer{Ref: d.timer})
		}
	}
	m.forget(m.children.find(ev.Ref, Running), ev)
	m.finishStop()
	return true
}

func (m *Dynamic) forget(c *child, ev Exited) {
	m.emit(Report{Kind: ReportStopped, Child: c.spec.ID, Ref: ev.Ref, Reason: ev.Reason})
	m.children.remove(c)
}

// timedOut kills all children whose common time is over, and reports whether ref was such a timer.
func (m *Dynamic) timedOut(ref Ref) bool {
	d := m.stopping.timers[ref]
	if d == nil {
		return false
	}
	delete(m.stopping.timers, ref)
	for c := m.children.last; c != nil; c = c.before {
		if m.stopping.waiting[c.ref] == d {
			m.emit(Signal{Ref: c.ref, Kind: SignalKill})
		}
	}
	return true
}

// finishStop says what follows when all children that had to be stopped are gone.
func (m *Dynamic) finishStop() {
	if len(m.stopping.waiting) > 0 {
		return
	}
	p := m.purpose
	m.purpose, m.stopping = nil, nil
	switch p := p.(type) {
	case terminating:
		m.reply(p.to, Done{})
	case leaving:
		m.leave(p.why)
	default:
		panic(unknown("purpose", p))
	}
}
