package otp

import (
	"errors"
	"fmt"
	"time"

	"github.com/otpgen/otpgen/runtime/internal/supcore"
)

// ServerKind describes a server: a process that owns a state P and handles
// messages one at a time, as gen_server.
type ServerKind[P any] struct {
	Service string
	// New makes the state of an incarnation.
	New func(c *Ctx) *P
	// Init is the rest of the start; nil: nothing. [Ignore] means that the process does not run. Any other
	// error, and a panic, is a failed start.
	Init func(p *P) error
	// StartTimeout is how long New and Init may take, as the option timeout of gen_server:start_link/4: after that the
	// process is killed, and its start has failed with ErrTimeout. 0: for ever.
	StartTimeout time.Duration
	// Terminate is the last callback. It runs after a stop, a crash, and the supervisor's request to stop,
	// never after a kill. A server with Terminate traps exits: the request to stop waits its turn in the
	// mailbox. Without one, the server ends after the callback in hand.
	Terminate func(p *P, why Reason)
	// NoTrapExit makes a server with Terminate one that does not trap exits, as a gen_server without
	// process_flag(trap_exit, true): Terminate runs after a stop and after a crash of its own, and an exit
	// signal ends it without.
	NoTrapExit bool
	// ExitSignal gets the exit signals that strangers send to a server which traps exits, as
	// handle_info({'EXIT', From, Reason}). nil: they are dropped.
	ExitSignal func(p *P, why Reason)
	// Idle is called when no message has come for the time given to [Ctx.Idle], as handle_info(timeout).
	Idle    func(p *P)
	Timers  []Timer[P]
	Mailbox Mailbox
}

// Server makes processes of that kind. It panics if New is nil, the capacity of the mailbox
// or StartTimeout is negative or a timer makes no sense.
func Server[P any](k ServerKind[P]) Start {
	checked := checkedServer(k)
	if k.New == nil {
		panic("otp: the server " + k.Service + " needs New")
	}
	return Start{checked}
}

func checkedServer[P any](k ServerKind[P]) *serverKind[P] {
	switch n := k.Mailbox.Capacity; {
	case n < 0:
		panic(fmt.Sprintf("otp: the mailbox of %s has the capacity %d", k.Service, n))
	case n == 0:
		k.Mailbox.Capacity = defaultCapacity
	}
	if k.StartTimeout < 0 {
		panic(fmt.Sprintf("otp: the start of %s has the timeout %v", k.Service, k.StartTimeout))
	}
	for i := range k.Timers {
		k.Timers[i].check(k.Service)
		mustBeOne(k.Timers[:i], k.Timers[i].Name, k.Service)
	}
	return &serverKind[P]{k}
}

type serverKind[P any] struct{ ServerKind[P] }

func (k *serverKind[P]) childType() supcore.ChildType { return supcore.Worker }
func (k *serverKind[P]) service() string              { return k.Service }

func (k *serverKind[P]) newBody(in *incarnation) body {
	in.answersInTurn, in.box.batches = true, true
	return k.newServer(in)
}

func (k *serverKind[P]) newServer(in *incarnation) *server[P] {
	in.box.rule = k.Mailbox
	s := &server[P]{kind: k, in: in}
	in.timers = newTimers(s)
	return s
}

// server is the body of a server process.
type server[P any] struct {
	kind  *serverKind[P]
	in    *incarnation
	state *P
	begun bool   // the start has begun
	count uint64 // messages handled, but for inline calls
	last  func() // the answer that is sent after Terminate
	idle  idleTimer
	// states makes it a state machine; nil: it is none.
	states stateful
}

// envelope is a message to a server with state P.
type envelope[P any] interface {
	message
	serve(s *server[P])
}

// parcel is an envelope whatever the state, which is found faster among messages:
// it looks itself whether the server is of its kind.
type parcel interface {
	// deliver has the server handle the message; false: it is one of another kind.
	deliver(to body) bool
}

func (s *server[P]) handles()    {}
func (s *server[P]) traps() bool { return s.kind.Terminate != nil && !s.kind.NoTrapExit }

// signalled returns the exit signal that a server which does not trap exits has
// got. In OTP it is dead at that moment; here it ends after the callback in
// hand, whatever that does, for the reason of the signal and without Terminate.
func (s *server[P]) signalled() (why Reason, dead bool) {
	why, asked := s.in.askedToStop()
	return why, asked && !s.traps()
}

func (s *server[P]) run(in *incarnation) (why Reason, rests bool) {
	defer func() {
		if !rests {
			s.idle.disarm()
		}
	}()
	if !in.broken.IsZero() {
		return in.broken, false
	}
	if !s.begun {
		s.begun = true
		if why, ok := s.begin(in); !ok {
			return why, false
		}
	}
	return s.loop()
}

// begin is the start up to the first message; false: there is no process, and why.
func (s *server[P]) begin(in *incarnation) (why Reason, ok bool) {
	if !in.take(&labelInit) {
		return Killed, false
	}
	if why, ok := s.start(); !ok {
		return why, false
	}
	if why, dead := s.signalled(); dead {
		return why, false
	}
	in.put()
	in.ready()
	in.ctx.renew() // it may have been hurried
	in.armDeclared()
	return Reason{}, true
}

