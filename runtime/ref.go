package otp

import (
	"context"
	"fmt"
	"sync/atomic"

	"github.com/otpgen/otpgen/runtime/internal/probe"
)

// Ref is one incarnation of a process: one life, from a start to its end. Refs
// can be compared. The zero Ref is nobody, who has always been dead.
type Ref struct{ in *incarnation }

func (r Ref) isZero() bool { return r.in == nil }

// Addr returns the address of this very incarnation: calls to it fail with
// [ErrDown] once it has ended, instead of reaching the next one.
func (r Ref) Addr() Addr {
	if r.in == nil {
		return Addr{}
	}
	return Addr{slot: r.in.slot, pin: r.in}
}

// Done returns a channel that is closed when the incarnation has ended. By then
// its name is free, what it owned is closed and its supervisor has been told. A
// closer that takes longer than 5 s, or than what is left of the shutdown time,
// is not waited for; see [Ctx.Own].
func (r Ref) Done() <-chan struct{} {
	if r.in == nil {
		return alwaysClosed()
	}
	return r.in.done.wait()
}

func alwaysClosed() <-chan struct{} {
	c := make(chan struct{})
	close(c)
	return c
}

// Reason returns why the incarnation ended. It is false while it has not; it is
// true a little before Done is closed, as soon as nobody can reach it any more.
func (r Ref) Reason() (Reason, bool) {
	if r.in == nil {
		return NoProc, true
	}
	if !r.in.over.Load() {
		return Reason{}, false
	}
	return r.in.exitReason(), true
}

// Incarnation returns the number of this life: 1, and one more at each start. What
// is counted are the starts under its name, wherever in the tree, or in its place
// if it has none; those that failed, also because the name was taken, included.
func (r Ref) Incarnation() uint64 {
	if r.in == nil {
		return 0
	}
	return r.in.number
}

// MessageQueueLen returns how many messages wait in the mailbox, as
// process_info(Pid, message_queue_len).
func (r Ref) MessageQueueLen() int {
	if r.in == nil {
		return 0
	}
	return r.in.box.depth()
}

// Exit sends an exit signal, as erlang:exit/2 from a process that is neither
// the supervisor nor a child. [Killed] ends any process at once, as the atom
// kill. Any other reason but [Normal] ends a process that does not trap exits. A
// server that does gets it, Normal too, as a message for its ExitSignal;
// supervisors ignore it. The zero Reason is [Normal]. Within a process, use
// [Ctx.Exit]: here nobody knows whether a fenced one sends.
func (r Ref) Exit(reason Reason) {
	reason = orNormal(reason)
	switch {
	case r.in == nil:
	case reason == Killed:
		r.in.kill()
	default:
		r.in.exitSignal(reason)
	}
}

// Stop ends the process in order and waits until it is gone, as gen_server:stop/3
// and as stopping a supervisor: what came before is handled, Terminate runs,
// children are stopped. nil if that was its end and for that reason, [ErrDown]
// with the reason if it was another one. The zero Reason is [Normal]. ctx alone
// bounds the wait.
func (r Ref) Stop(ctx context.Context, reason Reason) error {
	reason = orNormal(reason)
	w := newWait(ctx, r.Addr(), "process", "Stop", Infinity)
	defer w.end()
	in, err := w.beginAt(r.Addr().target())
	if err != nil {
		return err
	}
	defer w.finish(in)
	obeyed := new(atomic.Bool)
	if _, isRunner := in.body.(*runner); isRunner {
		in.stopFor(reason)
		obeyed.Store(true)
	} else {
		if in.box.pushFrom(w.caller, exitMessage{reason, obeyed}) == unsent {
			return w.fail(ErrStopped)
		}
	}
	select {
	case <-in.done.wait():
	case <-ctx.Done():
		return w.cancelled()
	}
	if !obeyed.Load() || in.exitReason() != reason {
		return w.down(in)
	}
	return nil
}

// Probe injects a fault. Only package otptest can make a command.
func (r Ref) Probe(c probe.Command) {
	if r.in != nil {
		r.in.probe(c)
	}
}

// String prints r as "Root/EventStore#2".
func (r Ref) String() string {
	if r.in == nil {
		return "none"
	}
	return fmt.Sprintf("%s#%d", r.in.path(), r.in.number)
}
