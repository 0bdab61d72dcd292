package otp

import (
	"context"
	"sync/atomic"
)

// Task is a running computation that will answer with a T.
type Task[T any] struct {
	ref    Ref
	linked *incarnation // the caller that it is linked to; nil: none
	answer atomic.Pointer[taskAnswer[T]]
}

type taskAnswer[T any] struct {
	value T
	err   error
}

// Async runs f as a supervised process, linked to the calling one, as
// Task.Supervisor.async: neither goes on if the other fails. [Task.Await] fetches
// the answer; an error of f is an answer as any.
//
// If the task crashes or is killed, the caller gets an exit signal with that
// reason: it ends with it, or, if it traps exits, gets the signal as a message.
// One that traps exits gets it also when the task has ended normally. If the
// caller ends for any reason but [Normal], the task is told to stop. The caller
// is the process whose *Ctx ctx is or comes from. Called from outside of a
// process there is nobody to link to, and Async does what [AsyncNoLink] does.
//
// ctx bounds the start only; f gets the context of the task, which ends when the
// task is told to stop. The task begins with f when Async is about to return
// without an error. A caller that ends before that, or whose ctx ends, leaves no
// task behind: it ends with the reason {shutdown, Reason}. Async fails as
// [Tasks.Start].
func Async[T any](ctx context.Context, t Tasks, f func(ctx context.Context) (T, error), opts ...TaskOption) (*Task[T], error) {
	return startTask(ctx, t, f, tied, opts)
}

// AsyncNoLink runs f as a supervised process whose answer [Task.Await] fetches,
// as Task.Supervisor.async_nolink: the caller is told when the task fails, and
// does not fail with it; the task goes on when the caller ends. Otherwise it is
// [Async].
func AsyncNoLink[T any](ctx context.Context, t Tasks, f func(ctx context.Context) (T, error), opts ...TaskOption) (*Task[T], error) {
	return startTask(ctx, t, f, free, opts)
}

// tie is what ties a task to its caller.
type tie uint8

const (
	_        tie = iota
	free         // nothing
	tied         // a link
	streamed     // a link that brings no signal to a caller which traps exits
)

// link ties a task to its caller; nil: it is tied to nobody.
func (how tie) link(caller, task *incarnation) (to *incarnation) {
	if caller == nil {
		return nil
	}
	switch how {
	case free:
		return nil
	case tied:
		caller.link(task)
	case streamed:
		caller.linkStream(task)
	default:
		panic("otpgen: internal: unknown tie of a task")
	}
	return caller
}

// startTask starts a task, ties it to its caller, and lets it begin.
func startTask[T any](ctx context.Context, t Tasks, f func(ctx context.Context) (T, error), how tie, opts []TaskOption) (*Task[T], error) {
	mustRun(f != nil)
	o := taskOptionsOf(opts)
	if o.restart != Temporary {
		panic("otp: a task that is awaited answers once: TaskRestart is for Tasks.Start")
	}
	task := new(Task[T])
	ahead, caller := make(goAhead, 1), processOf(ctx)
	defer ahead.watch(caller)()
	ref, err := StartChild(ctx, t.to, taskSpec(o, func(c *Ctx) error {
		if !ahead.await(c) {
			return nil
		}
		value, err := f(c)
		if c.Err() != nil && saysStopped(err) {
			return nil // told to stop, and stopped: not an answer, but a task that is down
		}
		task.answer.Store(&taskAnswer[T]{value, err})
		return nil
	}))
	if err == nil {
		task.linked = how.link(caller, ref.in)
	}
	if caller != nil && caller.over.Load() { // too late for the link, and too early for the watch
		err = &CallError{Kind: ErrStopped, Service: taskService, Message: "Async", Path: t.to.Path()}
	}
	if err != nil {
		ahead.say(withdrawn(caller, err))
		return nil, err
	}
	task.ref = ref
	ahead.say(Reason{})
	return task, nil
}

// goAhead is the word of the caller that a task waits for: the zero Reason to
// begin, any other to end with. The first one counts.
//
// The supervisor may start a task when its caller has long given up waiting for
// that; such a task would run unknown to anybody.
type goAhead chan Reason

func (g goAhead) say(why Reason) {
	select {
	case g <- why:
	default:
	}
}

// watch says {shutdown, Reason} for the caller when it ends, until end is called.
// One that is over already cannot ask for a start.
func (g goAhead) watch(caller *incarnation) (end func()) {
	if caller == nil {
		return func() {}
	}
	w := &watch{fire: func(why Reason) { g.say(ShutdownWith(why.String())) }}
	caller.watch(w)
	return func() { caller.unwatch(w) }
}

// await reports whether the task may begin.
func (g goAhead) await(c *Ctx) bool {
	select {
	case why := <-g:
		if !why.IsZero() {
			c.Stop(why)
		}
		return why.IsZero()
	case <-c.Done():
		return false
	}
}

// withdrawn is the reason of a task whose caller is about to end, or has given
// up with that error: {shutdown, Reason}.
func withdrawn(caller *incarnation, err error) Reason {
	if caller != nil {
		if caller.over.Load() {
			return ShutdownWith(caller.exitReason().String())
		}
		if asked, ok := caller.askedToStop(); ok {
			return ShutdownWith(asked.String())
		}
	}
	return ShutdownWith(err.Error())
}

// Ref returns the incarnation of the task, for instance to monitor it.
func (t *Task[T]) Ref() Ref { return t.ref }
