package otp

import (
	"context"
	"errors"
	"time"
)

// wait is the caller's side of a call or a request: how long it waits, and for
// whom.
type wait struct {
	ctx              context.Context
	to               Addr
	service, message string
	caller           *incarnation  // nil: from outside
	timeout          time.Duration // that ends the wait; Infinity: the context does
	due              time.Duration // when that will be, by the clock of a system; 0: it has not been looked at
	sys              *System       // that system
	clock            *time.Timer   // made when somebody needs its channel
	fatal            bool          // the process crashed with this very message in hand
	answered         bool          // by the process, whatever that is: also a failed call that it has made itself
}

func newWait(ctx context.Context, to Addr, service, message string, timeout time.Duration) *wait {
	w := waitOf(ctx, to, service, message, timeout)
	return &w
}

// waitOf is newWait for who wants it on the stack.
func waitOf(ctx context.Context, to Addr, service, message string, timeout time.Duration) wait {
	if timeout != Infinity {
		if deadline, bounded := ctx.Deadline(); bounded && time.Until(deadline) <= timeout {
			timeout = Infinity
		}
	}
	return wait{ctx: ctx, to: to, service: service, message: message, caller: processOf(ctx), timeout: timeout}
}

// late is closed, or sends, when the time is over. Whoever has asked for it calls
// end.
func (w *wait) late() <-chan time.Time {
	if w.timeout == Infinity {
		return nil
	}
	if w.clock == nil {
		left := w.timeout
		if w.due != 0 {
			left = w.due - w.sys.now()
		}
		w.clock = time.NewTimer(left)
	}
	return w.clock.C
}

// dueBy is when the time is over, by the clock of a system; 0: never.
func (w *wait) dueBy(sys *System) time.Duration {
	if w.timeout == Infinity {
		return 0
	}
	if w.due == 0 {
		w.sys, w.due = sys, plus(sys.now(), w.timeout)
	}
	return w.due
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
	if err := w.refused(in); err != nil {
		return nil, err
	}
	if w.caller != nil && !w.caller.waitFor(in) {
		return nil, w.fail(ErrCycle)
	}
	return in, nil
}

// refused says why nothing can be sent to in, if so.
func (w *wait) refused(in *incarnation) error {
	switch {
	case w.ctx.Err() != nil:
		return w.cancelled()
	case w.caller.isOver():
		return w.fail(ErrStopped)
	case in == nil:
		return w.absent()
	default:
		return nil
	}
}

func (w *wait) finish(in *incarnation) {
	if w.caller != nil {
		w.caller.waited(in)
	}
}

// send puts the message into the mailbox.
func (w *wait) send(in *incarnation, m message) error {
	return w.sent(in, in.send(w, m))
}

// push puts the message into the mailbox whatever the bound.
func (w *wait) push(in *incarnation, m message) error {
	return w.sent(in, in.box.pushFrom(w.caller, m))
}

// sent says what has kept a message from being sent.
func (w *wait) sent(in *incarnation, o outcome) error {
	switch o {
	case accepted:
		return nil
	case overloaded:
		return w.fail(ErrOverloaded)
	case expired:
		if w.ctx.Err() != nil {
			return w.cancelled()
		}
		return w.fail(ErrTimeout)
	case ended:
		return w.down(in)
	case unsent:
		return w.fail(ErrStopped)
	default:
		panic("otpgen: internal: unknown outcome of a send")
	}
}

// await waits for the answer. nil: it is there.
func (w *wait) await(in *incarnation, p *pending) error {
	var err *CallError
	select {
	case <-p.done:
		return w.given(p)
	case <-in.done.wait():
		err = w.down(in)
	case <-w.late():
		err = w.fail(ErrTimeout)
	case <-w.gone():
		err = w.left()
	}
	if p.abandon(err) {
		return err
	}
	<-p.done // the answer was faster
	return w.given(p)
}

// awaitRing is await for a call whose waiter is rung when there may be something
// to see.
func (w *wait) awaitRing(in *incarnation, p *pending) error {
	gone, own := w.goneOf(p.waiter)
	if own != nil {
		defer own.waiter.Store(nil)
	}
	for {
		if gone == nil {
			<-p.waiter.bell
		} else {
			select {
			case <-p.waiter.bell:
			case <-gone:
			}
		}
		if p.state.Load() == answerThere {
			return w.given(p)
		}
		if err := w.over(in); err != nil && p.state.CompareAndSwap(answerOpen, answerAbandoned) {
			return err
		}
		// The ring was meant for the last one who waited here, or the answer is just being put there.
	}
}

