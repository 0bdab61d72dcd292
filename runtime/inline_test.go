package otp_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var workerInline = otp.CallOp[worker, func(*worker) (int, error), int]{
	Service: "Worker", Message: "Inline", Inline: true,
	Handle: func(w *worker, f func(*worker) (int, error)) (int, error) { return f(w) },
}

func inline(ctx context.Context, to otp.Addr, f func(*worker) (int, error)) (int, error) {
	return otp.Call(ctx, to, &workerInline, f)
}

// onTestGoroutine is the name of the test's own goroutine in a stack, if the code runs on it.
func onTestGoroutine() bool {
	var pcs [64]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs[:])])
	for {
		frame, more := frames.Next()
		if frame.Function == "testing.tRunner" || frame.Function == "testing/synctest.testingSynctestTest" {
			return true
		}
		if !more {
			return false
		}
	}
}

func TestInlineRunsOnTheCaller(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"))
		synctest.Wait() // at rest
		ran, onCaller := 0, false
		n, err := inline(t.Context(), w.at("a"), func(*worker) (int, error) { ran++; onCaller = onTestGoroutine(); return 7, nil })
		require.NoError(t, err)
		assert.Equal(t, 7, n)
		assert.Equal(t, 1, ran)
		assert.True(t, onCaller)
		declared := errors.New("declared")
		_, err = inline(t.Context(), w.at("a"), func(*worker) (int, error) { return 0, declared })
		assert.Equal(t, declared, err)
	})
}

// What a caller has sent before comes before its inline call, and one callback
// runs at a time whatever the way.
func TestInlineKeepsOrderAndExclusion(t *testing.T) { bubble(t, inlineKeepsOrder) }

func inlineKeepsOrder(t *testing.T) {
	w := start(t, workerOf("a", func(k *otp.ServerKind[worker]) { k.Mailbox = otp.Mailbox{Capacity: 16, Overflow: otp.Block} }))
	var all sync.WaitGroup
	state := 0 // guarded by being the server's
	for range 8 {
		all.Go(func() {
			sent := 0
			for i := range 2000 {
				for range i % 3 {
					assert.NoError(t, otp.Cast(context.Background(), w.at("a"), &workerTell, func(*worker) { state++ }))
					sent++
				}
				call := inline
				if i%7 == 0 {
					call = do
				}
				n, err := call(context.Background(), w.at("a"), func(*worker) (int, error) { state++; return state, nil })
				sent++
				if !assert.NoError(t, err) || !assert.GreaterOrEqual(t, n, sent) {
					return
				}
			}
		})
	}
	all.Wait()
	n, err := do(t.Context(), w.at("a"), func(*worker) (int, error) { return state, nil })
	require.NoError(t, err)
	assert.Equal(t, 8*(2000+666*3+1), n, "nothing is lost")
}

func TestInlinePanicIsTheEndOfTheServer(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var terminated []string
		w := start(t, workerOf("a", func(k *otp.ServerKind[worker]) {
			k.Terminate = func(_ *worker, why otp.Reason) { terminated = append(terminated, why.String()) }
		}))
		synctest.Wait()
		first := w.ref("a")
		_, err := inline(t.Context(), w.at("a"), func(*worker) (int, error) { panic("boom") })
		require.ErrorIs(t, err, otp.ErrDown)
		var failed *otp.CallError
		require.ErrorAs(t, err, &failed)
		assert.Equal(t, "exception:boom", failed.Reason.String())
		assert.Equal(t, []string{"exception:boom"}, terminated)
		synctest.Wait()
		assert.EqualValues(t, 2, w.ref("a").Incarnation())
		_, err = inline(t.Context(), first.Addr(), answer(1))
		assert.ErrorIs(t, err, otp.ErrDown)
		n, err := inline(t.Context(), w.at("a"), answer(1))
		require.NoError(t, err)
		assert.Equal(t, 1, n)
		crash := eventsOf[otp.Crashed](w)[0]
		assert.Equal(t, "Inline", crash.Message)
		assert.Contains(t, crash.Stack.String(), "TestInlinePanicIsTheEndOfTheServer")
	})
}

// runtime.Goexit ends the caller's goroutine, and the server.
func TestInlineGoexit(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"))
		synctest.Wait()
		ref, went, returned := w.ref("a"), make(chan struct{}), false
		go func() {
			defer close(went)
			_, _ = inline(t.Context(), w.at("a"), func(*worker) (int, error) { runtime.Goexit(); return 0, nil })
			returned = true
		}()
		<-went
		assert.False(t, returned)
		<-ref.Done()
		why, _ := ref.Reason()
		assert.Contains(t, why.String(), "Goexit")
		synctest.Wait()
		assert.EqualValues(t, 2, w.ref("a").Incarnation())
	})
}

func TestInlineStopAndContinue(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, workerOf("a", func(k *otp.ServerKind[worker]) {
			k.Terminate = func(*worker, otp.Reason) { j.add("terminate") }
		}))
		synctest.Wait()
		n, err := inline(t.Context(), w.at("a"), func(w *worker) (int, error) {
			w.c.Continue(func() { j.add("continue") })
			return 3, nil
		})
		require.NoError(t, err)
		assert.Equal(t, 3, n)
		synctest.Wait()
		assert.Equal(t, []string{"continue"}, j.take())

		ref := w.ref("a")
		n, err = inline(t.Context(), w.at("a"), func(w *worker) (int, error) { w.c.Stop(otp.Shutdown); return 4, nil })
		require.NoError(t, err)
		assert.Equal(t, 4, n)
		assert.Equal(t, []string{"terminate"}, j.take(), "before the answer")
		<-ref.Done()
		why, _ := ref.Reason()
		assert.Equal(t, otp.Shutdown, why)
	})
}

