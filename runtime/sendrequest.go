package otp

import (
	"context"
	"sync/atomic"
)

// Request is a call that has been sent and whose answer is fetched later, as the
// request id of gen_server:send_request/2. Any goroutine may fetch it, any number
// of times.
type Request[R any] struct {
	to               Addr
	service, message string
	answer           *answer[R]
	failed           error       // it was not sent, and why
	line             *blocked    // its place in line for room, while it is being sent
	collected        atomic.Bool // it is in a collection
}

// SendRequest sends a message and does not wait for the answer, as
// gen_server:send_request/2. It always returns a request: what is wrong is told
// by [Request.Wait]. The timeout of the operation does not apply, and an
// idempotent one is not made again.
//
// ctx bounds the wait of a mailbox with the policy [Block]. It also says who
// calls: a process, or somebody outside who is gone when it is done.
func SendRequest[P, A, R any](ctx context.Context, to Addr, op *CallOp[P, A, R], a A) *Request[R] {
	r, c := newRequest(ctx, to, op, a)
	r.post(ctx, c)
	r.awaitRoom(ctx)
	return r
}

// newRequest makes a request and its message, which [Request.post] sends unless
// it has failed already.
func newRequest[P, A, R any](ctx context.Context, to Addr, op *CallOp[P, A, R], a A) (*Request[R], message) {
	if op == nil {
		panic("otp: a request without an operation")
	}
	op.mustHandle()
	w := newWait(ctx, to, op.Service, op.Message, Infinity)
	in := to.receiver()
	r := &Request[R]{to: to, service: op.Service, message: op.Message, failed: w.refused(in)}
	if r.failed != nil {
		return r, nil
	}
	c := newCall(w, in, op, a)
	r.answer = &c.answer
	return r, c
}

// post sends a request, or puts it in line for room.
func (r *Request[R]) post(ctx context.Context, c message) {
	if r.failed != nil {
		return
	}
	r.answer.watchEnds()
	if r.answer.state.Load() != answerOpen { // one of the two has ended just now
		return
	}
	o, line := r.answer.server.post(r.answer.caller, true, c)
	r.line = line
	if line == nil {
		r.sent(ctx, o)
	}
}

// awaitRoom waits in line.
func (r *Request[R]) awaitRoom(ctx context.Context) {
	if r.line != nil {
		r.sent(ctx, r.answer.server.box.awaitRoom(ctx, r.answer.caller, nil, r.line))
		r.line = nil
	}
}

func (r *Request[R]) sent(ctx context.Context, o outcome) {
	r.failed = r.wait(ctx).sent(r.answer.server, o)
	if r.failed != nil {
		r.answer.ends.unwatch()
	}
}

// Wait returns the answer, as wait_response/2: what the server has answered, or
// [ErrDown] with the reason if it has ended without. When ctx ends first the error
// says so and the request goes on: it can be waited for again. A process that
// waits for a server which waits for that very process gets [ErrCycle].
//
// A request whose sender has ended, and was a process, gets no answer any more:
// others who wait for it get [ErrStopped]. That of a sender from outside who was
// reported gone (CallerDown of the operation) fails as the sender's context did.
func (r *Request[R]) Wait(ctx context.Context) (R, error) {
	r.mustBeSent()
	if v, there, err := r.check(r.failed == nil && r.answer.server.done.hasHappened()); there {
		return v, err
	}
	var none R
	in := r.answer.server
	w := r.wait(ctx)
	if _, err := w.beginAt(in); err != nil {
		return none, err
	}
	defer w.finish(in)
	select {
	case <-r.answer.done:
		if lost := r.answer.lost; lost != nil && lost.Kind == ErrDown {
			<-in.done.wait() // about to be closed: the supervisor is just being told
		}
	case <-in.done.wait():
	case <-ctx.Done():
		return none, w.cancelled()
	}
	v, _, err := r.Check()
	return v, err
}

// Check returns the answer if it is there, as wait_response/2 with timeout 0.
func (r *Request[R]) Check() (v R, there bool, err error) {
	r.mustBeSent()
	if r.failed != nil {
		return v, true, r.failed
	}
	return r.check(r.answer.server.over.Load())
}

// check is Check for one who knows whether the server has ended.
func (r *Request[R]) check(ended bool) (v R, there bool, err error) {
	if r.failed != nil {
		return v, true, r.failed
	}
	p := &r.answer.pending
	if ended { // unless it has answered before
		p.abandon(&CallError{Kind: ErrDown, Reason: p.server.exitReason()})
		<-p.done
	}
	select {
	case <-p.done:
	default:
		return v, false, nil
	}
	if p.lost != nil {
		return v, true, r.wait(context.Background()).lost(p)
	}
	return r.answer.value, true, p.err
}

// Abandon ends the interest in the answer, as receive_response/2 does at its
// timeout: one that comes later is dropped, and waiting fails with [ErrCanceled],
// also for those who wait already. It does nothing once the answer is there. The
// server is not told.
func (r *Request[R]) Abandon() {
	r.mustBeSent()
	if r.failed == nil {
		r.answer.abandon(&CallError{Kind: ErrCanceled})
		<-r.answer.done // also if somebody else was faster
	}
}

// mustBeSent refuses a zero Request.
func (r *Request[R]) mustBeSent() {
	if r == nil || r.answer == nil && r.failed == nil {
		panic("otp: a request that was not made by SendRequest")
	}
}

// answered reports, once nobody waits any more, whether the server has answered.
func (r *Request[R]) answered() bool {
	return r.failed == nil && r.answer.state.Load() == answerGiven && !r.answer.refused
}

func (r *Request[R]) wait(ctx context.Context) *wait {
	return newWait(ctx, r.to, r.service, r.message, Infinity)
}
