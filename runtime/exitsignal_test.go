package otp_test

import (
	"testing"
	"testing/synctest"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTrappedExitSignals: all but a kill are messages, in their turn.
func TestTrappedExitSignals(t *testing.T) {
	proof.Of(t, 183, 184)
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, workerOf("a", func(k *otp.ServerKind[worker]) {
			k.Terminate = func(_ *worker, why otp.Reason) { j.add("terminate %s", why) }
			k.ExitSignal = func(_ *worker, why otp.Reason) { j.add("exit signal %s", why) }
		}), workerOf("b", func(k *otp.ServerKind[worker]) { k.Terminate = func(*worker, otp.Reason) { j.add("terminate b") } }))
		ref := w.ref("a")
		gate := make(chan struct{})
		tell(t, ref.Addr(), func(*worker) { <-gate })
		ref.Exit(otp.Failed(errBoom))
		tell(t, ref.Addr(), func(*worker) { j.add("message") })
		ref.Exit(otp.Normal)
		ref.Exit(otp.Shutdown)
		close(gate)
		synctest.Wait()
		assert.Equal(t, []string{"exit signal boom", "message", "exit signal normal", "exit signal shutdown"}, j.take())

		ref.Exit(otp.Killed)
		<-ref.Done()
		assert.Empty(t, j.take())

		other := w.ref("b")
		other.Exit(otp.Shutdown)
		synctest.Wait()
		assert.Equal(t, other, w.ref("b"), "dropped without the callback")
	})
}

// TestServersThatDoNotTrapExits: Terminate runs after what the server does
// itself and not after a signal, whatever the callback in hand makes of it.
func TestServersThatDoNotTrapExits(t *testing.T) {
	proof.Of(t, 174, 175, 176, 182)
	untrapped := func(j *journal) func(k *otp.ServerKind[worker]) {
		return func(k *otp.ServerKind[worker]) {
			k.NoTrapExit = true
			k.Terminate = func(_ *worker, why otp.Reason) { j.add("terminate %s", why) }
		}
	}
	boom := otp.Failed(errBoom)
	for _, row := range []struct {
		name string
		do   func(w *worker)
		want otp.Reason
		log  []string
	}{
		{"stop", func(w *worker) { w.c.Stop(otp.Normal) }, otp.Normal, []string{"terminate normal"}},
		{"signal", func(w *worker) { w.c.Self().Exit(boom) }, boom, nil},
		{"signal and then a stop", func(w *worker) { w.c.Self().Exit(boom); w.c.Stop(otp.Normal) }, boom, nil},
		{"signal and then a panic", func(w *worker) { w.c.Self().Exit(boom); panic("late") }, boom, nil},
		{"signal and then a continue", func(w *worker) { w.c.Self().Exit(boom); w.c.Continue(func() { panic("late") }) }, boom, nil},
		{"two signals", func(w *worker) { w.c.Self().Exit(boom); w.c.Self().Exit(otp.Shutdown) }, boom, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				var j journal
				w := start(t, workerOf("a", untrapped(&j)))
				ref := w.ref("a")
				tell(t, ref.Addr(), row.do)
				<-ref.Done()
				why, _ := ref.Reason()
				assert.Equal(t, row.want, why)
				assert.Equal(t, row.log, j.take())
			})
		})
	}
}

// TestSignalDuringTheStart: a server that does not trap exits does not come up.
func TestSignalDuringTheStart(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t)
		_, err := otp.StartChild(t.Context(), w.Root(), workerOf("a", func(k *otp.ServerKind[worker]) {
			k.Init = func(w *worker) error { w.c.Self().Exit(otp.Failed(errBoom)); return nil }
		}))
		assert.ErrorIs(t, err, errBoom)
	})
}

// TestStopDuringARestart: a start cannot be interrupted, so whoever starts all
// the same is stopped in its turn, and the rest of the group is started before.
func TestStopDuringARestart(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var j journal
		gate := make(chan struct{})
		starts := 0
		slow := workerOf("b", j.logged, func(k *otp.ServerKind[worker]) {
			k.Init = func(w *worker) error {
				if starts++; starts == 2 {
					<-w.c.Done()
					j.add("hurried")
					<-gate
				}
				return nil
			}
			k.Terminate = func(w *worker, why otp.Reason) {
				require.NoError(t, w.c.Err())
				j.add("terminate b %s", why)
			}
		})
		inner := supervisorOf("s", []otp.ChildSpec{slow, workerOf("c", j.logged)})
		w := start(t, workerOf("a", j.logged), inner, workerOf("d", j.logged))
		j.take()
		s := w.ref("s")
		s.Exit(otp.Killed)
		synctest.Wait()
		j.take()

		stopped := make(chan error)
		go func() { stopped <- w.Stop(t.Context()) }()
		synctest.Wait()
		assert.Equal(t, []string{"hurried"}, j.take())
		close(gate)
		require.NoError(t, <-stopped)
		assert.Equal(t, []string{
			"init Root/s/c#2", "terminate Root/d#1 shutdown", "terminate Root/s/c#2 shutdown", "terminate b shutdown", "terminate Root/a#1 shutdown",
		}, j.take())
	})
}

