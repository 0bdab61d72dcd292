package supcore

// attempt is the outstanding start.
type attempt struct {
	ref      Ref
	shutdown ShutdownRule
	limited  bool // it may not take for ever
	armed    bool // its timer runs
}

// startAttempt begins a start of a child.
func (m *machine) startAttempt(spec Spec) {
	m.lastRef++
	m.starting = &attempt{ref: m.lastRef, shutdown: spec.Shutdown}
	m.emit(Start{Ref: m.lastRef, Spec: spec})
	if m.asked {
		m.limit(m.starting)
	}
}

// settles reports whether ref is the outstanding start, which then is outstanding no more.
func (m *machine) settles(ref Ref) bool {
	a := m.starting
	if a == nil || a.ref != ref {
		return false
	}
	if a.armed {
		m.emit(DisarmTimer{Ref: ref})
	}
	m.starting = nil
	return true
}

// hurries applies a Hurry, and reports whether ev was one.
func (m *machine) hurries(ev Event) bool {
	_, is := ev.(Hurry)
	if is {
		m.hurry()
	}
	return is
}

// hurry notes that the supervisor has been asked to end, which must not depend on a start that hangs.
func (m *machine) hurry() {
	m.asked = true
	if m.starting != nil {
		m.limit(m.starting)
	}
}

// limit gives a start the time that the child has for its shutdown. OTP waits for the start of a child with brutal_kill
// as well, so that has the default.
func (m *machine) limit(a *attempt) {
	if a.limited {
		return
	}
	a.limited = true
	after, finite := a.shutdown.After()
	if a.shutdown.IsBrutalKill() {
		after, finite = DefaultShutdown, true
	}
	if finite {
		m.emit(ArmTimer{Ref: a.ref, After: after})
		a.armed = true
	}
}

// abandons reports whether ref is the outstanding start and its time has been limited and is over: it is killed, and
// the shell will answer StartFailed.
func (m *machine) abandons(ref Ref) bool {
	a := m.starting
	if a == nil || a.ref != ref || !a.armed {
		return false
	}
	a.armed = false
	m.emit(Signal{Ref: ref, Kind: SignalKill})
	return true
}
