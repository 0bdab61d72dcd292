package otp_test

import (
	"context"
	"errors"
	"io"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/otpgen/otpgen/runtime/otptest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// taskTree runs Root/Tasks with that limit, and Root/Worker.
func taskTree(t *testing.T, limit int) (*otptest.Harness, otp.Tasks) {
	t.Helper()
	h := harness(t, tasksSpec(limit), clerkSpec("Worker", nil))
	return h, otp.TasksAt(h.System().Find("Root/Tasks"))
}

func tasksSpec(limit int) otp.ChildSpec {
	return otp.ChildSpec{
		ID: "Tasks", Name: otp.Name{Service: "Tasks"},
		Start: otp.TaskSupervisor(otp.TasksSpec{MaxChildren: limit}),
	}
}

// async starts a task, or fails the test.
func async[T any](t *testing.T, tasks otp.Tasks, f func(ctx context.Context) (T, error)) *otp.Task[T] {
	t.Helper()
	task, err := otp.Async(t.Context(), tasks, f)
	require.NoError(t, err)
	return task
}

// untilStopped is a task that ends when it is told to.
func untilStopped(ctx context.Context) (int, error) {
	<-ctx.Done()
	return 0, ctx.Err()
}

func TestTaskAnswers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		_, tasks := taskTree(t, 0)
		task := async(t, tasks, func(context.Context) (int, error) { return 42, nil })
		for range 2 { // as often as one likes
			n, err := task.Await(t.Context())
			require.NoError(t, err)
			assert.Equal(t, 42, n)
		}
		why, over := task.Ref().Reason()
		assert.True(t, over)
		assert.Equal(t, otp.Normal, why)

		done, cancel := context.WithCancel(t.Context())
		cancel()
		n, err := task.Await(done)
		require.NoError(t, err, "an answer that is there is given to a late caller")
		assert.Equal(t, 42, n)
	})
}

func TestTaskZeroValue(t *testing.T) {
	t.Parallel()
	var none otp.Task[int]
	_, err := none.Await(t.Context())
	require.ErrorIs(t, err, otp.ErrNoProc)
}

// A task may end before the supervisor has answered the request to start it.
func TestTasksThatEndAtOnce(t *testing.T) {
	t.Parallel()
	_, tasks := taskTree(t, 0)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for range 50 {
				task, err := otp.Async(t.Context(), tasks, func(context.Context) (int, error) { return i, nil })
				if !assert.NoError(t, err) {
					return
				}
				n, err := task.Await(t.Context())
				assert.NoError(t, err)
				assert.Equal(t, i, n)
			}
		})
	}
	all.Wait()
}

func TestTaskAnswersAnError(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		_, tasks := taskTree(t, 0)
		task := async(t, tasks, func(context.Context) (string, error) { return "half", io.ErrUnexpectedEOF })
		half, err := task.Await(t.Context())
		assert.Same(t, io.ErrUnexpectedEOF, err, "an error is an answer as any")
		assert.Equal(t, "half", half)
		why, _ := task.Ref().Reason()
		assert.Equal(t, otp.Normal, why, "and no crash")
	})
}

func TestTaskThatCrashes(t *testing.T) {
	t.Parallel()
	crashes := map[string]struct {
		f    func(context.Context) (int, error)
		text string
		is   error
	}{
		"panic with an error": {func(context.Context) (int, error) { panic(errBoom) }, "exception:boom", errBoom},
		"panic with a value":  {func(context.Context) (int, error) { panic("no error") }, "exception:no error", nil},
		"otp.Must":            {func(context.Context) (int, error) { return otp.Must(0, io.EOF), nil }, "exception:EOF", io.EOF},
		"runtime.Goexit":      {func(context.Context) (int, error) { runtime.Goexit(); return 0, nil }, "exception:runtime.Goexit called in a process", nil},
	}
	for name, crash := range crashes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				h, tasks := taskTree(t, 0)
				sup, _ := tasks.Addr().Ref()
				task := async(t, tasks, crash.f)
				_, err := task.Await(t.Context())
				require.ErrorIs(t, err, otp.ErrDown)
				if crash.is != nil {
					require.ErrorIs(t, err, crash.is)
				}
				var failure *otp.CallError
				require.ErrorAs(t, err, &failure)
				assert.Equal(t, crash.text, failure.Reason.String())
				assert.Equal(t, "Task", failure.Service)

				h.AwaitGone(task.Ref()) // temporary: not started again
				again, _ := tasks.Addr().Ref()
				assert.Equal(t, sup, again, "its supervisor does not mind")
			})
		})
	}
}

