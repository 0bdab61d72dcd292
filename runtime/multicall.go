package otp

import (
	"context"
	"errors"
)

// MultiReply is what one process has answered to a [MultiCall].
type MultiReply[R any] struct {
	From  Addr
	Value R
	Err   error // a declared error of the server
}

// MultiCall makes one call to several processes at once and waits for all, as
// gen_server:multi_call/4 does for the servers of several nodes. It returns what
// they have answered and who has not, for whatever reason a [Call] fails: nobody is
// there, it ended, it is of another service, its mailbox is full, or its answer
// would come after the deadline of Call, which is one for all. Both are in the
// order of to. Late answers are dropped. No call is made again. To learn why one
// has not answered, use [SendRequest] or [Requests].
//
// A full mailbox with the policy [Block] delays nobody else's call: its own waits
// for room until the deadline.
func MultiCall[P, A, R any](ctx context.Context, to []Addr, op *CallOp[P, A, R], a A) (replies []MultiReply[R], without []Addr) {
	if op == nil {
		panic("otp: MultiCall without an operation")
	}
	if timeout := timeoutOf(op.Timeout); timeout != Infinity {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, timeout)
		defer cancel()
	}
	requests, messages := make([]*Request[R], len(to)), make([]message, len(to))
	for i, at := range to { // CopyArgs may panic: before anything is sent
		requests[i], messages[i] = newRequest(ctx, at, op, a)
	}
	for i, r := range requests {
		r.post(ctx, messages[i])
	}
	for i, r := range requests {
		r.awaitRoom(ctx)
		v, err := r.Wait(ctx)
		r.Abandon()
		if !r.answered() { // an answer may be any error, also that of a call which failed
			without = append(without, to[i])
			continue
		}
		replies = append(replies, MultiReply[R]{From: to[i], Value: v, Err: err})
	}
	return replies, without
}

// Abcast sends one cast to several processes, as gen_server:abcast/3, and returns
// at once. The error joins those of full mailboxes, as for [Cast], but for the
// policy [Block]: there is no wait for room, and such a mailbox refuses the cast.
func Abcast[P, A any](ctx context.Context, to []Addr, op *CastOp[P, A], a A) error {
	if op == nil {
		panic("otp: Abcast without an operation")
	}
	var failed []error
	for _, at := range to {
		failed = append(failed, castTo(ctx, at, op, a, false))
	}
	return errors.Join(failed...)
}
