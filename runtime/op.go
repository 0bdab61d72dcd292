package otp

import "time"

// CallOp describes one call of a service: a message that is answered. It is an
// immutable value; P is the type of the server's state, A of the arguments, R of
// the reply.
type CallOp[P, A, R any] struct {
	Service, Message string
	// Timeout bounds the call, from sending to the answer. 0: 5 s, as gen_server:call/2. [Infinity]: no bound.
	Timeout time.Duration
	// Idempotent calls may be made again at the next incarnation, within the deadline, when the process ends
	// before it has answered; not if it was this very message that crashed it.
	Idempotent bool
	// Inline promises that Handle never blocks. A caller that finds the server at rest then runs it on its own
	// goroutine, as a function under a lock, instead of passing a message and waiting: some 20 ns instead of 400.
	// Nothing else changes: one callback at a time, the order of what one caller sends, a panic is the end of the
	// server and an error of the caller. But Timeout and the context bound only the wait for the server's turn:
	// nobody can leave a handler that runs on its own goroutine.
	Inline bool
	// Handle answers at once. Its error is a declared error: the caller gets it as it is. Exactly one of
	// Handle and Later is set; otherwise whoever calls panics.
	Handle func(p *P, a A) (R, error)
	// Later answers through r, now or at any later time, as {noreply, State} and gen_server:reply/2.
	Later func(p *P, a A, r Reply[R])
	// CallerDown, if set, is called once when a caller has ended.
	CallerDown func(p *P, who Caller, why Reason)
	// CopyArgs runs on the caller's goroutine; nil: there is nothing to copy.
	CopyArgs func(A) A
	// CopyReply runs on the server's goroutine; nil: there is nothing to copy.
	CopyReply func(R) R
}

// mustHandle panics if it is not clear how the call is answered.
func (op *CallOp[P, A, R]) mustHandle() {
	switch {
	case op.Handle == nil && op.Later == nil:
		panic("otp: the call " + op.Service + "." + op.Message + " has neither Handle nor Later")
	case op.Handle != nil && op.Later != nil:
		panic("otp: the call " + op.Service + "." + op.Message + " has both Handle and Later")
	case op.Inline && op.Handle == nil:
		panic("otp: the call " + op.Service + "." + op.Message + " is inline and has no Handle")
	}
}

// CastOp describes one cast of a service: a message without an answer.
type CastOp[P, A any] struct {
	Service, Message string
	Handle           func(p *P, a A)
	CopyArgs         func(A) A
}

const defaultCallTimeout = 5 * time.Second

// timeoutOf replaces the default.
func timeoutOf(d time.Duration) time.Duration {
	if d == 0 {
		return defaultCallTimeout
	}
	return d
}
