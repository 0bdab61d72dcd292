package otp_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// startTasks is a world with the task supervisor "tasks" and these children,
// who stay down when they have ended.
func startTasks(t *testing.T, callers ...otp.ChildSpec) (*world, otp.Tasks) {
	t.Helper()
	children := []otp.ChildSpec{{ID: "tasks", Name: otp.Name{Service: "tasks"}, Start: otp.TaskSupervisor(otp.TasksSpec{})}}
	for _, c := range callers {
		children = append(children, temporary(c))
	}
	w := start(t, children...)
	return w, otp.TasksAt(w.at("tasks"))
}

// starter is Async or AsyncNoLink.
type starter func(ctx context.Context, t otp.Tasks, f func(ctx context.Context) (int, error), opts ...otp.TaskOption) (*otp.Task[int], error)

// taskOf makes the process of that name start a task which panics or returns 1
// when it is let go, and ends when it is told to.
func taskOf(t *testing.T, w *world, name string, by starter) (task *otp.Task[int], finish chan error) {
	t.Helper()
	finish = make(chan error, 1)
	_, err := do(t.Context(), w.at(name), func(c *worker) (_ int, err error) {
		task, err = by(c.c, otp.TasksAt(w.at("tasks")), func(ctx context.Context) (int, error) {
			select {
			case err := <-finish:
				if err != nil {
					panic(err)
				}
				return 1, nil
			case <-ctx.Done():
				return 0, ctx.Err()
			}
		})
		return 0, err
	})
	require.NoError(t, err)
	return task, finish
}

// ended returns why a process ended; the zero Reason if it has not.
func ended(ref otp.Ref) otp.Reason {
	synctest.Wait()
	why, _ := ref.Reason()
	return why
}

func TestAsyncEndsItsCaller(t *testing.T) {
	t.Parallel()
	proof.Of(t, 209)
	crash := otp.Crash(errBoom)
	for _, row := range []struct {
		name   string
		by     starter
		caller string
		finish func(task *otp.Task[int], finish chan error)
		ends   otp.Reason // of the caller
		hears  []string
	}{
		{"crash", otp.Async[int], "plain", func(_ *otp.Task[int], f chan error) { f <- errBoom }, crash, nil},
		{"kill", otp.Async[int], "plain", func(k *otp.Task[int], _ chan error) { k.Ref().Exit(otp.Killed) }, otp.Killed, nil},
		{"shutdown", otp.Async[int], "plain", func(k *otp.Task[int], _ chan error) { k.Ref().Exit(otp.Shutdown) }, otp.Shutdown, nil},
		{"normal end", otp.Async[int], "plain", func(_ *otp.Task[int], f chan error) { f <- nil }, otp.Reason{}, nil},
		{"crash, trapped", otp.Async[int], "traps", func(_ *otp.Task[int], f chan error) { f <- errBoom }, otp.Reason{}, []string{"exit signal exception:boom"}},
		{"normal end, trapped", otp.Async[int], "traps", func(_ *otp.Task[int], f chan error) { f <- nil }, otp.Reason{}, []string{"exit signal normal"}},
		{"crash, not linked", otp.AsyncNoLink[int], "plain", func(_ *otp.Task[int], f chan error) { f <- errBoom }, otp.Reason{}, nil},
		{"crash, not linked, trapped", otp.AsyncNoLink[int], "traps", func(_ *otp.Task[int], f chan error) { f <- errBoom }, otp.Reason{}, nil},
		{"crash, ignored", otp.Async[int], "plain", func(k *otp.Task[int], f chan error) { k.Ignore(); f <- errBoom }, otp.Reason{}, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				j := &journal{}
				w, _ := startTasks(t, workerOf("plain"), workerOf("traps", j.trapping))
				caller, sup := w.ref(row.caller), w.ref("tasks")
				task, finish := taskOf(t, w, row.caller, row.by)
				row.finish(task, finish)
				assert.Equal(t, row.ends.String(), ended(caller).String())
				assert.Equal(t, row.hears, j.take())
				assert.Equal(t, sup, w.ref("tasks"), "its supervisor does not mind")
			})
		})
	}
}

