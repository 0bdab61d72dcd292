package otp_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestGetState: between two messages, in its turn, though the mailbox is full.
func TestGetState(t *testing.T) {
	proof.Of(t, 431)
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a", func(k *otp.ServerKind[worker]) { k.Mailbox.Capacity = 1 }))
		gate := make(chan struct{})
		tell(t, w.at("a"), func(*worker) { <-gate })
		synctest.Wait()
		tell(t, w.at("a"), func(w *worker) { w.n = 7 })
		require.ErrorIs(t, otp.Cast(t.Context(), w.at("a"), &workerTell, func(*worker) {}), otp.ErrOverloaded)
		states := make(chan worker, 1)
		go func() {
			state, err := otp.GetState[worker](t.Context(), w.at("a"))
			assert.NoError(t, err)
			states <- state
		}()
		synctest.Wait()
		assert.Empty(t, states)
		close(gate)
		state := <-states
		assert.Equal(t, 7, state.n)
		state.n = 8 // a copy

		require.NoError(t, otp.ReplaceState(t.Context(), w.at("a"), func(w *worker) {
			assert.Equal(t, 7, w.n)
			w.n = 9
		}))
		n, err := do(t.Context(), w.at("a"), func(w *worker) (int, error) { return w.n, nil })
		require.NoError(t, err)
		assert.Equal(t, 9, n)
	})
}

func TestGetStateFails(t *testing.T) {
	proof.Of(t, 431)
	bubble(t, func(t *testing.T) {
		type other struct{}
		w := start(t, workerOf("a"))
		_, err := otp.GetState[other](t.Context(), w.at("a"))
		var failed *otp.CallError
		require.ErrorAs(t, err, &failed)
		assert.Equal(t, otp.ErrWrongService, failed.Kind)
		assert.Equal(t, "sys.get_state to Root/a: wrong service", err.Error())
		_, err = otp.GetState[worker](t.Context(), w.Root())
		assert.ErrorIs(t, err, otp.ErrWrongService)
		assert.ErrorIs(t, otp.Suspend(t.Context(), w.Root()), otp.ErrWrongService)
		_, err = otp.GetState[worker](t.Context(), w.at("nobody"))
		assert.ErrorIs(t, err, otp.ErrNoProc)
		_, err = do(t.Context(), w.at("a"), func(w *worker) (int, error) {
			_, err := otp.GetState[worker](w.c, w.c.Self().Addr())
			return 0, err
		})
		require.ErrorIs(t, err, otp.ErrCycle)

		gate := make(chan struct{})
		a := w.ref("a")
		tell(t, w.at("a"), func(*worker) { <-gate })
		began := time.Now()
		err = otp.ReplaceState(t.Context(), w.at("a"), func(w *worker) { panic("handled all the same") })
		assert.ErrorIs(t, err, otp.ErrTimeout)
		assert.Equal(t, 5*time.Second, time.Since(began))
		close(gate)
		<-a.Done()
		why, _ := a.Reason()
		assert.Equal(t, "exception:handled all the same", why.String())
	})
}

// TestSuspend: messages wait, and whoever asks for the state or the end does not.
func TestSuspend(t *testing.T) {
	proof.Of(t, 432)
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, workerOf("a", j.trapping), workerOf("b"))
		a := w.ref("a")
		require.NoError(t, otp.Suspend(t.Context(), a.Addr()))
		require.NoError(t, otp.Suspend(t.Context(), a.Addr()))
		info, _ := a.Info()
		assert.Equal(t, otp.StatusSuspended, info.Status)
		tell(t, a.Addr(), func(w *worker) { w.n++; j.add("first") })
		a.Exit(otp.Normal)
		r := request(t, a.Addr(), func(w *worker) (int, error) { j.add("second"); return w.n, nil })
		state, err := otp.GetState[worker](t.Context(), a.Addr())
		require.NoError(t, err)
		assert.Zero(t, state.n)
		time.Sleep(time.Hour)
		assert.Empty(t, j.take())
		assert.Equal(t, 3, a.MessageQueueLen())

		require.NoError(t, otp.Resume(t.Context(), a.Addr()))
		n, err := r.Wait(t.Context())
		require.NoError(t, err)
		assert.Equal(t, 1, n)
		assert.Equal(t, []string{"first", "exit signal normal", "second"}, j.take())
		require.NoError(t, otp.Resume(t.Context(), a.Addr()), "which it does anyway")

		for _, name := range []string{"a", "b"} {
			require.NoError(t, otp.Suspend(t.Context(), w.at(name)))
			tell(t, w.at(name), func(*worker) { j.add("lost") })
			began := time.Now()
			require.NoError(t, otp.TerminateChild(t.Context(), w.Root(), name))
			assert.Zero(t, time.Since(began))
		}
		assert.Equal(t, []string{"terminate Root/a#1 shutdown"}, j.take())
	})
}

