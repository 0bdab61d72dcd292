package otp

import (
	"context"
	"sync/atomic"
)

// Reply is the duty to answer one call. It can be kept, compared and used by
// any goroutine, for as long as its server lives.
type Reply[R any] struct{ answer *answer[R] }

// Send answers the call. It is true if the answer was delivered: not if the
// call has been answered, if its caller has given up, or if the server has
// ended.
func (r Reply[R]) Send(v R) bool {
	return r.answer != nil && r.answer.give(v, nil)
}

// Fail answers the call with a declared error, under the same conditions.
func (r Reply[R]) Fail(err error) bool {
	var none R
	return r.answer != nil && r.answer.give(none, err)
}

// give answers with what a handler returned.
func (r Reply[R]) give(v R, err error) {
	if err != nil {
		r.Fail(err)
		return
	}
	r.Send(v)
}

// Caller returns who waits for the answer.
func (r Reply[R]) Caller() Caller {
	if r.answer == nil {
		return Caller{}
	}
	return r.answer.who()
}

// answer is where a server puts the answer of one call and the caller finds it.
// It goes from open to answered, by the server, or to abandoned, by the caller,
// once and for good.
type answer[R any] struct {
	pending
	copy  func(R) R
	value R
}

// pending is what answers of all types have.
type pending struct {
	state   atomic.Uint32
	waiter  *waiter              // who is rung once the answer is there; for good, though others may use the call
	done    chan struct{}        // without a waiter: closed once value and err are there, or why there will be none
	bell    atomic.Pointer[bell] // rung then; nil: nobody waits for several at once
	err     error
	refused bool       // err is the runtime's, and no answer of the server
	lost    *CallError // why it was abandoned; see wait.lost
	ends    *ends      // of a request: who may end before it is answered; nil: whoever waits looks
	server  *incarnation
	caller  *incarnation // nil: an outside caller
	ctx     context.Context
}

const (
	answerOpen  uint32 = iota
	answerGiven        // and is about to be there
	answerAbandoned
	answerThere // for a waiter
)

// wanted reports whether an answer can be given: there is none, the server
// lives, and somebody waits for it.
func (p *pending) wanted() bool {
	return p.state.Load() == answerOpen && !p.server.over.Load() && !p.caller.isOver()
}

// claim takes the right to answer. Who has it puts the answer there at once. A
// server that was fenced off before it had the right has taken it in vain.
func (p *pending) claim() bool {
	if !p.wanted() || !p.state.CompareAndSwap(answerOpen, answerGiven) {
		return false
	}
	if p.server.over.Load() {
		p.lost = &CallError{Kind: ErrDown, Reason: p.server.exitReason()}
		p.settle()
		return false
	}
	return true
}

// abandon is the end of the caller's waiting: by the caller, or by whoever
// reports that the caller is gone. Everybody else who waits is told why. False if
// the answer is there, or just being put there.
func (p *pending) abandon(why *CallError) bool {
	if p.state.CompareAndSwap(answerOpen, answerAbandoned) {
		p.lost = why
		p.settle()
		return true
	}
	return p.state.Load() == answerAbandoned
}

// refuse answers with a failure of the runtime, for a message that no server
// handles.
func (p *pending) refuse(err error) {
	if p.state.CompareAndSwap(answerOpen, answerGiven) {
		p.err, p.refused = err, true
		p.settle()
	}
}

// settle says that the answer is there, or that there will be none.
func (p *pending) settle() {
	if p.waiter != nil {
		w := p.waiter // the call may be used again as soon as the answer is there
		p.state.Store(answerThere)
		w.ring()
		return
	}
	close(p.done)
	if p.ends != nil {
		p.ends.unwatch()
	}
	if b := p.bell.Load(); b != nil {
		b.ring()
	}
}

// give answers; false if nobody gets it. The copy is made first: it is the
// program's code, which may panic or hang while the caller's deadline passes.
func (a *answer[R]) give(v R, err error) bool {
	if !a.wanted() {
		return false
	}
	if a.copy != nil && err == nil {
		v = a.copy(v)
	}
	if !a.claim() {
		return false
	}
	a.value, a.err = v, err
	a.settle()
	return true
}

func (p *pending) who() Caller {
	if p.caller != nil {
		return Caller{in: p.caller}
	}
	return Caller{call: p}
}