func TestAsyncEndsWithItsCaller(t *testing.T) {
	t.Parallel()
	proof.Of(t, 209)
	for _, row := range []struct {
		name string
		by   starter
		ends otp.Reason // the caller
		then otp.Reason // the task
	}{
		{"crash", otp.Async[int], otp.Crash(errBoom), otp.Crash(errBoom)},
		{"shutdown", otp.Async[int], otp.Shutdown, otp.Shutdown},
		{"kill", otp.Async[int], otp.Killed, otp.Killed},
		{"normal end", otp.Async[int], otp.Normal, otp.Reason{}},
		{"not linked", otp.AsyncNoLink[int], otp.Crash(errBoom), otp.Reason{}},
	} {
		t.Run(row.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				w, _ := startTasks(t, workerOf("plain"))
				task, finish := taskOf(t, w, "plain", row.by)
				caller := w.ref("plain")
				if row.ends == otp.Killed {
					caller.Exit(otp.Killed)
				} else {
					end(t, w, "plain", row.ends)
				}
				require.Equal(t, row.ends, ended(caller))
				assert.Equal(t, row.then.String(), ended(task.Ref()).String())
				if row.then.IsZero() {
					finish <- nil
					n, err := task.Await(t.Context())
					require.NoError(t, err)
					assert.Equal(t, 1, n)
					return
				}
				_, err := task.Await(t.Context())
				require.ErrorIs(t, err, otp.ErrDown)
			})
		})
	}
}

func TestTaskOfStartIsTiedToNobody(t *testing.T) {
	proof.Of(t, 209)
	bubble(t, func(t *testing.T) {
		w, tasks := startTasks(t, workerOf("plain"))
		var fails, stays otp.Ref
		_, err := do(t.Context(), w.at("plain"), func(c *worker) (_ int, err error) {
			fails = otp.Must(tasks.Start(c.c, func(context.Context) error { panic(errBoom) }))
			stays = otp.Must(tasks.Start(c.c, func(ctx context.Context) error { <-ctx.Done(); return nil }))
			return 0, nil
		})
		require.NoError(t, err)
		assert.Equal(t, otp.Crash(errBoom), ended(fails))
		assert.True(t, ended(w.ref("plain")).IsZero())
		end(t, w, "plain", otp.Shutdown)
		assert.True(t, ended(stays).IsZero())
	})
}

// The caller of a task that fails is told to stop when it may still be in Await.
func TestAsyncAwaitedByTheCallerThatEndsWithIt(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w, tasks := startTasks(t, workerOf("plain"))
		caller := w.ref("plain")
		got := make(chan error, 1)
		_, err := do(t.Context(), w.at("plain"), func(c *worker) (int, error) {
			task := otp.Must(otp.Async(c.c, tasks, func(context.Context) (int, error) {
				<-time.After(time.Second)
				panic(errBoom)
			}))
			_, err := task.Await(c.c)
			got <- err
			return 7, nil
		})
		require.ErrorIs(t, <-got, otp.ErrDown)
		require.NoError(t, err, "a handler that runs is finished")
		assert.Equal(t, otp.Crash(errBoom), ended(caller))
	})
}

// blockTasks makes the task supervisor busy with a start until release is closed.
func blockTasks(t *testing.T, tasks otp.Tasks) (release chan struct{}) {
	t.Helper()
	release = make(chan struct{})
	go func() {
		_, err := otp.StartChild(context.Background(), tasks.Addr(), workerOf("slow", func(k *otp.ServerKind[worker]) {
			k.Init = func(*worker) error { <-release; return nil }
		}))
		assert.NoError(t, err)
	}()
	synctest.Wait()
	return release
}

