package otp

import (
	"context"
	"sync/atomic"
	"time"
)

// Call sends a message and waits for the answer, as gen_server:call/3. The
// deadline is the earlier of the context's and the operation's. A declared
// error of the server comes back as it is; everything else is a [CallError].
// An answer that comes after the caller has given up is dropped.
//
// ctx is the *Ctx of the calling process, or derives from it, when a process
// calls: then a call to a process that waits, directly or through others, for
// the caller fails with [ErrCycle] at once.
func Call[P, A, R any](ctx context.Context, to Addr, op *CallOp[P, A, R], a A) (R, error) {
	op.mustHandle()
	if op.Inline {
		if r, err, done := callInline(ctx, to, op, a); done {
			return r, err
		}
	}
	w := waitOf(ctx, to, op.Service, op.Message, timeoutOf(op.Timeout))
	defer w.end()
	for {
		r, in, err := callOnce(&w, op, a)
		if err == nil || !op.Idempotent {
			return r, err
		}
		if err = w.again(in, err); err != nil {
			return r, err
		}
	}
}

// callOnce is one attempt, at the incarnation that it returns.
func callOnce[P, A, R any](w *wait, op *CallOp[P, A, R], a A) (r R, in *incarnation, err error) {
	in, err = w.begin()
	if err != nil {
		return r, in, err
	}
	defer w.finish(in)
	if in.answersInTurn && op.Later == nil && op.CallerDown == nil {
		r, err = callInTurn(w, in, op, a)
		return r, in, err
	}
	c := newCall(w, in, op, a)
	if err := w.send(in, c); err != nil {
		return r, in, err
	}
	if err := w.await(in, &c.answer.pending); err != nil {
		w.fatal = c.inHand.Load() && w.crashed(in)
		return r, in, err
	}
	w.answered = !c.answer.refused
	return c.answer.value, in, c.answer.err
}

// callInTurn is callOnce for a call that its server answers when it has handled
// it, and keeps nothing of: it can be used again.
func callInTurn[P, A, R any](w *wait, in *incarnation, op *CallOp[P, A, R], a A) (r R, err error) {
	if op.CopyArgs != nil {
		a = op.CopyArgs(a)
	}
	waiter := in.sys.waiter()
	defer waiter.end()
	c := keptCall[P, A, R](waiter)
	c.begin(w, in, op, a)
	first := w.due == 0
	due := w.dueBy(in.sys)
	waiter.begin(due)
	if c.sent = 0; first && due != 0 {
		c.sent = due - w.timeout
	}
	if err := w.send(in, c); err != nil {
		waiter.forget()
		return r, err
	}
	if err := w.awaitRing(in, &c.answer.pending); err != nil {
		waiter.forget()
		w.fatal = c.inHand.Load() && w.crashed(in)
		return r, err
	}
	w.answered = !c.answer.refused
	r, err = c.answer.value, c.answer.err
	c.clear()
	return r, err
}

// call is a call on its way.
type call[P, A, R any] struct {
	op     *CallOp[P, A, R]
	args   A
	inHand atomic.Bool   // the handler of an idempotent call runs, or has not come back
	sent   time.Duration // when that was, by the clock of the system; 0: nobody has looked
	served bool          // it has been handled, and was perhaps postponed; only the server uses it
	answer answer[R]
}

// begin makes a call ready that has a waiter.
func (c *call[P, A, R]) begin(w *wait, in *incarnation, op *CallOp[P, A, R], a A) {
	c.op, c.args = op, a
	p := &c.answer.pending
	p.server, p.caller, p.ctx = in, w.caller, w.ctx
	c.answer.copy = op.CopyReply
	p.state.Store(answerOpen)
}

// clear lets go of what one call had, before it is used for another.
func (c *call[P, A, R]) clear() {
	var noArgs A
	var noReply R
	c.args, c.answer.value, c.answer.err = noArgs, noReply, nil
	p := &c.answer.pending
	p.server, p.caller, p.ctx, p.refused = nil, nil, nil, false
}

func newCall[P, A, R any](w *wait, in *incarnation, op *CallOp[P, A, R], a A) *call[P, A, R] {
	if op.CopyArgs != nil {
		a = op.CopyArgs(a)
	}
	return &call[P, A, R]{op: op, args: a, answer: answer[R]{
		pending: pending{done: make(chan struct{}), server: in, caller: w.caller, ctx: w.ctx},
		copy:    op.CopyReply,
	}}
}

// tellsCaller marks what is answered when it is dropped: the caller knows, so the
// log need not.
func (c *call[P, A, R]) tellsCaller() {}

func (c *call[P, A, R]) label() *string { return &c.op.Message }
func (c *call[P, A, R]) drop(why error) {
	c.answer.refuse(c.answer.server.failure(c.op.Service, c.op.Message, why))
}

// begun notes that the handler runs, if anybody will ask.
func (c *call[P, A, R]) begun(yes bool) {
	if c.op.Idempotent {
		c.inHand.Store(yes)
	}
}

func (c *call[P, A, R]) sentAt() time.Duration { return c.sent }

// waits is who has to hear that the server has ended.
func (c *call[P, A, R]) waits() *waiter { return c.answer.waiter }

// serve runs in the server.
func (c *call[P, A, R]) serve(s *server[P]) {
	if down := c.op.CallerDown; down != nil && !c.served { // once, however often it is postponed
		p, who := s.state, c.answer.who()
		s.in.watchCaller(c.op, &c.answer.pending, func(why Reason) { down(p, who, why) })
	}
	c.served = true
	reply := Reply[R]{&c.answer}
	if c.op.Later != nil {
		c.begun(true)
		c.op.Later(s.state, c.args, reply)
		c.begun(false)
		return
	}
	c.begun(true)
	handle := c.op.Handle
	if c.op.Inline && s.in.sys.inlineLimit > 0 {
		handle = func(_ *P, a A) (R, error) { return c.op.watched(s, a) }
	}
	r, err := handle(s.state, c.args)
	c.begun(false)
	switch {
	case s.states == nil && s.stops():
		s.last = func() { reply.give(r, err) } // after Terminate
	case s.states != nil && s.states.postponed(): // answered when it is handled
	default:
		reply.give(r, err)
	}
}

func (c *call[P, A, R]) deliver(to body) bool {
	s, ours := to.(*server[P])
	if ours {
		c.serve(s)
	}
	return ours
}
