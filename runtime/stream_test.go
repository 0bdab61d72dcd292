package otp_test

import (
	"context"
	"iter"
	"runtime"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// seconds waits for that many seconds and returns them. 0 is a crash.
func seconds(ctx context.Context, n int) (int, error) {
	switch n {
	case 0:
		panic(errBoom)
	case 1:
		return 1, errRefused
	}
	select {
	case <-time.After(time.Duration(n) * time.Second):
		return n, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

// yielded is what a stream has yielded, and when.
type yielded struct {
	values []int
	errs   []error
	at     []time.Duration
}

func collect(s iter.Seq2[int, error]) (y yielded) {
	began := time.Now()
	for n, err := range s {
		y.values, y.errs = append(y.values, n), append(y.errs, err)
		y.at = append(y.at, time.Since(began)/time.Second)
	}
	return y
}

func TestAsyncStreamIsOrdered(t *testing.T) {
	bubble(t, func(t *testing.T) {
		_, tasks := startTasks(t)
		// 4 and 2 begin at once, 3 at 4 when the answer of 4 has been taken, 2 right after that.
		y := collect(otp.AsyncStream(t.Context(), tasks, []int{4, 2, 3, 2}, seconds, otp.Stream{MaxConcurrency: 2}))
		assert.Equal(t, []int{4, 2, 3, 2}, y.values)
		assert.Equal(t, []time.Duration{4, 4, 7, 7}, y.at)
		assert.Equal(t, make([]error, 4), y.errs)

		assert.Empty(t, collect(otp.AsyncStream(t.Context(), tasks, nil, seconds, otp.Stream{})).values)
	})
}

func TestAsyncStreamConcurrency(t *testing.T) {
	bubble(t, func(t *testing.T) {
		_, tasks := startTasks(t)
		for max, want := range map[int]int32{0: int32(runtime.GOMAXPROCS(0)), 1: 1, 3: 3} {
			var now, most atomic.Int32
			items := make([]int, 20)
			for _, err := range otp.AsyncStream(t.Context(), tasks, items, func(context.Context, int) (int, error) {
				n := now.Add(1)
				defer now.Add(-1)
				<-time.After(time.Second)
				if most.Load() < n {
					most.Store(n)
				}
				return 0, nil
			}, otp.Stream{MaxConcurrency: max}) {
				require.NoError(t, err)
			}
			assert.Equal(t, want, most.Load())
		}
	})
}

func TestAsyncStreamFailures(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w, tasks := startTasks(t, workerOf("plain"))
		caller := w.ref("plain")
		result := make(chan yielded)
		tell(t, w.at("plain"), func(c *worker) {
			result <- collect(otp.AsyncStreamNoLink(c.c, tasks, []int{2, 0, 9, 3, 1}, seconds, otp.Stream{MaxConcurrency: 5}))
		})
		y := <-result
		assert.Equal(t, []int{2, 0, 0, 3, 1}, y.values)
		assert.Equal(t, []time.Duration{2, 2, 5, 5, 5}, y.at)
		require.NoError(t, y.errs[0])
		require.ErrorIs(t, y.errs[1], otp.ErrDown)
		require.ErrorIs(t, y.errs[1], errBoom)
		require.ErrorIs(t, y.errs[2], otp.ErrTimeout, "killed after 5 s")
		require.EqualError(t, y.errs[2], "Task.AsyncStream to Root/tasks/3: timeout")
		require.NoError(t, y.errs[3])
		assert.Equal(t, errRefused, y.errs[4])
		assert.True(t, ended(caller).IsZero())
	})
}

func TestAsyncStreamIsLinked(t *testing.T) {
	t.Parallel()
	proof.Of(t, 426)
	for name, row := range map[string]struct {
		items []int
		ends  otp.Reason
		how   otp.Stream
	}{
		"a crash ends the caller":               {[]int{2, 0, 3}, otp.Crash(errBoom), otp.Stream{MaxConcurrency: 3}},
		"what took too long is killed unlinked": {[]int{2, 3, 2}, otp.Reason{}, otp.Stream{MaxConcurrency: 3, Timeout: 2500 * time.Millisecond}},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				w, tasks := startTasks(t, workerOf("plain"))
				caller := w.ref("plain")
				var y yielded
				_, err := do(t.Context(), w.at("plain"), func(c *worker) (int, error) {
					y = collect(otp.AsyncStream(c.c, tasks, row.items, seconds, row.how))
					return 0, nil
				})
				require.NoError(t, err)
				assert.Equal(t, row.ends.String(), ended(caller).String())
				if row.ends.IsZero() {
					require.ErrorIs(t, y.errs[1], otp.ErrTimeout)
					assert.Equal(t, []int{2, 0, 2}, y.values)
					return
				}
				assert.Len(t, y.errs, 1, "the first did not come to its end")
				require.ErrorIs(t, y.errs[0], otp.ErrStopped)
			})
		})
	}
}

