package otp

import (
	"context"
	"fmt"
	"iter"
	"runtime"
	"sync/atomic"
	"time"
)

// Stream says how [AsyncStream] runs its tasks.
type Stream struct {
	MaxConcurrency int           // tasks at one time; 0: runtime.GOMAXPROCS
	Timeout        time.Duration // of one task, from its start; 0: 5 s; [Infinity]: none
}

// AsyncStream runs f for each item as a task of its own, so many at a time, and
// yields the answers in the order of the items, as
// Task.Supervisor.async_stream with on_timeout: :kill_task. Tasks and caller are
// linked: a task that crashes ends a caller that does not trap exits, and the end
// of the caller stops the tasks. One that traps exits finds what has become of a
// task in the stream only, and gets no signals.
//
//	for page, err := range otp.AsyncStream(ctx, tasks, urls, fetch, otp.Stream{}) {
//
// An error is that of one item: of f, [ErrDown] for a task that crashed,
// [ErrTimeout] for one that was killed because it took too long, or that of a
// start, such as [ErrMaxChildren]; the next item follows. Only when ctx ends is the
// error the last one. The first tasks start with the range; a task starts when
// the answer of an earlier one has been taken. When the loop is left early, or ctx
// ends, the tasks under way are told to stop; the loop's end waits for them while
// ctx lasts.
func AsyncStream[T, R any](ctx context.Context, t Tasks, items []T, f func(ctx context.Context, item T) (R, error), how Stream, opts ...TaskOption) iter.Seq2[R, error] {
	mustRun(f != nil)
	return stream(ctx, items, how, func(item T) (*Task[R], error) {
		return startTask(ctx, t, func(ctx context.Context) (R, error) { return f(ctx, item) }, streamed, opts)
	})
}

// AsyncStreamNoLink is [AsyncStream] with tasks that are not linked to the caller,
// as Task.Supervisor.async_stream_nolink: one that crashes yields its error and
// does no more.
func AsyncStreamNoLink[T, R any](ctx context.Context, t Tasks, items []T, f func(ctx context.Context, item T) (R, error), how Stream, opts ...TaskOption) iter.Seq2[R, error] {
	mustRun(f != nil)
	return stream(ctx, items, how, func(item T) (*Task[R], error) {
		return AsyncNoLink(ctx, t, func(ctx context.Context) (R, error) { return f(ctx, item) }, opts...)
	})
}

func stream[T, R any](ctx context.Context, items []T, how Stream, start func(item T) (*Task[R], error)) iter.Seq2[R, error] {
	how.check()
	width := how.MaxConcurrency
	if width == 0 {
		width = runtime.GOMAXPROCS(0)
	}
	return func(yield func(R, error) bool) {
		var window []*flight[R] // in the order of the items
		defer func() { stopFlights(ctx, window) }()
		for rest := items; len(rest) > 0 || len(window) > 0; {
			for len(rest) > 0 && len(window) < width {
				window = append(window, launch(start, rest[0], timeoutOf(how.Timeout)))
				rest = rest[1:]
			}
			value, err := window[0].land(ctx)
			if !yield(value, err) || err != nil && ctx.Err() != nil {
				return
			}
			window = window[1:]
		}
	}
}

// check panics at what makes no sense.
func (how Stream) check() {
	if how.MaxConcurrency < 0 {
		panic(fmt.Sprintf("otp: AsyncStream: MaxConcurrency is %d; 0 is GOMAXPROCS", how.MaxConcurrency))
	}
	if how.Timeout < 0 && how.Timeout != Infinity {
		panic(fmt.Sprintf("otp: AsyncStream: Timeout is %v; 0 is 5 s, and Infinity none", how.Timeout))
	}
}

// flight is one task of a stream.
type flight[R any] struct {
	task    *Task[R] // nil: it did not start
	refused error
	clock   *time.Timer // nil: no timeout
	late    atomic.Bool // it was killed because of its timeout
}

func launch[T, R any](start func(item T) (*Task[R], error), item T, timeout time.Duration) *flight[R] {
	l := &flight[R]{}
	if l.task, l.refused = start(item); l.refused == nil && timeout != Infinity {
		l.clock = time.AfterFunc(timeout, func() {
			if l.task.ref.in.over.Load() { // it has ended in time, and nobody has asked for its answer yet
				return
			}
			l.late.Store(true)
			l.task.Ignore() // its caller does not go with it
			l.task.ref.in.kill()
		})
	}
	return l
}

// land waits for the answer.
func (l *flight[R]) land(ctx context.Context) (R, error) {
	if l.refused != nil {
		var none R
		return none, l.refused
	}
	value, err := l.task.Await(ctx)
	if why, over := l.task.ref.Reason(); over {
		l.stopClock()
		if why == Killed && l.late.Load() {
			err = &CallError{Kind: ErrTimeout, Service: taskService, Message: "AsyncStream", Path: l.task.ref.in.path()}
		}
	}
	return value, err
}

func (l *flight[R]) stopClock() {
	if l.clock != nil {
		l.clock.Stop()
	}
}

// stopFlights stops what is left, all at the same time.
func stopFlights[R any](ctx context.Context, left []*flight[R]) {
	for _, l := range left {
		if l.refused == nil {
			l.stopClock()
			l.task.Ignore()
			l.task.ref.in.stopForGood()
		}
	}
	for _, l := range left {
		if l.refused == nil {
			select {
			case <-l.task.ref.in.done.wait():
			case <-ctx.Done():
				return
			}
		}
	}
}
