package supcore

// Dynamic is a supervisor whose children are all started by request, Elixir's DynamicSupervisor. Its children are
// independent of each other: there is one strategy, ids may repeat, all are stopped at once, and a child that ends
// and is not restarted is forgotten. The ref of a child's incarnation is its handle. While a restart is being
// retried, the child keeps the handle of the incarnation that ended.
//
// It serves as OTP's simple_one_for_one as well: the shell makes the specs from its template.
type Dynamic struct {
	machine
	flags    DynamicFlags
	children children

	purpose  purpose   // of what is under way; nil when idle
	current  *child    // whose start is outstanding
	stopping *stopping // the outstanding stop of one child or of all
}

// NewDynamic returns the machine of a supervisor that starts without children. Bad flags make the start fail.
func NewDynamic(flags DynamicFlags) *Dynamic {
	return &Dynamic{
		flags:    flags,
		children: newChildren(),
	}
}

// Step applies one event and appends to out what the shell must now do, in order. It is deterministic: no clock, no
// randomness, no goroutine.
func (m *Dynamic) Step(ev Event, out []Action) []Action {
	if m.left {
		return out
	}
	m.out = out
	m.observe(ev)
	switch {
	case m.hurries(ev):
	case m.completes(ev):
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
func (m *Dynamic) idle(ev Event) bool { return m.purpose == nil && m.opens(ev) }

// completes applies an event that the outstanding operation waits for, and reports whether it was one.
func (m *Dynamic) completes(ev Event) bool {
	switch ev := ev.(type) {
	case Started:
		if m.settles(ev.Ref) {
			m.started(ev.Ref)
			return true
		}
	case Ignored:
		if m.settles(ev.Ref) {
			m.ignored(ev.Ref)
			return true
		}
	case StartFailed:
		if m.settles(ev.Ref) {
			m.startFailed(ev)
			return true
		}
	case StopTimedOut:
		return m.stopping != nil && m.timedOut(ev.Ref) || m.abandons(ev.Ref)
	case Exited:
		return m.stopping != nil && m.stopped(ev)
	}
	return false
}

// postpone keeps an event for later. A child whose exit waits needs no stopping.
func (m *Dynamic) postpone(ev Event) {
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
func (m *Dynamic) handle(ev Event) {
	switch ev := ev.(type) {
	case Begin:
		if !m.begun {
			m.begun = true
			if m.accepts(m.flags.Intensity, m.flags.check()) {
				m.emit(Ready{})
			}
		}
	case Exited:
		if c := m.children.find(ev.Ref, Running); c != nil {
			m.exited(c, ev)
		}
	case Retry:
		if c := m.children.find(ev.Ref, Restarting); c != nil && c.waits == nil {
			m.restart(c, *c.dead)
		}
	case RetryDue:
		if c := m.children.find(ev.Ref, Restarting); c != nil && c.waits != nil {
			m.start(restarting{c.waits.count}, c)
		}
	case Request:
		m.request(ev)
	case ExitRequested:
		m.obey(ev.To)
		m.stop(leaving{ev.Reason}, m.children.backwards(m.children.first))
	case Started, Ignored, StartFailed, StopTimedOut:
	default:
		panic(unknown("event", ev))
	}
}

func (m *Dynamic) request(r Request) {
	switch op := r.Op.(type) {
	case StartChild:
		m.startChild(r.To, op.Spec)
	case TerminateInstance:
		c := m.children.byRef[op.Ref]
		if c == nil {
			m.refuse(r.To, ErrNotFound)
			return
		}
		m.stop(terminating{r.To}, []*child{c})
	case Which:
		m.reply(r.To, Children{List: m.children.list()})
	case Count:
		m.reply(r.To, m.children.counts())
	case TerminateChild, RestartChild, DeleteChild, GetSpec:
		m.refuse(r.To, ErrUnsupported)
	default:
		panic(unknown("request", op))
	}
}

// startChild counts restarting children against the limit as well.
func (m *Dynamic) startChild(to uint64, spec Spec) {
	checked, wrong := checkSpec(spec, Never)
	switch {
	case wrong != nil:
		m.refuse(to, wrong)
	case m.flags.MaxChildren > 0 && m.children.count >= m.flags.MaxChildren:
		m.refuse(to, ErrMaxChildren)
	default:
		m.start(adding{to}, newChild(checked))
	}
}

// exited handles the end of a child that nobody was stopping.
func (m *Dynamic) exited(c *child, ev Exited) {
	m.reportEnd(c, ev)
	c.ranUntil(ev.At)
	if c.spec.Restart.restartsAfter(ev.Reason) {
		m.restart(c, ev)
	} else {
		m.children.remove(c)
	}
}

// restart counts one restart and carries it out, or gives up.
func (m *Dynamic) restart(c *child, cause Exited) {
	count, allowed := m.count(c)
	switch {
	case allowed && c.backsOff():
		m.children.setRestarting(c, c.ref, cause)
		m.await(c, count, cause.Reason)
		return
	case allowed:
		m.start(restarting{count}, c)
		return
	}
	m.children.remove(c)
	m.emit(Report{Kind: ReportGaveUp, Child: c.spec.ID, Ref: cause.Ref, Reason: cause.Reason, Count: count})
	m.stop(leaving{Shutdown()}, m.children.backwards(m.children.first))
}

func (m *Dynamic) start(p purpose, c *child) {
	m.purpose, m.current = p, c
	m.startAttempt(c.spec)
}

// takeStart ends the work under way, which was a start, and says for whom and for what it was.
func (m *Dynamic) takeStart() (c *child, p purpose) {
	c, p = m.current, m.purpose
	m.current, m.purpose = nil, nil
	return c, p
}
