package otp

import (
	"context"
	"io"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

// Ctx is what a process sees of itself. It belongs to one incarnation and is
// valid during its callbacks.
//
// *Ctx is a context.Context. It is done when the process is asked to stop, when
// it is fenced off and when it ends. What still runs after a request to stop,
// Terminate above all, sees a fresh one, which is done at the shutdown deadline.
// Only a server that does not trap exits is to end at once: the Terminate that it
// has begun sees the request.
//
// A call with c as its context counts as the process waiting, on whatever
// goroutine it is made. That is right on the callback's own goroutine and on
// those that the callback waits for. A goroutine that goes on after the callback
// must not use c for calls: while such a call is under way, a server that calls
// this process is refused with [ErrCycle], although the process is free to
// answer. Give it
// a context of its own, or make it a task of a [TaskSupervisor].
type Ctx struct {
	in       *incarnation
	now      atomic.Pointer[lifetime] // nil: one that nobody has asked for
	waiter   atomic.Pointer[waiter]   // of a call that the process waits for, rung when the stage ends; nil: none, or more than one
	log      atomic.Pointer[slog.Logger]
	stopping Reason   // set by Stop
	next     []func() // set by Continue

	mu   sync.Mutex
	last bool // Terminate runs, and no request to stop ends its context
	over bool // no fresh context any more
}

// lifetime is one stage of a process as a context. It is made when somebody asks
// for more than whether it is done: few handlers do.
type lifetime struct {
	context.Context
	cancel context.CancelCauseFunc
}

func newLifetime() *lifetime {
	ctx, cancel := context.WithCancelCause(context.Background())
	return &lifetime{ctx, cancel}
}

// stopped is every stage that was over before anybody asked. Nobody writes to it.
var stopped = stoppedLifetime()

func stoppedLifetime() *lifetime {
	l := newLifetime()
	l.cancel(ErrStopped)
	return l
}

// stage returns the one that runs.
func (c *Ctx) stage() *lifetime {
	if l := c.now.Load(); l != nil {
		return l
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.now.Load() == nil {
		c.now.Store(newLifetime())
	}
	return c.now.Load()
}

func (c *Ctx) init(in *incarnation) { c.in = in }

// stop ends the context of what is in hand, unless that is
// the Terminate of a process that traps exits.
func (c *Ctx) stop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.last {
		c.endStageLocked()
	}
}

func (c *Ctx) endStageLocked() {
	if l := c.now.Load(); l != nil {
		l.cancel(ErrStopped)
	} else {
		c.now.Store(stopped)
	}
	if w := c.waiter.Load(); w != nil {
		w.ring()
	}
}

// renew makes a fresh context for what runs after a request to stop.
func (c *Ctx) renew() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.renewLocked()
}

// renewLast makes the context of Terminate. In a process that traps exits it lasts
// until the end; any other one is dead, in OTP, when the request comes, and is to
// hurry.
func (c *Ctx) renewLast(traps bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last = traps
	c.renewLocked()
}

func (c *Ctx) renewLocked() {
	if !c.over && c.Err() != nil {
		c.now.Store(nil)
	}
}

// end ends the context for good.
func (c *Ctx) end() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.over = true
	c.endStageLocked()
}

// Deadline returns no deadline: a process is stopped, it does not expire.
func (c *Ctx) Deadline() (deadline time.Time, ok bool) { return time.Time{}, false }

// Done is closed when the process is to stop.
func (c *Ctx) Done() <-chan struct{} { return c.stage().Done() }

// Err is not nil once Done is closed.
func (c *Ctx) Err() error {
	if l := c.now.Load(); l != nil {
		return l.Err()
	}
	return nil
}

// processKey is the key under which a context holds the process it comes from.
type processKey struct{}

// Value lets a call find out which process makes it.
func (c *Ctx) Value(key any) any {
	if _, ok := key.(processKey); ok {
		return c.in
	}
	return c.stage().Value(key)
}

// own tells the context of a process from one that derives from it.
func (c *Ctx) own() *Ctx { return c }

// ownOf returns ctx if it is that of a process itself, also within the context of
// generated code; nil: it is not.
func ownOf(ctx context.Context) *Ctx {
	if c, ok := ctx.(interface{ own() *Ctx }); ok {
		return c.own()
	}
	return nil
}