// An exit signal that comes while the handler runs is honoured when it has
// returned; a kill takes the answer away.
func TestInlineIsSignalled(t *testing.T) {
	for _, c := range []struct {
		why      otp.Reason
		answered bool
	}{{otp.Shutdown, true}, {otp.Killed, false}} {
		t.Run(c.why.String(), func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				w := start(t, workerOf("a"))
				synctest.Wait()
				ref := w.ref("a")
				n, err := inline(t.Context(), w.at("a"), func(*worker) (int, error) { ref.Exit(c.why); return 5, nil })
				<-ref.Done()
				if c.answered {
					require.NoError(t, err)
					assert.Equal(t, 5, n)
				} else {
					require.ErrorIs(t, err, otp.ErrDown)
				}
				why, _ := ref.Reason()
				assert.Equal(t, c.why, why)
				synctest.Wait()
				assert.Empty(t, otp.Residue(ref))
			})
		})
	}
}

func TestInlineCycle(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"), workerOf("b"))
		synctest.Wait()
		_, err := inline(t.Context(), w.at("a"), func(a *worker) (int, error) {
			return inline(a.c, w.at("b"), func(b *worker) (int, error) {
				_, err := inline(b.c, w.at("a"), answer(1))
				assert.ErrorIs(t, err, otp.ErrCycle)
				return inline(b.c, w.at("b"), answer(1))
			})
		})
		assert.ErrorIs(t, err, otp.ErrCycle, "nor itself")
		synctest.Wait()
		n, err := inline(t.Context(), w.at("a"), answer(1))
		require.NoError(t, err)
		assert.Equal(t, 1, n)
	})
}

// A server that is busy is waited for as long as the deadline says.
func TestInlineDeadline(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"))
		synctest.Wait()
		tell(t, w.at("a"), func(*worker) { time.Sleep(time.Minute) })
		began := time.Now()
		_, err := inline(t.Context(), w.at("a"), answer(1))
		require.ErrorIs(t, err, otp.ErrTimeout)
		assert.Equal(t, 5*time.Second, time.Since(began))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err = inline(ctx, w.at("a"), answer(1))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, 6*time.Second, time.Since(began))
		time.Sleep(time.Hour)
		cancel()
		_, err = inline(ctx, w.at("a"), func(*worker) (int, error) { t.Error("handled"); return 0, nil })
		assert.ErrorIs(t, err, context.DeadlineExceeded)
	})
}

// A suspended server runs nobody's handler.
func TestInlineWaitsForASuspendedServer(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"))
		require.NoError(t, otp.Suspend(t.Context(), w.at("a")))
		synctest.Wait()
		answered := false
		go func() {
			_, err := inline(t.Context(), w.at("a"), answer(1))
			assert.NoError(t, err)
			answered = true
		}()
		synctest.Wait()
		assert.False(t, answered)
		require.NoError(t, otp.Resume(t.Context(), w.at("a")))
		synctest.Wait()
		assert.True(t, answered)
	})
}

// Many callers, crashes and kills: each call is answered or says that the server
// is down, and the server always comes back.
func TestInlineUnderFaults(t *testing.T) { bubble(t, inlineUnderFaults) }

func inlineUnderFaults(t *testing.T) {
	w := start(t, supervisorOf("sup", []otp.ChildSpec{workerOf("a")}, func(s *otp.SupervisorSpec) { s.MaxRestarts = 1 << 30 }))
	var all sync.WaitGroup
	for g := range 8 {
		all.Go(func() {
			for i := range 1500 {
				call := inline
				if i%5 == 0 {
					call = do
				}
				_, err := call(context.Background(), w.at("a"), func(*worker) (int, error) {
					if i%97 == g {
						panic(fmt.Sprint(g, i))
					}
					return i, nil
				})
				if ref, ok := w.at("a").Ref(); ok && i%301 == g {
					ref.Exit(otp.Killed)
				}
				for _, kind := range []error{nil, otp.ErrDown, otp.ErrRestarting, otp.ErrNoProc} {
					if errors.Is(err, kind) {
						err = nil
					}
				}
				assert.NoError(t, err)
			}
		})
	}
	all.Wait()
}

// What a process has handled is counted whatever the way it came.
func TestHandledCountsEveryMessage(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"))
		synctest.Wait()
		handled := func() uint64 {
			info, ok := w.ref("a").Info()
			require.True(t, ok)
			return info.Handled
		}
		before := handled()
		for range 3 {
			_, err := inline(t.Context(), w.at("a"), answer(1))
			require.NoError(t, err)
		}
		_, err := do(t.Context(), w.at("a"), answer(1))
		require.NoError(t, err)
		gate := make(chan struct{})
		tell(t, w.at("a"), func(*worker) { <-gate })
		for range 40 {
			tell(t, w.at("a"), func(*worker) {})
		}
		synctest.Wait()
		assert.EqualValues(t, 5, handled()-before, "what waits is not counted")
		assert.Equal(t, 40, w.ref("a").MessageQueueLen())
		close(gate)
		synctest.Wait()
		assert.EqualValues(t, 45, handled()-before)
	})
}
