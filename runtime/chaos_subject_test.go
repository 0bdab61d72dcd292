package otp_test

import (
	"context"
	"errors"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
)

// subject is the state of a server that everything is done to.
type subject struct {
	x    *chaos
	c    *otp.Ctx
	dead bool        // a callback has found that this incarnation is over
	kept []*question // that are answered later
}

// question is one call, and what became of it.
type question struct {
	taken, answered count // how often a handler has begun with it, and how often an answer was accepted
	dead            count // that came from an incarnation that was over
	reply           otp.Reply[*question]
}

var (
	subjectEcho = otp.CallOp[subject, *question, *question]{Service: "Subject", Message: "Echo",
		Handle: func(s *subject, q *question) (*question, error) {
			defer s.enter()()
			q.taken.up()
			if s.isOver() {
				q.dead.up()
			}
			return q, nil
		}}
	// subjectPeek is the same on the goroutine of the caller.
	subjectPeek = otp.CallOp[subject, *question, *question]{Service: "Subject", Message: "Peek", Inline: true, Handle: subjectEcho.Handle}
	// subjectLater is answered by a timer, twice; or never, if the subject ends before.
	subjectLater = otp.CallOp[subject, *question, *question]{Service: "Subject", Message: "Later",
		CallerDown: func(s *subject, _ otp.Caller, _ otp.Reason) { defer s.enter()() },
		Later: func(s *subject, q *question, r otp.Reply[*question]) {
			defer s.enter()()
			q.taken.up()
			q.reply = r
			s.kept = append(s.kept, q)
			s.c.SendAfter(3*time.Millisecond, func() { defer s.enter()(); s.answer(q); s.answer(q) })
		}}
	// subjectAsk makes the subject call another one.
	subjectAsk = otp.CallOp[subject, otp.Addr, int]{Service: "Subject", Message: "Ask",
		Handle: func(s *subject, to otp.Addr) (int, error) {
			defer s.enter()()
			s.x.ask(s.c, to, &subjectEcho)
			s.x.ask(s.c, to, &subjectPeek)
			return 0, nil
		}}
	subjectDo = otp.CastOp[subject, func(*subject)]{Service: "Subject", Message: "Do",
		Handle: func(s *subject, f func(*subject)) { defer s.enter()(); f(s) }}
)

func (s *subject) answer(q *question) {
	over := s.isOver()
	if q.reply.Send(q) {
		q.answered.up()
		s.x.never(over, "%s answers after its end", s.c.Self())
	}
}

func (s *subject) isOver() bool {
	_, over := s.c.Self().Reason()
	return over
}

// enter begins every callback, and what it returns ends it. An incarnation that has found itself dead must not be given
// anything more to do, and what it says from then on must reach nobody.
func (s *subject) enter() func() {
	s.x.never(s.dead, "%s is given a message after its end", s.c.Self())
	return func() {
		if !s.dead && s.isOver() {
			s.dead = true
			s.x.lastWords(s)
		}
	}
}

// speak tries everything that a dead process might do to others.
func (s *subject) speak() {
	ctx := context.WithoutCancel(s.c)
	_ = otp.Cast(ctx, s.x.sink(), &subjectDo, func(*subject) { s.x.never(true, "%s casts after its end", s.c.Self()) })
	_, err := otp.Call(ctx, s.x.sink(), &subjectEcho, &question{})
	s.x.never(!errors.Is(err, otp.ErrStopped), "%s calls after its end: %v", s.c.Self(), err)
	_, err = otp.StartInstance(ctx, s.x.at("items"), "of the dead")
	absent := errors.Is(err, otp.ErrNoProc) || errors.Is(err, otp.ErrRestarting) // the supervisor, which is hurt, too
	s.x.never(!absent && !errors.Is(err, otp.ErrStopped), "%s starts a child after its end: %v", s.c.Self(), err)
	s.c.Monitor(s.x.sink(), func(otp.Reason) { s.x.never(true, "%s hears after its end", s.c.Self()) })
	s.c.SendAfter(time.Millisecond, func() { s.x.never(true, "%s has timers after its end", s.c.Self()) })
	s.c.ArmTimer("tick", time.Millisecond)
	for _, q := range s.kept {
		s.x.never(q.reply.Send(q), "%s answers after its end", s.c.Self())
	}
}

// subjectSpec makes a subject. Its Init may have been told to fail.
func (x *chaos) subjectSpec(id string, name otp.Name, shutdown otp.ShutdownRule) otp.ChildSpec {
	return otp.ChildSpec{ID: id, Name: name, Shutdown: shutdown, Start: otp.Server(otp.ServerKind[subject]{
		Service: "Subject",
		New:     func(c *otp.Ctx) *subject { return &subject{x: x, c: c} },
		Init: func(s *subject) error {
			for _, other := range x.born(s.c.Self()) {
				s.c.Monitor(s.c.Lookup(other), func(otp.Reason) { defer s.enter()() })
			}
			s.c.Own(burial{})
			return x.initOutcome(name)
		},
		Terminate: func(s *subject, _ otp.Reason) { s.enter()() },
		Mailbox:   otp.Mailbox{Capacity: 64},
		Timers: []otp.Timer[subject]{{
			Name: "tick", Every: 17 * time.Millisecond, Fire: func(s *subject) { defer s.enter()() },
		}},
	})}
}

// burial is something to close.
type burial struct{}

func (burial) Close() error { return nil }
