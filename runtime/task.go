package otp

import (
	"context"
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
	// More than MaxRestarts restarts of tasks within MaxSeconds make the supervisor give up. MaxRestarts is taken
	// literally: 0 allows none, where Elixir's default is 3. MaxSeconds 0 means 5. Only tasks with the option
	// [TaskRestart] are ever restarted.
	MaxRestarts, MaxSeconds int
}

// TaskSupervisor makes supervisors of tasks, as Elixir's Task.Supervisor: a
// dynamic supervisor whose children are temporary and get 5 s to stop, unless
// told otherwise. [Tasks.Start], [Async] and [AsyncNoLink] start tasks under it.
func TaskSupervisor(spec TasksSpec) Start {
	return Dynamic(DynamicSpec{MaxChildren: spec.MaxChildren, MaxRestarts: spec.MaxRestarts, MaxSeconds: spec.MaxSeconds})
}

// Tasks is the client of a [TaskSupervisor].
type Tasks struct{ to Addr }

// TasksAt returns the client of the task supervisor at a.
func TasksAt(a Addr) Tasks { return Tasks{to: a} }

// Addr returns the address of the task supervisor.
func (t Tasks) Addr() Addr { return t.to }

// TaskOption changes how one task is supervised.
type TaskOption func(*taskOptions)

type taskOptions struct {
	restart  Restart
	shutdown ShutdownRule
}

// TaskRestart makes a task be restarted as a child of that type is; without it
// tasks are temporary. It is for [Tasks.Start]: a task that is awaited answers
// once.
func TaskRestart(r Restart) TaskOption { return func(o *taskOptions) { o.restart = r } }

// TaskShutdown says how a task is stopped; without it, it gets 5 s.
func TaskShutdown(rule ShutdownRule) TaskOption { return func(o *taskOptions) { o.shutdown = rule } }

func taskOptionsOf(opts []TaskOption) taskOptions {
	o := taskOptions{restart: Temporary, shutdown: ShutdownAfter(taskShutdown)}
	for _, set := range opts {
		set(&o)
	}
	return o
}

// Start runs f as a supervised process and does not wait for it, as
// Task.Supervisor.start_child. It is tied to nobody: it goes on when the caller
// ends, and nobody hears of its end. The context bounds the start only; f gets
// that of the task, which ends when the task is told to stop. An error of f is a
// crash of the task.
//
// It fails with [ErrMaxChildren] when the limit is reached, and as a call does
// when the supervisor is not there.
func (t Tasks) Start(ctx context.Context, f func(ctx context.Context) error, opts ...TaskOption) (Ref, error) {
	mustRun(f != nil)
	return StartChild(ctx, t.to, taskSpec(taskOptionsOf(opts), func(c *Ctx) error { return f(c) }))
}

// mustRun crashes who asks for a task that has nothing to do.
func mustRun(hasFunction bool) {
	if !hasFunction {
		panic("otp: a task without a function")
	}
}

// taskSpec makes the child that is up and runs f.
func taskSpec(o taskOptions, f func(c *Ctx) error) ChildSpec {
	return ChildSpec{
		Start: Runner(RunnerKind[taskProc]{
			Service: taskService,
			New:     func(c *Ctx) *taskProc { return &taskProc{c: c} },
			Run: func(p *taskProc) error {
				p.c.Ready()
				return f(p.c)
			},
		}),
		Restart:  o.restart,
		Shutdown: o.shutdown,
	}
}

type taskProc struct{ c *Ctx }