// TestAsyncStreamLeavesNoSignals: what becomes of the tasks is in the stream.
func TestAsyncStreamLeavesNoSignals(t *testing.T) {
	proof.Of(t, 426)
	bubble(t, func(t *testing.T) {
		j := &journal{}
		w, tasks := startTasks(t, workerOf("traps", j.trapping))
		caller := w.ref("traps")
		var y yielded
		_, err := do(t.Context(), w.at("traps"), func(c *worker) (int, error) {
			how := otp.Stream{MaxConcurrency: 2, Timeout: 2500 * time.Millisecond}
			y = collect(otp.AsyncStream(c.c, tasks, []int{2, 0, 1, 3, 2}, seconds, how))
			return 0, nil
		})
		require.NoError(t, err)
		assert.True(t, ended(caller).IsZero())
		assert.Equal(t, []int{2, 0, 1, 0, 2}, y.values)
		require.ErrorIs(t, y.errs[1], errBoom)
		require.ErrorIs(t, y.errs[3], otp.ErrTimeout)
		assert.Empty(t, j.take())
		assert.Zero(t, otp.LinksOf(caller))
	})
}

// TestAsyncStreamEndsWithItsCaller: also with one that traps exits.
func TestAsyncStreamEndsWithItsCaller(t *testing.T) {
	t.Parallel()
	proof.Of(t, 426)
	for _, name := range []string{"plain", "traps"} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				j := &journal{}
				w, tasks := startTasks(t, workerOf("plain"), workerOf("traps", j.trapping))
				stopped := make(chan error, 2)
				tell(t, w.at(name), func(c *worker) {
					collect(otp.AsyncStream(c.c, tasks, []int{5, 5}, func(ctx context.Context, _ int) (int, error) {
						<-ctx.Done()
						stopped <- context.Cause(ctx)
						return 0, nil
					}, otp.Stream{MaxConcurrency: 2, Timeout: otp.Infinity}))
				})
				synctest.Wait()
				w.ref(name).Exit(otp.Killed)
				for range 2 {
					assert.ErrorIs(t, <-stopped, otp.ErrStopped)
				}
			})
		})
	}
}

// TestAsyncStreamKilledByAnother: it did not take too long, however late its answer is taken.
func TestAsyncStreamKilledByAnother(t *testing.T) {
	proof.Of(t, 426)
	bubble(t, func(t *testing.T) {
		_, tasks := startTasks(t)
		var errs []error
		for _, err := range otp.AsyncStreamNoLink(t.Context(), tasks, []int{1, 2}, func(ctx context.Context, n int) (int, error) {
			if n == 2 {
				self := ctx.(*otp.Ctx).Self()
				time.AfterFunc(time.Second, func() { self.Exit(otp.Killed) })
				<-ctx.Done()
			}
			return n, nil
		}, otp.Stream{MaxConcurrency: 2, Timeout: 5 * time.Second}) {
			errs = append(errs, err)
			time.Sleep(10 * time.Second)
		}
		require.Len(t, errs, 2)
		require.ErrorIs(t, errs[1], otp.ErrDown)
		assert.ErrorContains(t, errs[1], "killed")
	})
}

func TestAsyncStreamLeftEarly(t *testing.T) {
	bubble(t, func(t *testing.T) {
		_, tasks := startTasks(t)
		began := time.Now()
		var stopped atomic.Int32
		for range otp.AsyncStream(t.Context(), tasks, []int{2, 100, 100, 100}, func(ctx context.Context, n int) (int, error) {
			n, err := seconds(ctx, n)
			if err != nil {
				<-time.After(time.Second)
				stopped.Add(1)
			}
			return n, err
		}, otp.Stream{MaxConcurrency: 3, Timeout: otp.Infinity}) {
			break
		}
		assert.Equal(t, int32(2), stopped.Load(), "the loop's end waits for those that had begun")
		assert.Equal(t, 3*time.Second, time.Since(began))
	})
}

func TestAsyncStreamWhoseContextEnds(t *testing.T) {
	bubble(t, func(t *testing.T) {
		_, tasks := startTasks(t)
		ctx, cancel := context.WithTimeout(t.Context(), 2500*time.Millisecond)
		defer cancel()
		y := collect(otp.AsyncStream(ctx, tasks, []int{2, 3, 2, 2}, seconds, otp.Stream{MaxConcurrency: 2}))
		assert.Equal(t, []int{2, 0}, y.values)
		require.ErrorIs(t, y.errs[1], otp.ErrTimeout)
		synctest.Wait()
		counts, err := otp.CountChildren(t.Context(), tasks.Addr())
		require.NoError(t, err)
		assert.Equal(t, otp.Counts{}, counts, "the tasks under way are stopped")
	})
}

func TestAsyncStreamThatCannotStart(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, tasksSpec(1))
		y := collect(otp.AsyncStream(t.Context(), otp.TasksAt(w.at("Tasks")), []int{2, 3, 4}, seconds, otp.Stream{MaxConcurrency: 2}))
		require.Len(t, y.errs, 3)
		require.NoError(t, y.errs[0])
		require.ErrorIs(t, y.errs[1], otp.ErrMaxChildren)
		require.NoError(t, y.errs[2], "there is room again")
	})
}
