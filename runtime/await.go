package otp

import (
	"context"
	"time"
)

// Await returns what the task answers, as Task.await: the value and the error of
// its function. If the task ended without an answer, because it panicked or was
// stopped, the error is [ErrDown] with its reason. If ctx ends first the error is
// that of a call whose context ended ([ErrTimeout], [ErrCanceled]), where Elixir
// ends the caller; the task goes on, and may be awaited again, any number of
// times and from anywhere. A task that nobody awaits costs nothing once it has
// ended. A process that awaits a task which waits for that very process gets
// [ErrCycle], or the task does.
func (t *Task[T]) Await(ctx context.Context) (T, error) {
	value, _, err := t.await(ctx, "Await", Infinity)
	return value, err
}

// Yield is [Task.Await] for no longer than d, as Task.yield: done is false if the
// task has not ended by then. With a d of 0 it only looks. Whatever ends the wait
// otherwise is an error.
func (t *Task[T]) Yield(ctx context.Context, d time.Duration) (value T, done bool, err error) {
	return t.await(ctx, "Yield", d)
}

func (t *Task[T]) await(ctx context.Context, message string, d time.Duration) (value T, done bool, err error) {
	w := newWait(ctx, t.ref.Addr(), taskService, message, d)
	defer w.end()
	if t.ref.isZero() { // the zero Task
		return value, false, w.absent()
	}
	select {
	case <-t.ref.Done(): // an answer that is there is given to a late caller, too
		return t.outcome(w)
	default:
	}
	in, err := w.beginAt(t.ref.in)
	if err != nil || d <= 0 {
		return value, false, err
	}
	defer w.finish(in)
	select {
	case <-in.done.wait():
		return t.outcome(w)
	case <-w.late():
		return value, false, nil
	case <-ctx.Done():
	}
	if in.over.Load() { // its end is what ends this process, by the link
		return t.outcome(w)
	}
	return value, false, w.cancelled()
}

// outcome is what has come of a task that is over.
func (t *Task[T]) outcome(w *wait) (value T, done bool, err error) {
	if a := t.answered(); a != nil {
		return a.value, true, a.err
	}
	return value, true, w.down(t.ref.in)
}

// answered returns the answer of a task that is over, if it gave one. One that
// was fenced off may still answer, but nobody hears it: its reason is not a
// normal end.
func (t *Task[T]) answered() *taskAnswer[T] {
	if !t.ref.in.exitReason().IsNormalEnd() {
		return nil
	}
	return t.answer.Load()
}

// Shutdown unlinks the task, stops it, and returns when it is gone, as
// Task.shutdown. A task that had answered, or answers now, is done; one that had
// failed is done with [ErrDown]. A task that was stopped is not, and there is no
// error. It is fenced off when its shutdown time has passed (see [TaskShutdown]),
// also if ctx, which bounds the wait, ends before that.
func (t *Task[T]) Shutdown(ctx context.Context) (value T, done bool, err error) {
	w := newWait(ctx, t.ref.Addr(), taskService, "Shutdown", Infinity)
	defer w.end()
	in := t.ref.in
	if in == nil {
		return value, false, w.absent()
	}
	t.Ignore()
	in.stopForGood()
	select {
	case <-in.done.wait():
	case <-ctx.Done():
		return value, false, w.cancelled()
	}
	why := in.exitReason()
	if t.answered() == nil && (why == Shutdown || why == Killed && in.isStopping()) {
		return value, false, nil
	}
	return t.outcome(w)
}

// Ignore unlinks the task, as Task.ignore: it goes on by itself, whatever becomes
// of the caller, which does not hear of its end any more. It may be awaited all
// the same.
func (t *Task[T]) Ignore() {
	if t.linked != nil && t.ref.in != nil {
		t.linked.unlink(t.ref.in)
	}
}

// stopForGood asks a process to stop, and fences it off when its shutdown time
// has passed, without its supervisor.
func (in *incarnation) stopForGood() {
	in.stopFor(Shutdown)
	if in.shutdown.IsBrutalKill() {
		in.kill()
		return
	}
	in.limitEnd()
}
