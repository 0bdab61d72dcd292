package otp

import (
	"fmt"
	"time"
)

// TimerRef is one timer that [Ctx.SendAfter], [Ctx.SendInterval] or [CastAfter]
// has set. Timers can be compared; any goroutine may use one. The zero TimerRef
// is no timer: it has run out.
type TimerRef struct{ alarm *alarm }

// Cancel stops the timer, as erlang:cancel_timer/1. It is true if that came in
// time: what the timer was to do will not be done any more. left is what was
// left of its time, 0 if that had passed and the message still waited in the
// mailbox of this process, which is void then. (In OTP such a message is
// delivered, and cancel_timer returns false.)
func (t TimerRef) Cancel() (left time.Duration, ok bool) {
	if t.alarm == nil {
		return 0, false
	}
	return t.alarm.cancel()
}

// Read returns what is left until the timer runs out, as erlang:read_timer/1. It
// is false once the message has been handled or cancelled.
func (t TimerRef) Read() (left time.Duration, ok bool) {
	if t.alarm == nil {
		return 0, false
	}
	return t.alarm.read()
}

var (
	labelSendAfter = "SendAfter"
	labelInterval  = "SendInterval"
)

// SendAfter runs f as a message of this process after d, as
// erlang:send_after(Time, self(), Message). 0 puts the message behind those that
// wait now. The message ignores the bound of the mailbox. The timer ends with
// the incarnation: it reaches no later one.
//
// A time that is negative or [Infinity] is a crash, as badarg; for a moment that
// may have passed, write max(0, time.Until(moment)).
func (c *Ctx) SendAfter(d time.Duration, f func()) TimerRef {
	c.mustServe("SendAfter")
	mustFunc("SendAfter", f != nil)
	mustBeDelay("SendAfter", d)
	a := &alarm{name: &labelSendAfter, f: f}
	a.arm(c.in, d)
	return TimerRef{a}
}

// SendInterval runs f as a message of this process every d until the timer is
// cancelled or the incarnation ends, as timer:send_interval/2. The times are
// those of a fixed grid: d, 2d, 3d after now, however long f takes. A process
// that was busy for several periods gets one message for all of them. An
// interval that is not positive, or [Infinity], is a crash.
func (c *Ctx) SendInterval(d time.Duration, f func()) TimerRef {
	return c.SendIntervalJittered(d, 0, f)
}

// SendIntervalJittered is SendInterval with each period longer or shorter by up
// to that fraction of d: with 0.1 by up to 10 %. See [WithSeed].
func (c *Ctx) SendIntervalJittered(d time.Duration, jitter float64, f func()) TimerRef {
	c.mustServe("SendInterval")
	mustFunc("SendInterval", f != nil)
	mustBeDelay("SendInterval", d)
	if d == 0 {
		panic("otp: SendInterval: the interval is 0")
	}
	if !(jitter >= 0 && jitter < 1) {
		panic(fmt.Sprintf("otp: SendInterval: the jitter %v is not from 0 to less than 1", jitter))
	}
	a := &alarm{name: &labelInterval, f: f, every: d, jitter: jitter}
	a.arm(c.in, c.in.jittered(d, jitter))
	return TimerRef{a}
}

// CastAfter casts to another process after d, as erlang:send_after/3 with its
// address. A pinned address is that incarnation: if it has ended, the message
// reaches nobody. Any other address is resolved when the time has come, so the
// message reaches whoever runs there then.
//
// An address that makes no sense, a key of a registry whose keys are duplicate
// or of what is no such registry, is a crash: now, or, if that is seen only when
// the time has come, in a message of this process. Then a runner, which has no
// messages, is told nothing.
//
// The arguments are copied now. The message ignores the bound of the receiver's
// mailbox, as every timer does. If the sending incarnation ends before, the
// message is not sent: what a dead process meant to say is stale. (In OTP it is
// sent all the same.) The delay is as in [Ctx.SendAfter].
func CastAfter[P, A any](c *Ctx, to Addr, op *CastOp[P, A], a A, d time.Duration) TimerRef {
	mustBeDelay("CastAfter", d)
	if fault := faultOf(to); fault != "" {
		panic(fault)
	}
	to.target() // panics if it makes no sense
	if op.CopyArgs != nil {
		a = op.CopyArgs(a)
	}
	timer := &alarm{name: &op.Message, relay: func() {
		in, fault := to.findReceiver()
		if fault != "" { // which must not be a panic of this goroutine
			c.in.box.push(timerFault{fault})
			return
		}
		if in == nil {
			return
		}
		m := &cast[P, A]{op, a}
		if in.box.rule.Capacity == 0 { // a process without messages: a supervisor, a runner
			m.drop(ErrWrongService)
			return
		}
		in.box.pushFrom(c.in, m)
	}}
	timer.arm(c.in, d)
	return TimerRef{timer}
}

func mustBeDelay(what string, d time.Duration) {
	switch {
	case d == Infinity:
		panic("otp: " + what + ": the time is Infinity")
	case d < 0:
		panic(fmt.Sprintf("otp: %s: the time %v is negative", what, d))
	}
}

// timerFault is what a timer has found to be wrong, and crashes the process that
// set it.
type timerFault struct{ what string }

var labelTimerFault = "CastAfter"

func (timerFault) label() *string { return &labelTimerFault }
func (timerFault) drop(error)     {}