// gone is closed when the caller is to wait no longer: by its context or, if that
// never ends, as one of context.WithoutCancel does not, when it is no more itself.
func (w *wait) gone() <-chan struct{} {
	if gone := w.ctx.Done(); gone != nil {
		return gone
	}
	return w.caller.end()
}

// left is the error of a caller that waits no longer.
func (w *wait) left() *CallError {
	if w.ctx.Err() != nil {
		return w.cancelled()
	}
	return w.fail(ErrStopped)
}

// goneOf returns what is closed when the caller is to wait no longer. A process
// that waits with its own context has its waiter rung instead, and needs no
// channel: own is its context then.
func (w *wait) goneOf(waiter *waiter) (gone <-chan struct{}, own *Ctx) {
	own = ownOf(w.ctx)
	if own == nil || !own.waiter.CompareAndSwap(nil, waiter) {
		return w.gone(), nil
	}
	if own.Err() != nil { // since we looked last; from now on it rings
		waiter.ring()
	}
	return nil, own
}

// over says why a wait without an answer is over, if it is.
func (w *wait) over(in *incarnation) *CallError {
	switch {
	case in.done.hasHappened():
		return w.down(in)
	case w.ctx.Err() != nil || w.caller.isOver():
		return w.left()
	case w.timeout != Infinity && in.sys.now() >= w.due:
		return w.fail(ErrTimeout)
	default:
		return nil
	}
}

// given is nil if what is there is an answer.
func (w *wait) given(p *pending) error {
	if p.lost != nil {
		return w.lost(p)
	}
	return nil
}

// lost is the error of an answer that was abandoned.
func (w *wait) lost(p *pending) *CallError {
	err := w.fail(p.lost.Kind)
	err.Reason, err.Cause = p.lost.Reason, p.lost.Cause
	return err
}

func (w *wait) restarting() *CallError {
	err := w.fail(ErrRestarting)
	err.After = w.to.slot.retryAfter()
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
func (w *wait) down(in *incarnation) *CallError {
	err := w.fail(ErrDown)
	err.Reason = in.exitReason()
	return err
}

// crashed reports whether in has ended by a panic.
func (w *wait) crashed(in *incarnation) bool { return in.over.Load() && in.exitReason().IsCrash() }

func (w *wait) cancelled() *CallError {
	kind, cause := kindOf(w.ctx)
	err := w.fail(kind)
	err.Cause = cause
	return err
}

// again waits until it makes sense to repeat an attempt that failed with err. An
// error says that it makes none, or that the time is over; that one wraps err.
// The message that crashed a process is not sent again: it would crash the next
// one too, until the supervisor gives up.
func (w *wait) again(failed *incarnation, err error) error {
	failure, ours := err.(*CallError)
	if !ours || w.answered || w.fatal || w.to.pin != nil || failure.Kind != ErrDown && failure.Kind != ErrRestarting {
		return err
	}
	if w.to.slot == nil && failed == nil { // nobody, or a key that nobody has held
		return err
	}
	for {
		change := w.changes(failed).next()
		in := w.to.receiver()
		switch {
		case in != nil && in != failed:
			return nil
		case in == nil && !w.comesBack(failed): // the one that failed may not have left its slot yet
			if failure.Kind == ErrRestarting {
				return w.absent() // it was given up meanwhile
			}
			return err
		}
		select {
		case <-change:
		case <-w.late():
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

// changes is what tells of a change in the system of the process that is
// waited for.
func (w *wait) changes(failed *incarnation) *broadcast {
	if w.to.slot != nil {
		return &w.to.slot.sys.changes
	}
	return &failed.sys.changes
}

// comesBack reports whether an address without a receiver will have one. Under
// a key that is the next life of the one that failed, until it is up and has
// not registered.
func (w *wait) comesBack(failed *incarnation) bool {
	if w.to.via == nil {
		return w.to.comesBack()
	}
	if next := failed.slot.cur.Load(); next != nil && next.running() {
		return w.to.receiver() != nil // it may have registered after we looked
	}
	return failed.slot.comesBack()
}