func TestTaskThatIsNotLinked(t *testing.T) {
	t.Parallel()
	proof.Of(t, 209)
	synctest.Test(t, func(t *testing.T) {
		h, tasks := taskTree(t, 0)
		at := h.System().Find("Root/Worker")
		before, _ := at.Ref()
		require.NoError(t, runIn(t.Context(), at, func(c *otp.Ctx) error {
			task, err := otp.AsyncNoLink(c, tasks, func(context.Context) (int, error) { panic(errBoom) })
			if err != nil {
				return err
			}
			_, err = task.Await(c)
			assert.ErrorIs(t, err, otp.ErrDown)
			return nil
		}))
		assert.Equal(t, before, who(t, at), "the crash of a task does not end its caller")

		var task *otp.Task[int]
		release := make(chan struct{})
		require.NoError(t, runIn(t.Context(), at, func(c *otp.Ctx) (err error) {
			task, err = otp.AsyncNoLink(c, tasks, func(context.Context) (int, error) { <-release; return 7, nil })
			return err
		}))
		h.AwaitReplaced(h.CrashPath("Root/Worker"))
		close(release)
		n, err := task.Await(t.Context())
		require.NoError(t, err, "the crash of its caller does not end a task")
		assert.Equal(t, 7, n)
	})
}

func TestTaskLimit(t *testing.T) {
	t.Parallel()
	proof.Of(t, 211)
	synctest.Test(t, func(t *testing.T) {
		h, tasks := taskTree(t, 2)
		first := async(t, tasks, untilStopped)
		async(t, tasks, untilStopped)
		_, err := otp.Async(t.Context(), tasks, untilStopped)
		require.ErrorIs(t, err, otp.ErrMaxChildren)
		_, err = tasks.Start(t.Context(), func(context.Context) error { return nil })
		require.ErrorIs(t, err, otp.ErrMaxChildren)

		require.NoError(t, otp.TerminateInstance(t.Context(), tasks.Addr(), first.Ref()))
		h.AwaitGone(first.Ref())
		async(t, tasks, untilStopped)
	})
}

func TestTaskSupervisorThatIsNotThere(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h, tasks := taskTree(t, 0)
		_, err := otp.Async(t.Context(), otp.Tasks{}, untilStopped)
		require.ErrorIs(t, err, otp.ErrNoProc)
		_, err = otp.Async(t.Context(), otp.TasksAt(h.System().Find("Root/Worker")), untilStopped)
		require.ErrorIs(t, err, otp.ErrWrongService)
		done, cancel := context.WithCancel(t.Context())
		cancel()
		_, err = otp.Async(done, tasks, untilStopped)
		require.ErrorIs(t, err, otp.ErrCanceled)
	})
}

func TestTaskAwaitGivesUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		_, tasks := taskTree(t, 0)
		task := async(t, tasks, func(ctx context.Context) (int, error) {
			select {
			case <-time.After(time.Minute):
				return 1, nil
			case <-ctx.Done():
				return 0, ctx.Err()
			}
		})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := task.Await(ctx)
		require.ErrorIs(t, err, otp.ErrTimeout)
		require.ErrorIs(t, err, context.DeadlineExceeded)

		ctx, cancel = context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		_, err = task.Await(ctx)
		require.ErrorIs(t, err, otp.ErrCanceled)

		n, err := task.Await(t.Context()) // it went on all the time
		require.NoError(t, err)
		assert.Equal(t, 1, n)
	})
}

// The bubble fails if a goroutine is left, the harness if a process is.
func TestTaskAbandonedLeavesNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h, tasks := taskTree(t, 0)
		for range 10 {
			task := async(t, tasks, func(context.Context) (int, error) { return 1, nil })
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			_, _ = task.Await(ctx)
		}
		synctest.Wait()
		counts, err := otp.CountChildren(t.Context(), h.System().Find("Root/Tasks"))
		require.NoError(t, err)
		assert.Equal(t, otp.Counts{}, counts)
	})
}