// processOf returns the process that a context comes from, or nil.
func processOf(ctx context.Context) *incarnation {
	if own := ownOf(ctx); own != nil {
		return own.in
	}
	in, _ := ctx.Value(processKey{}).(*incarnation)
	return in
}

// Self returns this incarnation, as self().
func (c *Ctx) Self() Ref { return Ref{c.in} }

// Log returns the logger of the system with the path and the incarnation of
// this process.
func (c *Ctx) Log() *slog.Logger {
	if l := c.log.Load(); l != nil {
		return l
	}
	l := c.in.sys.log.With("path", c.in.path(), "incarnation", c.in.number)
	c.log.Store(l)
	return l
}

// Stop ends the server after this callback, as {stop, Reason, State}; the
// answer of a call in hand is sent after Terminate, as {stop, Reason, Reply,
// State}. In Init the start fails with that reason; in Terminate it replaces the
// reason of the end. A runner's context is done.
func (c *Ctx) Stop(reason Reason) {
	c.stopping = reason
	if _, ok := c.in.body.(interface{ stopsItself() }); ok {
		c.stop()
	}
}

// Continue runs f right after this callback and before any message, as
// {continue, Term}. In Init that is after the start has been told to the
// supervisor. f may call Continue again. In a state machine it is
// [Machine.NextEvent].
func (c *Ctx) Continue(f func()) {
	c.mustServe("Continue")
	mustFunc("Continue", f != nil)
	c.next = append(c.next, f)
}

// Own closes closer at the end of this incarnation, crash and fencing included:
// last owned first, before the next incarnation in the same place starts. An
// incarnation that is over already closes it at once. All closers together have
// 5 s: when they take longer, or longer than what is left of the shutdown time of
// a process that is being stopped, the end is reported ([Abandoned], with Close in
// hand) and told to the supervisor all the same; after the 5 s the next
// incarnation starts although they still run. They are not interrupted.
func (c *Ctx) Own(closer io.Closer) {
	if !c.in.own(closer) {
		c.in.closeOne(closer)
	}
}

// ArmTimer makes a declared timer fire once after that time, whatever it was
// armed for before; a periodic one goes on from there. A time that has passed is
// now, and [Infinity] is never.
func (c *Ctx) ArmTimer(name string, after time.Duration) {
	c.mustServe("ArmTimer")
	c.in.armTimer(name, after)
}

// CancelTimer stops a declared timer. A tick that waits in the mailbox is void.
func (c *Ctx) CancelTimer(name string) {
	c.mustServe("CancelTimer")
	c.in.cancelTimer(name)
}

// Exit sends an exit signal from this process, as erlang:exit/2; see [Ref.Exit].
// Unlike that it does nothing once this process has been fenced off, and [Normal]
// ends the process itself: exit(self(), normal).
func (c *Ctx) Exit(to Ref, reason Reason) {
	reason = orNormal(reason)
	switch {
	case c.in.over.Load():
	case to.in == c.in && reason == Normal && !c.in.body.traps():
		c.in.stopFor(Normal)
	default:
		to.Exit(reason)
	}
}

// Lookup returns the address of a name, from the innermost scope outward. It
// never fails: the name may be started later.
func (c *Ctx) Lookup(name Name) Addr { return Addr{slot: c.in.slot.home.lookup(name)} }

// Ready says that the start of a runner is complete.
func (c *Ctx) Ready() { c.in.ready() }

// mustServe crashes a process without a mailbox that uses what needs one.
func (c *Ctx) mustServe(what string) {
	if _, ok := c.in.body.(interface{ handles() }); !ok {
		panic("otp: " + what + " is for servers; a runner waits on channels of its own")
	}
}

// mustFunc crashes who asks for something to be done and does not say what.
func mustFunc(what string, given bool) {
	if !given {
		panic("otp: " + what + ": the function is nil")
	}
}

// DemonitorCaller ends the watch of a monitored caller, with flush: its end is
// not reported any more. A server that keeps nothing for a caller after the
// answer calls it then; otherwise a caller from outside is watched for as long
// as its context lives.
func (c *Ctx) DemonitorCaller(who Caller) { c.in.forgetCaller(who) }