// TestSuspendedMailbox: it fills up, and room is made only by what is handled.
func TestSuspendedMailbox(t *testing.T) {
	proof.Of(t, 411, 432)
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a", func(k *otp.ServerKind[worker]) { k.Mailbox.Capacity = 2 }))
		require.NoError(t, otp.Suspend(t.Context(), w.at("a")))
		for range 2 {
			tell(t, w.at("a"), func(w *worker) { w.n++ })
		}
		for range 3 {
			_, err := otp.GetState[worker](t.Context(), w.at("a"))
			require.NoError(t, err)
			assert.ErrorIs(t, otp.Cast(t.Context(), w.at("a"), &workerTell, func(*worker) {}), otp.ErrOverloaded)
		}
		require.NoError(t, otp.Resume(t.Context(), w.at("a")))
		synctest.Wait()
		state, err := otp.GetState[worker](t.Context(), w.at("a"))
		require.NoError(t, err)
		assert.Equal(t, 2, state.n)
	})
}

// TestSystemMessagesAndTheIdleTimeout: they begin the wait anew, as in OTP, where
// the server goes back to its receive with the same timeout.
func TestSystemMessagesAndTheIdleTimeout(t *testing.T) {
	proof.Of(t, 167)
	bubble(t, func(t *testing.T) {
		idle := make(chan time.Duration, 1)
		began := time.Now()
		w := start(t, workerOf("a", func(k *otp.ServerKind[worker]) {
			k.Idle = func(*worker) { idle <- time.Since(began) }
		}))
		look := func() {
			_, err := otp.GetState[worker](t.Context(), w.at("a"))
			require.NoError(t, err)
		}
		tell(t, w.at("a"), func(w *worker) { w.c.Idle(3 * time.Second) })
		time.Sleep(2 * time.Second)
		look()
		assert.Equal(t, 5*time.Second, <-idle)

		tell(t, w.at("a"), func(w *worker) { w.c.Idle(3 * time.Second) })
		time.Sleep(time.Second)
		require.NoError(t, otp.Suspend(t.Context(), w.at("a")))
		time.Sleep(time.Minute)
		assert.Empty(t, idle)
		require.NoError(t, otp.Resume(t.Context(), w.at("a")))
		assert.Equal(t, 69*time.Second, <-idle)

		tell(t, w.at("a"), func(w *worker) { w.c.Idle(3 * time.Second) })
		tell(t, w.at("a"), func(*worker) {}) // takes it back
		look()
		time.Sleep(time.Minute)
		assert.Empty(t, idle)
	})
}

func TestProcessInfo(t *testing.T) {
	proof.Of(t, 433)
	bubble(t, func(t *testing.T) {
		gate := make(chan struct{})
		w := start(t, workerOf("a"), workerOf("b"), workerOf("c", func(k *otp.ServerKind[worker]) {
			k.Terminate = func(*worker, otp.Reason) { <-gate }
		}))
		w.crash("a")
		a := w.ref("a")
		_, err := do(t.Context(), a.Addr(), func(a *worker) (int, error) {
			a.c.Monitor(w.at("b"), func(otp.Reason) {})
			otp.Link(a.c, w.at("c"))
			return 0, nil
		})
		require.NoError(t, err)
		tell(t, a.Addr(), func(*worker) { <-gate })
		synctest.Wait()
		tell(t, a.Addr(), func(*worker) {})
		time.Sleep(time.Second)
		info, lives := a.Info()
		require.True(t, lives)
		assert.Equal(t, otp.ProcessInfo{
			Ref: a, Path: "Root/a", Service: "Worker", Status: otp.StatusRunning, MessageQueueLen: 1, Handled: 2,
			Message: "Tell", Held: time.Second, Restarts: 1, Links: 1, Monitors: 1,
		}, info)
		info, _ = w.ref("b").Info()
		assert.Equal(t, 1, info.MonitoredBy)

		c := w.ref("c")
		stopped := make(chan error)
		go func() { stopped <- otp.TerminateChild(t.Context(), w.Root(), "c") }()
		synctest.Wait()
		info, _ = c.Info()
		assert.Equal(t, otp.StatusStopping, info.Status)
		assert.Equal(t, "stopping", info.Status.String())
		assert.True(t, info.TrapExit)
		close(gate)
		require.NoError(t, <-stopped)
		for _, gone := range []otp.Ref{c, {}} {
			_, lives = gone.Info()
			assert.False(t, lives)
		}
		root, _ := w.Root().Ref()
		info, _ = root.Info()
		assert.True(t, info.Supervisor)
	})
}