func TestTaskWaitsForTheGoAheadOfItsCaller(t *testing.T) {
	t.Parallel()
	proof.Of(t, 210)
	for _, row := range []struct {
		name string
		by   starter
		ends func(caller otp.Ref)
		why  string

		stays bool // the context of the start does not end with the caller
	}{
		{"killed", otp.Async[int], func(c otp.Ref) { c.Exit(otp.Killed) }, "{shutdown,killed}", false},
		{"killed, not linked", otp.AsyncNoLink[int], func(c otp.Ref) { c.Exit(otp.Killed) }, "{shutdown,killed}", false},
		{"killed, still waiting", otp.Async[int], func(c otp.Ref) { c.Exit(otp.Killed) }, "{shutdown,killed}", true},
		{"told to stop", otp.AsyncNoLink[int], func(c otp.Ref) { c.Exit(otp.Failed(errBoom)) }, "{shutdown,boom}", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				w, tasks := startTasks(t, workerOf("plain"))
				release := blockTasks(t, tasks)
				caller := w.ref("plain")
				got := make(chan error, 1)
				tell(t, w.at("plain"), func(c *worker) {
					ctx := context.Context(c.c)
					if row.stays {
						ctx = context.WithoutCancel(ctx)
					}
					_, err := row.by(ctx, tasks, func(context.Context) (int, error) { panic("it begins") })
					got <- err
				})
				synctest.Wait()
				row.ends(caller)
				synctest.Wait()
				assert.Empty(t, tasksEnded(w), "it has not started yet")
				close(release)
				if !row.stays {
					require.ErrorIs(t, <-got, otp.ErrStopped)
				}
				assert.Equal(t, []string{row.why}, tasksEnded(w))
			})
		})
	}
}

func TestTaskWhoseCallerGivesUp(t *testing.T) {
	proof.Of(t, 424)
	bubble(t, func(t *testing.T) {
		w, tasks := startTasks(t)
		release := blockTasks(t, tasks)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := otp.Async(ctx, tasks, func(context.Context) (int, error) { panic("it begins") })
		require.ErrorIs(t, err, otp.ErrTimeout)
		close(release)
		assert.Equal(t, []string{"{shutdown,supervisor.StartChild to Root/tasks: timeout}"}, tasksEnded(w))
		counts, err := otp.CountChildren(t.Context(), tasks.Addr())
		require.NoError(t, err)
		assert.Equal(t, 1, counts.Active, "only what kept it busy is left")
	})
}

// tasksEnded lists why tasks have ended.
func tasksEnded(w *world) []string {
	var why []string
	for _, ev := range eventsOf[otp.Stopped](w) {
		if ev.Service == "Task" {
			why = append(why, ev.Reason.String())
		}
	}
	return why
}

func TestTaskOptions(t *testing.T) {
	t.Parallel()
	proof.Of(t, 208)
	t.Run("restart", func(t *testing.T) {
		bubble(t, func(t *testing.T) {
			w := start(t, otp.ChildSpec{
				ID: "tasks", Name: otp.Name{Service: "tasks"},
				Start: otp.TaskSupervisor(otp.TasksSpec{MaxRestarts: 3}),
			})
			lives := 0
			ref, err := otp.TasksAt(w.at("tasks")).Start(t.Context(), func(context.Context) error {
				if lives++; lives < 3 {
					return errBoom
				}
				return nil
			}, otp.TaskRestart(otp.Transient))
			require.NoError(t, err)
			assert.Equal(t, otp.Failed(errBoom), ended(ref))
			assert.Equal(t, 3, lives, "until it ends normally")
			assert.Len(t, eventsOf[otp.Restarted](w), 2)
		})
	})
	for name, row := range map[string]struct {
		opts []otp.TaskOption
		took time.Duration
	}{
		"shutdown by default":  {nil, 5 * time.Second},
		"shutdown":             {[]otp.TaskOption{otp.TaskShutdown(otp.ShutdownAfter(time.Second))}, time.Second},
		"shutdown brutal_kill": {[]otp.TaskOption{otp.TaskShutdown(otp.BrutalKill)}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				_, tasks := startTasks(t)
				release := make(chan struct{})
				defer close(release)
				ref, err := tasks.Start(t.Context(), func(context.Context) error { <-release; return nil }, row.opts...)
				require.NoError(t, err)
				began := time.Now()
				require.NoError(t, otp.TerminateInstance(t.Context(), tasks.Addr(), ref))
				assert.Equal(t, row.took, time.Since(began))
				assert.Equal(t, otp.Killed, ended(ref))
			})
		})
	}
	t.Run("an awaited task is temporary", func(t *testing.T) {
		t.Parallel()
		for _, by := range []starter{otp.Async[int], otp.AsyncNoLink[int]} {
			assert.PanicsWithValue(t, "otp: a task that is awaited answers once: TaskRestart is for Tasks.Start", func() {
				_, _ = by(t.Context(), otp.Tasks{}, untilStopped, otp.TaskRestart(otp.Permanent))
			})
		}
	})
}

