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
func MultiCall[P, A, R any](ctx context.Context, to []Addr, op *CallOp[P, A, R], a A) (replies []MultiReply[R], without []Addr) {
	if timeout := timeoutOf(op.Timeout); timeout != Infinity {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, timeout)
		defer cancel()
	}
	requests := make([]*Request[R], len(to))
	for i, at := range to {
		requests[i] = SendRequest(ctx, at, op, a)
	}
	for i, r := range requests {
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

// Abcast sends one cast to several processes, as gen_server:abcast/3. The error
// joins those of full mailboxes, as for [Cast].
func Abcast[P, A any](ctx context.Context, to []Addr, op *CastOp[P, A], a A) error {
	var failed []error
	for _, at := range to {
		failed = append(failed, Cast(ctx, at, op, a))
	}
	return errors.Join(failed...)
}
