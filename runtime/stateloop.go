package otp

// stateLoop makes a server a state machine: it stands between the mailbox and
// the handlers.
type stateLoop[P any, S comparable] struct {
	kind   *StateMachineKind[P, S]
	server *server[P]
	m      *Machine[S]
}

// stateful is a stateLoop as its server sees it, whatever the type of the state.
type stateful interface {
	// pop returns the event that comes before the mailbox; nil: none.
	pop() message
	// event handles a message as an event, unless it is void.
	event(m message)
	// postponed reports whether the event in hand has been.
	postponed() bool
	// settle does what is left to do after a callback; ends and why, if the process is to end.
	settle() (why Reason, ends bool)
}

func (l *stateLoop[P, S]) init(p *P) (err error) {
	m := l.m
	m.timeouts.in = m.in
	m.stage = stageInit
	m.state, err = l.kind.Init(p)
	m.to, m.repeats = m.state, true // its enter call
	return err
}

func (l *stateLoop[P, S]) pop() message {
	m := l.m
	if e, ok := m.events.next.pop(); ok {
		m.events.inHand = e
		return e.m
	}
	if t := m.timeouts.pop(); t != nil {
		return function{t.name, t.f}
	}
	return nil
}

func (l *stateLoop[P, S]) postponed() bool { return l.m.postpones }

// event turns what may be void, or must not be begun twice, into a function.
func (l *stateLoop[P, S]) event(msg message) {
	in := l.m.in
	switch msg := msg.(type) {
	case *stateQuery[S]:
		msg.tell(l.m)
	case sysMessage: // no event, either
		l.server.handle(msg.(message))
	case envelope[P]:
		l.begin(msg)
		msg.serve(l.server)
	case function:
		l.begin(msg)
		msg.f()
	case *timeout:
		if l.m.timeouts.take(msg) {
			l.run(msg, msg.f)
		}
	case *alarm:
		if msg.take() {
			l.run(msg, msg.f)
		}
	case downMessage:
		if msg.take() {
			l.run(msg, func() { msg.monitor.down(msg.why) })
		}
	case publication:
		if msg.take() {
			l.begin(msg)
			msg.handle()
		}
	case callerDown:
		if msg.take(in) {
			l.run(msg, func() { msg.f(msg.why) })
		}
	case foreignExit:
		l.run(msg, func() { l.server.exitSignal(msg.reason) })
	default:
		l.server.handle(msg) // no event
	}
}

func (l *stateLoop[P, S]) run(msg message, f func()) {
	l.begin(function{msg.label(), f})
	f()
}

// begin notes which event is in hand.
func (l *stateLoop[P, S]) begin(msg message) {
	l.m.events.inHand.m = msg
	l.m.stage = stageEvent
	l.m.to, l.m.repeats = l.m.state, false
}

// settle is the end of a turn, if there was one: the enter calls, then all that
// the callbacks have asked for.
func (l *stateLoop[P, S]) settle() (why Reason, ends bool) {
	m := l.m
	if m.stage == stageNone { // no event; but f of ReplaceState may have called Continue
		l.insert(false)
		return Reason{}, false
	}
	from, to := m.state, m.to
	changed := to != from
	for enter := changed || m.repeats; enter; enter = m.repeats {
		m.repeats = false
		if !l.enter(from, to) {
			return Killed, true
		}
		if why, ends := l.server.ends(); ends {
			return why, true
		}
	}
	m.state = to
	l.file()
	l.insert(changed)
	m.timeouts.turn(changed, m.orders)
	clear(m.orders)
	m.orders = m.orders[:0]
	m.stage = stageNone
	return Reason{}, false
}

// insert puts what the callbacks have inserted before what waits.
func (l *stateLoop[P, S]) insert(changed bool) {
	c := &l.m.in.ctx
	l.m.events.turn(c.next, changed)
	clear(c.next)
	c.next = c.next[:0]
}

// enter makes one enter call. False: the process has been fenced off.
func (l *stateLoop[P, S]) enter(from, to S) bool {
	m := l.m
	f, ok := l.kind.Enter[to]
	if !ok {
		f = l.kind.EnterOther
	}
	m.state = to
	if f == nil {
		return true
	}
	if !m.in.take(&labelEnter) {
		return false
	}
	if m.in.isStopping() {
		m.in.ctx.renew()
	}
	m.stage, m.undo = stageEnter, from
	inserted := len(m.in.ctx.next)
	returned := false
	defer func() {
		if !returned {
			m.state = m.undo
		}
	}()
	f(l.server.state, from)
	if len(m.in.ctx.next) > inserted {
		m.misused("Continue")
	}
	returned = true
	m.in.put()
	return true
}

var labelEnter = "Enter"

// file puts the event in hand aside or forgets it. A message that is put aside
// holds its place in the mailbox, what was published in the queue of its
// subscription.
func (l *stateLoop[P, S]) file() {
	q := &l.m.events
	e := q.inHand
	q.inHand = entry{}
	if !l.m.postpones {
		if e.bounded {
			l.m.in.box.release()
		}
		return
	}
	l.m.postpones = false
	if p, ok := e.m.(publication); ok {
		p.hold()
	}
	if _, isMessage := e.m.(envelope[P]); isMessage && !e.bounded {
		e.bounded = true
		l.m.in.box.hold()
	}
	q.postponed = append(q.postponed, e)
}