func TestTaskWithoutAFunction(t *testing.T) {
	t.Parallel()
	const says = "otp: a task without a function"
	assert.PanicsWithValue(t, says, func() { _, _ = otp.Tasks{}.Start(t.Context(), nil) })
	assert.PanicsWithValue(t, says, func() { _, _ = otp.Async[int](t.Context(), otp.Tasks{}, nil) })
	assert.PanicsWithValue(t, says, func() { _, _ = otp.AsyncNoLink[int](t.Context(), otp.Tasks{}, nil) })
	assert.PanicsWithValue(t, says, func() { otp.AsyncStream[int, int](t.Context(), otp.Tasks{}, nil, nil, otp.Stream{}) })
	assert.PanicsWithValue(t, says, func() { otp.AsyncStreamNoLink[int, int](t.Context(), otp.Tasks{}, nil, nil, otp.Stream{}) })
}

// Callers that crash and are killed while they start tasks, which crash, too:
// every task ends, and nothing is left of a link.
func TestAsyncOfCallersThatCrash(t *testing.T) {
	bubble(t, func(t *testing.T) {
		const callers, rounds = 20, 10
		children := []otp.ChildSpec{tasksSpec(0)}
		for i := range callers {
			children = append(children, workerOf(fmt.Sprint("caller", i)))
		}
		w := startRoot(t, supervisorOf("Root", children, func(s *otp.SupervisorSpec) { s.MaxRestarts = callers * rounds * 2 }))
		tasks := otp.TasksAt(w.at("Tasks"))
		var began, over atomic.Int32
		chance := rand.New(rand.NewPCG(1, 2))
		task := func(ctx context.Context) (int, error) {
			defer over.Add(1)
			return seconds(ctx, int(began.Add(1)%4)) // every fourth crashes
		}
		for range rounds {
			for i := range callers {
				_ = otp.Cast(t.Context(), w.at(fmt.Sprint("caller", i)), &workerTell, func(c *worker) {
					for range 3 {
						if _, err := otp.Async(c.c, tasks, task); err != nil {
							return // it was told to stop, or killed
						}
					}
					if i%3 == 0 {
						panic(errBoom)
					}
				})
			}
			if ref, ok := w.at(fmt.Sprint("caller", chance.IntN(callers))).Ref(); ok {
				ref.Exit(otp.Killed)
			}
			time.Sleep(time.Duration(chance.IntN(2000)) * time.Millisecond) // of the bubble
		}
		time.Sleep(time.Minute)
		counts, err := otp.CountChildren(t.Context(), tasks.Addr())
		require.NoError(t, err)
		assert.Equal(t, otp.Counts{}, counts)
		assert.NotZero(t, began.Load())
		assert.Equal(t, began.Load(), over.Load())
		for i := range callers {
			assert.Zero(t, otp.LinksOf(w.ref(fmt.Sprint("caller", i))), "no link is left")
		}
	})
}