func TestTasksStop(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h, tasks := taskTree(t, 0)
		obedient := async(t, tasks, untilStopped)
		wrapped := async(t, tasks, func(ctx context.Context) (int, error) {
			<-ctx.Done()
			return 0, errors.Join(errBoom, context.Cause(ctx), ctx.Err())
		})
		finishing := async(t, tasks, func(ctx context.Context) (int, error) {
			<-ctx.Done()
			<-time.After(4 * time.Second)
			return 9, nil
		})
		began := time.Now()
		require.NoError(t, h.System().Stop(t.Context()))
		assert.Equal(t, 4*time.Second, time.Since(began))

		for _, task := range []*otp.Task[int]{obedient, wrapped} {
			_, err := task.Await(t.Context())
			require.ErrorIs(t, err, otp.ErrDown, "told to stop is no answer")
			var failure *otp.CallError
			require.ErrorAs(t, err, &failure)
			assert.Equal(t, otp.Shutdown, failure.Reason)
		}
		n, err := finishing.Await(t.Context())
		require.NoError(t, err, "what finishes in time is an answer")
		assert.Equal(t, 9, n)
	})
}

func TestTaskThatDoesNotStop(t *testing.T) {
	t.Parallel()
	proof.Of(t, 208)
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		var abandoned []otp.Abandoned
		sys, err := otp.StartRoot(t.Context(), rootOf(tasksSpec(0)), quiet(), otp.WithEvents(func(ev otp.Event) {
			if a, ok := ev.(otp.Abandoned); ok {
				mu.Lock()
				defer mu.Unlock()
				abandoned = append(abandoned, a)
			}
		}))
		require.NoError(t, err)
		release := make(chan struct{})
		task := async(t, otp.TasksAt(sys.Find("Root/Tasks")), func(context.Context) (int, error) { <-release; return 1, nil })
		began := time.Now()
		require.NoError(t, sys.Stop(t.Context()))
		assert.Equal(t, 5*time.Second, time.Since(began))
		require.Len(t, abandoned, 1)
		assert.Equal(t, task.Ref(), abandoned[0].Ref)

		close(release)
		synctest.Wait() // now it answers, to nobody
		_, err = task.Await(t.Context())
		var failure *otp.CallError
		require.ErrorAs(t, err, &failure)
		assert.Equal(t, otp.Killed, failure.Reason)
		assert.Empty(t, sys.Leaks())
	})
}

func TestTaskStartedAndForgotten(t *testing.T) {
	t.Parallel()
	proof.Of(t, 208)
	synctest.Test(t, func(t *testing.T) {
		h, tasks := taskTree(t, 0)
		ctx, cancel := context.WithCancel(t.Context())
		release := make(chan struct{})
		ref, err := tasks.Start(ctx, func(ctx context.Context) error {
			<-release
			return ctx.Err()
		})
		require.NoError(t, err)
		cancel() // bounds the start only
		close(release)
		h.AwaitGone(ref)
		why, _ := ref.Reason()
		assert.Equal(t, otp.Normal, why)

		ref, err = tasks.Start(t.Context(), func(context.Context) error { return errBoom })
		require.NoError(t, err)
		h.AwaitGone(ref)
		why, _ = ref.Reason()
		assert.Equal(t, errBoom, why.Err(), "an error that nobody could hear of is a crash")
		assert.False(t, why.IsNormalEnd())
	})
}

func TestTaskThatCallsTheProcessThatAwaitsIt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h, tasks := taskTree(t, 0)
		at := h.System().Find("Root/Worker")
		began := time.Now()
		require.NoError(t, runIn(t.Context(), at, func(c *otp.Ctx) error {
			task, err := otp.Async(c, tasks, func(ctx context.Context) (int, error) {
				<-time.After(time.Millisecond) // until it is awaited
				return 0, runIn(ctx, at, func(*otp.Ctx) error { return nil })
			})
			if err != nil {
				return err
			}
			_, err = task.Await(c)
			assert.ErrorIs(t, err, otp.ErrCycle)
			return nil
		}))
		assert.Equal(t, time.Millisecond, time.Since(began))
	})
}

func TestTaskAwaitedByAProcessThatIsStopped(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h, tasks := taskTree(t, 0)
		task := async(t, tasks, untilStopped)
		got := make(chan error, 1)
		require.NoError(t, otp.Cast(t.Context(), h.System().Find("Root/Worker"), &clerkTell, func(c *otp.Ctx) {
			_, err := task.Await(c)
			got <- err
		}))
		synctest.Wait()
		require.NoError(t, otp.TerminateChild(t.Context(), h.System().Root(), "Worker"))
		require.ErrorIs(t, <-got, otp.ErrStopped)
	})
}
