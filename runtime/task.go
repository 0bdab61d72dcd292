package otp

import (
	"context"
	"sync/atomic"
	"time"
)

// taskService is what a task is called in reports and errors.
const taskService = "Task"

// taskShutdown is how long a task may go on after it was told to stop, the
// default of Elixir's Task.Supervisor.
const taskShutdown = 5 * time.Second

// TasksSpec describes a supervisor of tasks.
type TasksSpec struct {
	MaxChildren int // tasks at one time; 0: no limit
	// The restart intensity, as of any dynamic supervisor. Tasks are temporary
	// and never restarted, so it never counts anything.
	MaxRestarts, MaxSeconds int
}

// TaskSupervisor starts a supervisor of tasks, as Elixir's Task.Supervisor: a
// dynamic supervisor whose children are temporary and get 5 s to stop.
// [Tasks.Start] and [Async] start tasks under it.
func TaskSupervisor(spec TasksSpec) Start {
	return Dynamic(DynamicSpec{MaxChildren: spec.MaxChildren, MaxRestarts: spec.MaxRestarts, MaxSeconds: spec.MaxSeconds})
}

// Tasks is the client of a [TaskSupervisor].
type Tasks struct{ to Addr }

// TasksAt returns the client of the task supervisor at a.
func TasksAt(a Addr) Tasks { return Tasks{to: a} }

// Addr returns the address of the task supervisor.
func (t Tasks) Addr() Addr { return t.to }

// Start runs f as a supervised process and does not wait for it, as
// Task.Supervisor.start_child. The context bounds the start only; f gets that
// of the task, which ends when the task is told to stop. An error of f is a
// crash of the task: nobody else would hear of it.
//
// It fails with [ErrMaxChildren] when the limit is reached, and as a call does
// when the supervisor is not there.
func (t Tasks) Start(ctx context.Context, f func(ctx context.Context) error) (Ref, error) {
	return StartChild(ctx, t.to, taskSpec(f))
}

// taskSpec makes the child that runs f once.
func taskSpec(f func(ctx context.Context) error) ChildSpec {
	return ChildSpec{
		Start: Runner(RunnerKind[taskProc]{
			Service: taskService,
			New:     func(c *Ctx) *taskProc { return &taskProc{c: c} },
			Run: func(p *taskProc) error {
				p.c.Ready()
				return f(p.c)
			},
		}),
		Restart:  Temporary,
		Shutdown: ShutdownAfter(taskShutdown),
	}
}

type taskProc struct{ c *Ctx }

// Task is a running computation that will answer with a T.
type Task[T any] struct {
	ref    Ref
	answer atomic.Pointer[taskAnswer[T]]
}

type taskAnswer[T any] struct {
	value T
	err   error
}

// Async runs f as a supervised process whose answer [Task.Await] fetches, as
// Task.Supervisor.async_nolink: the caller is told when the task fails, and
// does not fail with it; the task goes on when the caller ends. The context
// bounds the start only; f gets that of the task. It fails as [Tasks.Start].
func Async[T any](ctx context.Context, t Tasks, f func(ctx context.Context) (T, error)) (*Task[T], error) {
	task := &Task[T]{}
	ref, err := t.Start(ctx, func(ctx context.Context) error {
		value, err := f(ctx)
		if ctx.Err() != nil && saysStopped(err) {
			return nil // told to stop, and stopped: not an answer, but a task that is down
		}
		task.answer.Store(&taskAnswer[T]{value, err})
		return nil
	})
	if err != nil {
		return nil, err
	}
	task.ref = ref
	return task, nil
}

// Ref returns the incarnation of the task, for instance to stop it with
// [TerminateInstance] or to monitor it.
func (t *Task[T]) Ref() Ref { return t.ref }

// Await returns what the task answers: the value and the error of its function.
// If the task ended without an answer, because it panicked or was stopped, the
// error is [ErrDown] with its reason. If ctx ends first the error is that of a
// call whose context ended; the task goes on, and may be awaited again, any
// number of times and from anywhere. A task that nobody awaits costs nothing
// once it has ended. A process that awaits a task which waits for that very
// process gets [ErrCycle], or the task does.
func (t *Task[T]) Await(ctx context.Context) (T, error) {
	var none T
	w := newWait(ctx, t.ref.Addr(), taskService, "Await", Infinity)
	defer w.end()
	if t.ref.isZero() { // the zero Task
		return none, w.absent()
	}
	select {
	case <-t.ref.Done(): // an answer that is there is given to a late caller, too
		return t.outcome(w)
	default:
	}
	in, err := w.beginAt(t.ref.in)
	if err != nil {
		return none, err
	}
	defer w.finish(in)
	select {
	case <-in.done:
		return t.outcome(w)
	case <-ctx.Done():
		return none, w.cancelled()
	}
}

// outcome is what has come of a task that is over. One that was fenced off may
// still answer, but nobody hears it: its reason is not a normal end.
func (t *Task[T]) outcome(w *wait) (T, error) {
	if a := t.answer.Load(); a != nil && t.ref.in.exitReason().IsNormalEnd() {
		return a.value, a.err
	}
	var none T
	return none, w.down(t.ref.in)
}