// TestInfoOfAStart: what is starting has no Ref to ask, except its own.
func TestInfoOfAStart(t *testing.T) {
	proof.Of(t, 433)
	bubble(t, func(t *testing.T) {
		var info otp.ProcessInfo
		start(t, workerOf("a", func(k *otp.ServerKind[worker]) {
			k.Init = func(w *worker) error { info, _ = w.c.Self().Info(); return nil }
		}))
		assert.Equal(t, otp.StatusStarting, info.Status)
		assert.Equal(t, "Init", info.Message)
		for status, word := range []string{1: "starting", 2: "running", 3: "suspended", 4: "stopping", 5: "status(5)"} {
			if word != "" {
				assert.Equal(t, word, otp.ProcessStatus(status).String())
			}
		}
	})
}

// TestHistoryIsBounded: by the number that the system was made with.
func TestHistoryIsBounded(t *testing.T) {
	proof.Of(t, 406)
	bubble(t, func(t *testing.T) {
		for _, kept := range []int{0, 2} {
			l := &eventLog{}
			sys, err := otp.StartRoot(t.Context(), supervisorOf("Root", []otp.ChildSpec{workerOf("a")}), append(quietly(l), otp.WithHistory(kept))...)
			require.NoError(t, err)
			w := &world{sys, t, l}
			for range 5 {
				w.crash("a")
			}
			h := sys.History("Root/a")
			require.Len(t, h, kept)
			if kept > 0 {
				assert.EqualValues(t, 5, h[0].Incarnation)
				assert.EqualValues(t, 6, h[1].Incarnation)
			}
			info, _ := w.ref("a").Info()
			assert.Equal(t, 5, info.Restarts)
			require.NoError(t, sys.Stop(context.Background()))
		}
	})
	assert.Panics(t, func() { otp.WithHistory(-1) })
}

// TestSystemMessagesOfAStateMachine: they are no events.
func TestSystemMessagesOfAStateMachine(t *testing.T) {
	proof.Of(t, 431, 432)
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, gateOf(&j))
		began := time.Now()
		require.NoError(t, otp.Cast(t.Context(), w.at("gate"), &gateTell, func(g *barrier) {
			g.m.EventTimeout(3*time.Second, func() { j.add("timeout after %v", time.Since(began)); g.m.Next(open) })
		}))
		state := func() (s gateState) {
			require.NoError(t, otp.ReplaceState(t.Context(), w.at("gate"), func(g *barrier) { s = g.m.State() }))
			return s
		}
		time.Sleep(time.Second)
		assert.Equal(t, shut, state())
		_, err := otp.GetState[barrier](t.Context(), w.at("gate"))
		require.NoError(t, err)
		require.NoError(t, otp.Suspend(t.Context(), w.at("gate")))
		time.Sleep(time.Minute)
		assert.Empty(t, j.take())
		assert.Equal(t, shut, state())
		require.NoError(t, otp.Resume(t.Context(), w.at("gate")))
		synctest.Wait()
		assert.Equal(t, []string{"timeout after 1m1s"}, j.take(), "no event has taken it back")
		assert.Equal(t, open, state())
	})
}

// A suspended server loses nothing of a burst.
func TestSuspendedServerKeepsABurst(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"))
		require.NoError(t, otp.Suspend(t.Context(), w.at("a")))
		handled := 0
		for range 500 {
			tell(t, w.at("a"), func(*worker) { handled++ })
		}
		_, err := otp.GetState[worker](t.Context(), w.at("a")) // it works meanwhile, and rests again
		require.NoError(t, err)
		synctest.Wait()
		assert.Zero(t, handled)
		assert.Equal(t, 500, w.ref("a").MessageQueueLen())
		require.NoError(t, otp.Resume(t.Context(), w.at("a")))
		synctest.Wait()
		assert.Equal(t, 500, handled)
	})
}