// TestStopThatComesTooLate: whoever asks for an end that has another cause is
// told so, even if the reason is the same.
func TestStopThatComesTooLate(t *testing.T) {
	proof.Of(t, 179)
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"))
		ref := w.ref("a")
		gate := make(chan struct{})
		tell(t, ref.Addr(), func(w *worker) { <-gate; w.c.Stop(otp.Normal) })
		answers := make(chan error, 2)
		for range cap(answers) {
			go func() { answers <- ref.Stop(t.Context(), otp.Normal) }()
		}
		synctest.Wait()
		close(gate)
		for range cap(answers) {
			var failed *otp.CallError
			require.ErrorAs(t, <-answers, &failed)
			assert.Equal(t, otp.ErrDown, failed.Kind)
			assert.Equal(t, otp.Normal, failed.Reason)
		}
	})
}

// TestCountOfTheDead: a child that is dead is not active, even if the supervisor
// has not dealt with its end yet.
func TestCountOfTheDead(t *testing.T) {
	bubble(t, func(t *testing.T) {
		gate := make(chan struct{})
		w := start(t, workerOf("a"), workerOf("b"))
		started := make(chan error)
		go func() {
			_, err := otp.StartChild(t.Context(), w.Root(), workerOf("slow", func(k *otp.ServerKind[worker]) {
				k.Init = func(*worker) error { <-gate; return nil }
			}))
			started <- err
		}()
		synctest.Wait()
		counted := make(chan otp.Counts)
		go func() {
			counts, err := otp.CountChildren(t.Context(), w.Root())
			assert.NoError(t, err)
			counted <- counts
		}()
		synctest.Wait()
		w.ref("a").Exit(otp.Killed)
		synctest.Wait()
		close(gate)
		require.NoError(t, <-started)
		assert.Equal(t, otp.Counts{Specs: 3, Active: 2, Workers: 3}, <-counted)
		synctest.Wait()
		counts, err := otp.CountChildren(t.Context(), w.Root())
		require.NoError(t, err)
		assert.Equal(t, 3, counts.Active)
	})
}

// TestAnswerIsLostWithItsServer: an exit signal during Terminate takes the
// answer that was to follow.
func TestAnswerIsLostWithItsServer(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a", func(k *otp.ServerKind[worker]) {
			k.NoTrapExit = true
			k.Terminate = func(w *worker, _ otp.Reason) { w.c.Self().Exit(otp.Shutdown) }
		}))
		_, err := do(t.Context(), w.at("a"), func(w *worker) (int, error) { w.c.Stop(otp.Normal); return 1, nil })
		var failed *otp.CallError
		require.ErrorAs(t, err, &failed)
		assert.Equal(t, otp.Shutdown, failed.Reason)
	})
}

// TestExitFromAProcess: a fenced process signals nobody, and only a process
// itself is ended by the reason normal.
func TestExitFromAProcess(t *testing.T) {
	proof.Of(t, 181, 182, 184)
	bubble(t, func(t *testing.T) {
		w := start(t, temporary(workerOf("a")), temporary(workerOf("b")), temporary(workerOf("c")), temporary(workerOf("d")))
		a, b, c, d := w.ref("a"), w.ref("b"), w.ref("c"), w.ref("d")
		_, err := do(t.Context(), a.Addr(), func(w *worker) (int, error) {
			w.c.Exit(b, otp.Normal)
			w.c.Exit(c, otp.Failed(errBoom))
			return 0, nil
		})
		require.NoError(t, err)
		<-c.Done()
		why, _ := c.Reason()
		assert.Equal(t, otp.Failed(errBoom), why)
		_, over := b.Reason()
		assert.False(t, over)

		gate, gone := make(chan struct{}), make(chan struct{})
		tell(t, a.Addr(), func(w *worker) {
			<-gate
			w.c.Exit(b, otp.Killed)
			close(gone)
		})
		synctest.Wait()
		a.Exit(otp.Killed)
		close(gate)
		<-gone
		synctest.Wait()
		_, over = b.Reason()
		assert.False(t, over, "void")

		tell(t, d.Addr(), func(w *worker) { w.c.Exit(w.c.Self(), otp.Reason{}) })
		<-d.Done()
		why, _ = d.Reason()
		assert.Equal(t, otp.Normal, why)
	})
}
