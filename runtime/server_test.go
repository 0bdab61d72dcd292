package otp_test

import (
	"context"
	"errors"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestContinueRunsBeforeAnyMessage(t *testing.T) {
	proof.Of(t, 165, 166)
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, workerOf("a", func(k *otp.ServerKind[worker]) {
			k.Init = func(w *worker) error {
				w.c.Continue(func() {
					j.add("continue")
					w.c.Continue(func() { j.add("and again") })
				})
				_ = otp.Cast(w.c, w.c.Self().Addr(), &workerTell, func(*worker) { j.add("message") })
				return nil
			}
		}))
		synctest.Wait()
		assert.Equal(t, []string{"continue", "and again", "message"}, j.take())

		_, err := do(t.Context(), w.at("a"), func(w *worker) (int, error) {
			w.c.Continue(func() { j.add("first"); w.c.Stop(otp.Normal) })
			w.c.Continue(func() { j.add("never") })
			return 0, nil
		})
		require.NoError(t, err, "the answer comes before")
		synctest.Wait()
		assert.Equal(t, []string{"first", "continue", "and again", "message"}, j.take())
	})
}

func TestStartReturnsBeforeContinue(t *testing.T) {
	proof.Of(t, 151)
	bubble(t, func(t *testing.T) {
		spec := workerOf("a", func(k *otp.ServerKind[worker]) {
			k.Init = func(w *worker) error {
				w.c.Continue(func() { panic("boom") })
				return nil
			}
		})
		spec.Restart = otp.Temporary
		w := start(t, spec) // had the start failed, the root would have, too
		synctest.Wait()
		assert.Len(t, eventsOf[otp.Crashed](w), 1)
	})
}

func TestWhenTerminateRuns(t *testing.T) {
	t.Parallel()
	proof.Of(t, 174, 176, 177)
	for name, c := range map[string]struct {
		end        func(ref otp.Ref)
		terminates string // the reason that Terminate gets; "": it does not run
		reason     string
	}{
		"stop": {func(ref otp.Ref) {
			_ = otp.Cast(context.Background(), ref.Addr(), &workerTell, func(w *worker) { w.c.Stop(otp.ShutdownWith("idle")) })
		}, "{shutdown,idle}", "{shutdown,idle}"},
		"panic": {func(ref otp.Ref) {
			_ = otp.Cast(context.Background(), ref.Addr(), &workerTell, func(*worker) { panic("boom") })
		}, "exception:boom", "exception:boom"},
		"goexit": {func(ref otp.Ref) {
			_ = otp.Cast(context.Background(), ref.Addr(), &workerTell, func(*worker) { runtime.Goexit() })
		}, "exception:runtime.Goexit called in a process", "exception:runtime.Goexit called in a process"},
		"kill": {func(ref otp.Ref) { ref.Exit(otp.Killed) }, "", "killed"},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				var j journal
				w := start(t, workerOf("a", j.logged))
				ref := w.ref("a")
				c.end(ref)
				<-ref.Done()
				synctest.Wait()
				want := []string{"init Root/a#1", "init Root/a#2"}
				if c.terminates != "" {
					want = []string{"init Root/a#1", "terminate Root/a#1 " + c.terminates, "init Root/a#2"}
				}
				assert.Equal(t, want, j.take())
				why, _ := ref.Reason()
				assert.Equal(t, c.reason, why.String())
			})
		})
	}
}

func TestGoexitInTerminate(t *testing.T) {
	proof.Of(t, 178)
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a", func(k *otp.ServerKind[worker]) {
			k.Terminate = func(*worker, otp.Reason) { runtime.Goexit() }
		}))
		ref := w.crash("a")
		why, _ := ref.Reason()
		assert.Equal(t, "exception:runtime.Goexit called in a process", why.String())
		assert.EqualValues(t, 2, w.ref("a").Incarnation())
	})
}