// start runs the callbacks of the start; false: there is no process, and why.
func (s *server[P]) start() (Reason, bool) {
	defer s.in.limitStart(s.kind.StartTimeout)()
	s.state = s.kind.New(&s.in.ctx)
	var err error
	switch {
	case s.state == nil:
		err = ErrNilState
	case s.kind.Init != nil:
		err = s.kind.Init(s.state)
	}
	switch {
	case errors.Is(err, Ignore):
		s.in.ignore()
		return Normal, false
	case err != nil:
		return Failed(err), false
	case s.stops():
		return s.in.ctx.stopping, false
	default:
		return Reason{}, true
	}
}

// stops reports whether a callback has asked to stop.
func (s *server[P]) stops() bool { return !s.in.ctx.stopping.IsZero() }

// loop handles messages until there are none, or there is a reason to end.
func (s *server[P]) loop() (why Reason, rests bool) {
	in := s.in
	for handled := 0; ; handled++ {
		if why, ends := s.afterCallback(); ends {
			return why, false
		}
		m, what := s.next()
		if what == nothing {
			return Reason{}, true
		}
		why, asked := in.askedToStop()
		switch {
		case asked && (what == noFuture || !s.traps()):
			return why, false
		case what == noFuture:
			return Killed, false
		case asked:
			in.ctx.renew()
		}
		if exit, ok := m.(exitMessage); ok {
			return exit.obey(), false
		}
		if s.kind.Idle != nil && s.idle.take(in, m) {
			continue
		}
		if !s.take(m, handled) {
			return Killed, false
		}
		if s.count++; in.sys.isSampled(s.count) {
			s.measure(m)
		} else {
			s.dispatch(m)
		}
	}
}

// dispatch handles a message: a state machine, as an event.
func (s *server[P]) dispatch(m message) {
	if s.states != nil {
		s.states.event(m)
	} else {
		s.handle(m)
	}
}

// clockEvery is how many messages of a turn share one look at the clock, which
// would cost as much as a small handler. So a message is reported as in hand for
// a little longer than it is, by the time that up to 15 before it have taken.
const clockEvery = 16

// timed is a message whose sender knows when it was sent; 0: it does not.
type timed interface{ sentAt() time.Duration }

// take notes that a message is in hand; see [incarnation.take].
func (s *server[P]) take(m message, handled int) bool {
	if t, ok := m.(timed); ok && handled == 0 {
		if sent := t.sentAt(); sent != 0 { // the caller has just looked, and found the server at rest
			s.in.since.Store(int64(sent))
			return s.in.takeNext(m.label())
		}
	}
	if handled%clockEvery == 0 || s.in.hasWaited.Load() {
		s.in.hasWaited.Store(false)
		return s.in.take(m.label())
	}
	return s.in.takeNext(m.label())
}

// next is what is to be handled next.
func (s *server[P]) next() (message, news) {
	if s.in.held { // which only a turn changes; what is not in the mailbox waits, too
		return s.in.box.nextSys()
	}
	if s.states != nil {
		if m := s.states.pop(); m != nil {
			return m, mail
		}
	}
	s.idle.arm(s.in)
	return s.in.box.next()
}

// ends reports whether the process ends after this callback, and why.
func (s *server[P]) ends() (why Reason, ends bool) {
	if why, dead := s.signalled(); dead {
		return why, true
	}
	return s.in.ctx.stopping, s.stops()
}

// afterCallback does what a callback has left to do: stop, or continue.
func (s *server[P]) afterCallback() (why Reason, ends bool) {
	c := &s.in.ctx
	for {
		if why, ends := s.ends(); ends {
			return why, true
		}
		if s.states != nil {
			return s.states.settle()
		}
		if len(c.next) == 0 {
			return Reason{}, false
		}
		f := c.next[0]
		c.next = c.next[1:]
		if !s.in.take(&labelContinue) {
			return Killed, true
		}
		if s.in.isStopping() {
			c.renew()
		}
		f()
		s.in.put()
	}
}

func (s *server[P]) handle(m message) {
	if p, ok := m.(parcel); ok && p.deliver(s) {
		return
	}
	switch m := m.(type) {
	case downMessage:
		m.handle()
	case publication:
		if m.take() {
			m.handle()
		}
	case callerDown:
		m.handle(s.in)
	case *alarm:
		if m.take() {
			m.f()
		}
	case timerFault:
		panic(m.what)
	case foreignExit:
		s.exitSignal(m.reason)
	case idleMessage:
		if s.kind.Idle != nil {
			s.kind.Idle(s.state)
		}
	case probeMessage:
		m.crash()
	case inspector[P]:
		m.inspect(s.state)
	case *suspension:
		s.in.setSuspended(m.on)
		m.answer.give(struct{}{}, nil)
	default:
		if _, told := m.(interface{ tellsCaller() }); !told {
			s.in.ctx.Log().Warn("message of another service dropped", "message", *m.label())
		}
		m.drop(ErrWrongService)
	}
}

func (s *server[P]) exitSignal(why Reason) {
	if s.kind.ExitSignal == nil {
		s.in.ctx.Log().Debug("exit signal dropped", "reason", why)
		return
	}
	s.kind.ExitSignal(s.state, why)
}

// terminate sends the last answer even if Terminate panics.
func (s *server[P]) terminate(why Reason) {
	defer func() {
		if _, dead := s.signalled(); !dead && s.last != nil {
			s.last()
		}
	}()
	if _, dead := s.signalled(); !dead && s.kind.Terminate != nil {
		s.kind.Terminate(s.state, why)
	}
}
