package otp

import (
	"context"
	"errors"
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
	w := newWait(ctx, to, op.Service, op.Message, timeoutOf(op.Timeout))
	defer w.end()
	for {
		r, in, err := callOnce(w, op, a)
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
	if op.CopyArgs != nil {
		a = op.CopyArgs(a)
	}
	c := &call[P, A, R]{op: op, args: a}
	c.answer = answer[R]{
		pending: pending{done: make(chan struct{}), server: in, caller: w.caller, ctx: w.ctx},
		copy:    op.CopyReply,
	}
	if err := w.send(in, c); err != nil {
		return r, in, err
	}
	if err := w.await(in, &c.answer.pending); err != nil {
		return r, in, err
	}
	return c.answer.value, in, c.answer.err
}

// call is a call on its way.
type call[P, A, R any] struct {
	op     *CallOp[P, A, R]
	args   A
	answer answer[R]
}

func (c *call[P, A, R]) label() *string { return &c.op.Message }
func (c *call[P, A, R]) drop(why error) {
	c.answer.refuse(c.answer.server.failure(c.op.Service, c.op.Message, why))
}

// serve runs in the server.
func (c *call[P, A, R]) serve(s *server[P]) {
	if down := c.op.CallerDown; down != nil {
		p, who := s.state, c.answer.who()
		s.in.watchCaller(c.op, &c.answer.pending, func(why Reason) { down(p, who, why) })
	}
	reply := Reply[R]{&c.answer}
	if c.op.Later != nil {
		c.op.Later(s.state, c.args, reply)
		return
	}
	r, err := c.op.Handle(s.state, c.args)
	answer := func() {
		if err != nil {
			reply.Fail(err)
			return
		}
		reply.Send(r)
	}
	if s.stops() {
		s.last = answer // after Terminate
		return
	}
	answer()
}

// wait is the caller's side of a call or a request: how long it waits, and for
// whom.
type wait struct {
	ctx              context.Context
	to               Addr
	service, message string
	caller           *incarnation // nil: from outside
	clock            *time.Timer  // nil: no bound but the context's
	over             <-chan time.Time
}

func newWait(ctx context.Context, to Addr, service, message string, timeout time.Duration) *wait {
	w := &wait{ctx: ctx, to: to, service: service, message: message, caller: processOf(ctx)}
	deadline, bounded := ctx.Deadline()
	if timeout != Infinity && (!bounded || time.Until(deadline) > timeout) {
		w.clock = time.NewTimer(timeout)
		w.over = w.clock.C
	}
	return w
}

func (w *wait) end() {
	if w.clock != nil {
		w.clock.Stop()
	}
}

// fail makes the error of a wait.
func (w *wait) fail(kind error) *CallError {
	return &CallError{Kind: kind, Service: w.service, Message: w.message, Path: w.to.Path()}
}

// begin finds the process, or the pool's member, and says that the caller waits
// for it.
func (w *wait) begin() (*incarnation, error) {
	return w.beginAt(w.to.receiver())
}

// beginAt says that the caller waits for in; nil: nobody is there.
func (w *wait) beginAt(in *incarnation) (*incarnation, error) {
	if w.ctx.Err() != nil {
		return nil, w.cancelled()
	}
	if w.caller != nil && w.caller.over.Load() {
		return nil, w.fail(ErrStopped)
	}
	if in == nil {
		return nil, w.absent()
	}
	if w.caller != nil && !w.caller.waitFor(in) {
		return nil, w.fail(ErrCycle)
	}
	return in, nil
}

func (w *wait) finish(in *incarnation) {
	if w.caller != nil {
		w.caller.waited(in)
	}
}

// send puts the message into the mailbox.
func (w *wait) send(in *incarnation, m message) error {
	switch in.send(w.ctx, w.over, m) {
	case accepted:
		return nil
	case overloaded:
		if w.ctx.Err() != nil {
			return w.cancelled()
		}
		return w.fail(ErrOverloaded)
	case ended:
		return w.down(in)
	default:
		panic("otpgen: internal: unknown outcome of a send")
	}
}

// await waits for the answer. nil: it is there.
func (w *wait) await(in *incarnation, p *pending) error {
	var err error
	select {
	case <-p.done:
		return nil
	case <-in.done:
		err = w.down(in)
	case <-w.over:
		err = w.fail(ErrTimeout)
	case <-w.ctx.Done():
		err = w.cancelled()
	}
	if p.abandon() {
		return err
	}
	<-p.done // the answer was faster
	return nil
}

// retryAfter is the hint in ErrRestarting. Restarts have no delay, so it is
// merely long enough for one to have happened.
const retryAfter = 10 * time.Millisecond

func (w *wait) restarting() *CallError {
	err := w.fail(ErrRestarting)
	err.After = retryAfter
	return err
}

// absent says why nobody is there.
func (w *wait) absent() error {
	switch {
	case w.to.pin != nil && w.to.pin.over.Load():
		return w.down(w.to.pin)
	case w.to.slot != nil && w.to.comesBack():
		return w.restarting()
	default:
		return w.fail(ErrNoProc)
	}
}

// down says why in, which is over, cannot answer.
func (w *wait) down(in *incarnation) error {
	err := w.fail(ErrDown)
	err.Reason = in.exitReason()
	return err
}

func (w *wait) cancelled() *CallError {
	kind, cause := kindOf(w.ctx)
	err := w.fail(kind)
	err.Cause = cause
	return err
}

// again waits until it makes sense to repeat an attempt that failed with err. An
// error says that it makes none, or that the time is over; that one wraps err.
func (w *wait) again(failed *incarnation, err error) error {
	failure, ours := err.(*CallError) // and not a declared error that wraps one
	if !ours || w.to.pin != nil || failure.Kind != ErrDown && failure.Kind != ErrRestarting {
		return err
	}
	for {
		change := w.to.slot.sys.changes.next()
		in := w.to.receiver()
		switch {
		case in != nil && in != failed:
			return nil
		case in == nil && !w.to.comesBack(): // the one that failed may not have left its slot yet
			return err
		}
		select {
		case <-change:
		case <-w.over:
			late := w.fail(ErrTimeout)
			late.Cause = err
			return late
		case <-w.ctx.Done():
			late := w.cancelled()
			late.Cause = errors.Join(late.Cause, err)
			return late
		}
	}
}