func TestExitSignals(t *testing.T) {
	proof.Of(t, 92, 181, 182)
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, workerOf("plain"), workerOf("trapping", j.logged))
		plain, trapping, root := w.ref("plain"), w.ref("trapping"), mustRef(t, w.Root())
		for _, ref := range []otp.Ref{plain, trapping, root, {}} {
			ref.Exit(otp.Normal)
		}
		trapping.Exit(otp.Shutdown)
		root.Exit(otp.Shutdown)
		synctest.Wait()
		for _, ref := range []otp.Ref{plain, trapping, root} {
			_, over := ref.Reason()
			assert.False(t, over, "%s ignores it", ref)
		}
		plain.Exit(otp.Failed(errors.New("odd")))
		<-plain.Done()
		why, _ := plain.Reason()
		assert.Equal(t, "odd", why.String())
	})
}

func TestMessagesBeforeTheRequestToStopAreHandled(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, workerOf("plain"), workerOf("a", j.logged))
		j.take()
		gate := make(chan struct{})
		tell(t, w.at("a"), func(a *worker) {
			<-a.c.Done()
			<-gate
			j.add("asked: %v", a.c.Err())
		})
		tell(t, w.at("a"), func(a *worker) {
			_, err := do(a.c, w.at("plain"), answer(1))
			j.add("with a fresh context: %v", err)
		})
		synctest.Wait()
		stopped := make(chan error)
		go func() { stopped <- w.Stop(t.Context()) }()
		synctest.Wait()
		tell(t, w.at("a"), func(*worker) { j.add("too late") })
		close(gate)
		assert.NoError(t, <-stopped)
		assert.Equal(t, []string{"asked: context canceled", "with a fresh context: <nil>", "terminate Root/a#1 shutdown"}, j.take())
	})
}

func TestServerWithoutTerminateStopsAfterTheCallbackInHand(t *testing.T) {
	proof.Of(t, 86)
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, workerOf("a"))
		answered := make(chan error)
		go func() {
			_, err := do(t.Context(), w.at("a"), func(a *worker) (int, error) {
				a.c.Continue(func() { j.add("never") })
				<-a.c.Done()
				j.add("asked")
				return 1, nil
			})
			answered <- err
		}()
		synctest.Wait()
		tell(t, w.at("a"), func(*worker) { j.add("never") })
		require.NoError(t, w.Stop(t.Context()))
		assert.NoError(t, <-answered)
		assert.Equal(t, []string{"asked"}, j.take())
	})
}

func TestTerminateHasAContextUntilTheDeadline(t *testing.T) {
	proof.Of(t, 87)
	bubble(t, func(t *testing.T) {
		var errs []error
		slow := workerOf("slow", func(k *otp.ServerKind[worker]) {
			k.Terminate = func(w *worker, _ otp.Reason) {
				_, err := do(w.c, w.c.Lookup(otp.Name{Service: "db"}), answer(1))
				errs = append(errs, err)
				<-w.c.Done()
			}
		})
		slow.Shutdown = otp.ShutdownAfter(3 * time.Second)
		w := start(t, workerOf("db"), slow)
		begin := time.Now()
		require.NoError(t, w.Stop(t.Context()))
		synctest.Wait() // the server was fenced off, so its end says nothing of its goroutine
		assert.Equal(t, []error{nil}, errs)
		assert.Equal(t, 3*time.Second, time.Since(begin))
	})
}

func TestStateDoesNotSurvive(t *testing.T) {
	proof.Of(t, 162)
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"))
		count := func(w *worker) (int, error) { w.n++; return w.n, nil }
		_, err := do(t.Context(), w.at("a"), count)
		require.NoError(t, err)
		w.crash("a")
		n, err := do(t.Context(), w.at("a"), count)
		require.NoError(t, err)
		assert.Equal(t, 1, n)
	})
}

