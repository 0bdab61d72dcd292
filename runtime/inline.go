package otp

import "context"

// callInline is a call of an inline message whose server is at rest: the caller
// runs the handler on its own goroutine, between two steps of the turn. false:
// nothing has happened, and the call has to go through the mailbox.
func callInline[P, A, R any](ctx context.Context, to Addr, op *CallOp[P, A, R], a A) (r R, err error, done bool) {
	in := to.resident()
	if in == nil || !in.answersInTurn || op.CallerDown != nil || ctx.Err() != nil {
		return r, nil, false
	}
	s, ours := in.body.(*server[P])
	if !ours {
		return r, nil, false
	}
	if op.CopyArgs != nil {
		a = op.CopyArgs(a)
	}
	if caller := processOf(ctx); caller != nil {
		if caller.over.Load() || !caller.waitFor(in) { // which the other way reports
			return r, nil, false
		}
		defer caller.waited(in)
	}
	visit, ok := in.box.turn.visit()
	if !ok {
		return r, nil, false
	}
	return visitor[P, A, R]{s, op, visit}.handle(ctx, to, a)
}

// resident is the process that a means, if that is plain: a place in the tree,
// whoever runs there. nil: it is not, or nobody.
func (a Addr) resident() *incarnation {
	if a.via != nil || a.slot == nil {
		return nil
	}
	in := a.slot.cur.Load()
	if in == nil || in.route != nil || a.pin != nil && a.pin != in {
		return nil
	}
	return in
}

// visitor is a caller that has the turn of a server.
type visitor[P, A, R any] struct {
	s     *server[P]
	op    *CallOp[P, A, R]
	visit uint64
}

// handle runs the handler and gives the turn back, or hands it over if there is
// more to do.
func (v visitor[P, A, R]) handle(ctx context.Context, to Addr, a A) (r R, err error, done bool) {
	in := v.s.in
	if in.over.Load() { // it has been declared dead, and its mailbox is about to be closed
		in.handOver()
		return r, nil, false
	}
	if v.s.idle.waits {
		v.s.idle.disarm()
	}
	if label := &v.op.Message; in.hand.Load() != label {
		in.hand.Store(label)
	}
	r, err, returned := v.run(a)
	switch {
	case !returned:
		return r, v.crashed(ctx, to), true
	case v.s.stops():
		return v.stopped(ctx, to, r, err)
	case len(in.ctx.next) == 0 && !v.s.idle.asked && !in.over.Load() && in.box.turn.leave(v.visit):
		return r, err, true
	}
	fenced := in.over.Load()
	in.handOver()
	switch {
	case !fenced:
		return r, err, true
	case v.op.Idempotent: // at the next incarnation
		return *new(R), nil, false
	default:
		return *new(R), v.wait(ctx, to).down(in), true
	}
}

// run is the boundary at which a panic of the handler becomes the end of the
// server, and no more than an error of the caller. runtime.Goexit, which testing's
// FailNow calls, ends both.
func (v visitor[P, A, R]) run(a A) (r R, err error, returned bool) {
	defer func() {
		if returned {
			return
		}
		in, why := v.s.in, Crash(errGoexit)
		if recovered := recover(); recovered != nil {
			why = in.panicked(recovered)
		}
		in.broken = why
		in.handOver()
	}()
	switch sys := v.s.in.sys; {
	case sys.inlineLimit > 0:
		r, err = v.op.watched(v.s, a)
	case sys.isSampled(v.visit / oneVisit):
		r, err = v.measured(a)
	default:
		r, err = v.op.Handle(v.s.state, a)
	}
	if v.op.CopyReply != nil && err == nil {
		r = v.op.CopyReply(r)
	}
	return r, err, true
}

// handOver has a goroutine of the system go on with the turn of a caller.
func (in *incarnation) handOver() {
	in.put()
	in.box.turn.handOver()
	in.sys.crew.start(in)
}

// crashed waits for the end of a server that has crashed in this very call.
func (v visitor[P, A, R]) crashed(ctx context.Context, to Addr) error {
	w := v.wait(ctx, to)
	defer w.end()
	select {
	case <-v.s.in.done.wait():
		return w.down(v.s.in)
	case <-w.late():
		return w.fail(ErrTimeout)
	case <-ctx.Done():
		return w.cancelled()
	}
}

// stopped waits for the answer of a handler that has stopped its server: it comes
// after Terminate. If there is none, because it was killed meanwhile, an idempotent
// call is not done: it can be made again.
func (v visitor[P, A, R]) stopped(ctx context.Context, to Addr, r R, err error) (_ R, _ error, done bool) {
	w := v.wait(ctx, to)
	defer w.end()
	in := v.s.in
	c := newCall(w, in, v.op, *new(A))
	c.answer.copy = nil // it has been made
	v.s.last = func() { Reply[R]{&c.answer}.give(r, err) }
	in.handOver()
	if err := w.await(in, &c.answer.pending); err != nil {
		again := v.op.Idempotent && in.over.Load() && !in.exitReason().IsCrash()
		return *new(R), err, !again
	}
	return c.answer.value, c.answer.err, true
}

func (v visitor[P, A, R]) wait(ctx context.Context, to Addr) *wait {
	return newWait(ctx, to, v.op.Service, v.op.Message, timeoutOf(v.op.Timeout))
}