func TestStopOfAProcess(t *testing.T) {
	proof.Of(t, 179, 180)
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, workerOf("a", j.logged), workerOf("bad", func(k *otp.ServerKind[worker]) {
			k.Terminate = func(w *worker, _ otp.Reason) { w.c.Stop(otp.ShutdownWith("changed my mind")) }
		}), workerOf("slow", func(k *otp.ServerKind[worker]) {
			k.Terminate = func(w *worker, _ otp.Reason) {
				if w.c.Self().Incarnation() == 1 {
					time.Sleep(time.Minute)
				}
			}
		}), runnerOf("runner", func(c *otp.Ctx) error { c.Ready(); <-c.Done(); return nil }))
		j.take()
		tell(t, w.at("a"), func(*worker) { j.add("before") })
		require.NoError(t, w.ref("a").Stop(t.Context(), otp.Normal))
		synctest.Wait()
		assert.Equal(t, []string{"before", "terminate Root/a#1 normal", "init Root/a#2"}, j.take(), "a permanent child is restarted")

		err := w.ref("bad").Stop(t.Context(), otp.Normal)
		var failed *otp.CallError
		require.ErrorAs(t, err, &failed)
		assert.Equal(t, "{shutdown,changed my mind}", failed.Reason.String())

		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		slow := w.ref("slow")
		assert.ErrorIs(t, slow.Stop(ctx, otp.Normal), otp.ErrTimeout)
		<-slow.Done() // it ends all the same
		assert.ErrorIs(t, slow.Stop(t.Context(), otp.Normal), otp.ErrDown)

		require.NoError(t, w.ref("runner").Stop(t.Context(), otp.ShutdownWith("asked")))
		assert.ErrorIs(t, otp.Ref{}.Stop(t.Context(), otp.Normal), otp.ErrNoProc)
		_, err = do(t.Context(), w.at("a"), func(a *worker) (int, error) { return 0, a.c.Self().Stop(a.c, otp.Normal) })
		assert.ErrorIs(t, err, otp.ErrCycle)
	})
}

func TestStopOfASupervisor(t *testing.T) {
	proof.Of(t, 90)
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, supervisorOf("s", []otp.ChildSpec{workerOf("a", j.logged)}))
		j.take()
		require.NoError(t, w.ref("s").Stop(t.Context(), otp.Failed(declared{1})))
		synctest.Wait()
		assert.Equal(t, []string{"terminate Root/s/a#1 shutdown", "init Root/s/a#2"}, j.take())
	})
}

func TestRefsAndAddresses(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"))
		dead := w.ref("a")
		assert.Equal(t, "Root/a#1", dead.String())
		assert.Equal(t, "Root/a", dead.Addr().Path())
		pinned := dead.Addr()
		w.crash("a")
		again := w.ref("a")
		assert.NotEqual(t, dead, again)
		assert.Equal(t, w.at("a"), w.Find("Root/a"), "one address for all incarnations")
		_, err := do(t.Context(), pinned, answer(1))
		var failed *otp.CallError
		require.ErrorAs(t, err, &failed)
		assert.Equal(t, "exception:boom", failed.Reason.String())
		_, runs := pinned.Ref()
		assert.False(t, runs)
		got, runs := again.Addr().Ref()
		assert.True(t, runs)
		assert.Equal(t, again, got)

		nobody := otp.Ref{}
		<-nobody.Done()
		why, over := nobody.Reason()
		assert.True(t, over)
		assert.Equal(t, otp.NoProc, why)
		assert.Zero(t, nobody.Incarnation())
		assert.Equal(t, "none", nobody.String())
	})
}

func TestFakes(t *testing.T) {
	bubble(t, func(t *testing.T) {
		sys, err := otp.StartRoot(t.Context(), supervisorOf("Root", []otp.ChildSpec{CounterSpec(CounterArgs{})}),
			append(quietly(&eventLog{}), otp.WithHandler("Counter", func() CounterHandler { return &counter{n: 1000} }))...)
		require.NoError(t, err)
		c := CounterAt(sys.Lookup(otp.Name{Service: "Counter"}))
		_, err = c.Add(t.Context(), 1)
		require.NoError(t, err)
		require.NoError(t, sys.Stop(t.Context()))

		_, err = otp.StartRoot(t.Context(), supervisorOf("Root", []otp.ChildSpec{CounterSpec(CounterArgs{})}),
			append(quietly(&eventLog{}), otp.WithHandler("Counter", func() int { return 0 }))...)
		assert.ErrorContains(t, err, "WithHandler of Counter makes another type of handler")
	})
}
