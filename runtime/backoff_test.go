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

// slowly makes the restarts of a child wait 1s 2s 4s 4s.
func slowly(spec otp.ChildSpec) otp.ChildSpec {
	spec.Backoff = otp.Backoff{Min: time.Second, Max: 4 * time.Second, ResetAfter: time.Minute}
	return spec
}

// after returns for how long a call to that address is told to wait.
func after(t *testing.T, to otp.Addr) time.Duration {
	t.Helper()
	_, err := do(t.Context(), to, answer(1))
	var failed *otp.CallError
	require.ErrorAs(t, err, &failed)
	require.Equal(t, otp.ErrRestarting, failed.Kind)
	return failed.After
}

// stateOf returns what the root says about a child.
func stateOf(t *testing.T, w *world, id string) otp.ChildState {
	t.Helper()
	children, err := otp.WhichChildren(t.Context(), w.Root())
	require.NoError(t, err)
	for _, c := range children {
		if c.ID == id {
			return c.State
		}
	}
	require.Fail(t, "no child", id)
	return 0
}

func TestBackoff(t *testing.T) {
	proof.Of(t, 407)
	bubble(t, func(t *testing.T) {
		w := start(t, slowly(workerOf("a")), workerOf("b"))
		b := w.ref("b")
		var waits []time.Duration
		for _, quiet := range []time.Duration{0, time.Second, time.Second, time.Second, time.Minute} {
			time.Sleep(quiet)
			w.crash("a")
			waits = append(waits, after(t, w.at("a")))
			assert.Equal(t, otp.Restarting, stateOf(t, w, "a"))
			time.Sleep(waits[len(waits)-1])
			synctest.Wait()
			assert.Equal(t, otp.Running, stateOf(t, w, "a"))
		}
		assert.Equal(t, []time.Duration{time.Second, 2 * time.Second, 4 * time.Second, 4 * time.Second, time.Second}, waits)
		assert.Equal(t, b, w.ref("b"))

		var kept, told []time.Duration
		for _, r := range w.History("Root/a") {
			kept = append(kept, r.Delay)
		}
		for _, ev := range eventsOf[otp.Restarted](w) {
			told = append(told, ev.Delay)
		}
		assert.Equal(t, waits, kept)
		assert.Equal(t, waits, told)
		delayed := eventsOf[otp.RestartDelayed](w)
		require.Len(t, delayed, 5)
		assert.Equal(t, "a", delayed[1].Child)
		assert.Equal(t, "exception:boom", delayed[1].Reason.String())
		assert.Equal(t, 2, delayed[1].Attempt)
		assert.Equal(t, 2*time.Second, delayed[1].Delay)
		assert.Equal(t, "Root", delayed[1].Path)
	})
}

// TestBackoffOfStartsThatFail: each one waits, and an idempotent call lives
// through all of it.
func TestBackoffOfStartsThatFail(t *testing.T) {
	proof.Of(t, 407, 410)
	bubble(t, func(t *testing.T) {
		starts := 0
		w := start(t, slowly(workerOf("a", func(k *otp.ServerKind[worker]) {
			k.Init = func(*worker) error {
				if starts++; starts == 2 || starts == 3 {
					return errBoom
				}
				return nil
			}
		})))
		began := time.Now()
		w.crash("a")
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		op := workerRetry
		op.Timeout = otp.Infinity
		n, err := otp.Call(ctx, w.at("a"), &op, answer(7))
		require.NoError(t, err)
		assert.Equal(t, 7, n)
		assert.Equal(t, 7*time.Second, time.Since(began)) // 1s + 2s + 4s
		assert.Equal(t, 4, starts)
	})
}

// TestBackoffOfAGroup: the siblings are stopped at once and are back after the
// wait.
func TestBackoffOfAGroup(t *testing.T) {
	proof.Of(t, 407)
	bubble(t, func(t *testing.T) {
		w := startRoot(t, supervisorOf("Root", []otp.ChildSpec{workerOf("a"), slowly(workerOf("b")), workerOf("c")},
			func(s *otp.SupervisorSpec) { s.Strategy = otp.RestForOne }))
		a, c := w.ref("a"), w.ref("c")
		w.crash("b")
		<-c.Done()
		assert.Equal(t, a, w.ref("a"))
		assert.Equal(t, otp.Restarting, stateOf(t, w, "b"))
		assert.Equal(t, otp.Undefined, stateOf(t, w, "c"))
		assert.Equal(t, time.Second, after(t, w.at("c")))
		time.Sleep(time.Second)
		synctest.Wait()
		w.ref("b")
		assert.NotEqual(t, c, w.ref("c"))
		assert.Zero(t, w.History("Root/c")[0].Delay, "it was not its own wait")
	})
}

// TestWaitsBelowASupervisorThatWaits: who asks for a process within is told when
// the supervisor is back.
func TestWaitsBelowASupervisorThatWaits(t *testing.T) {
	proof.Of(t, 407)
	bubble(t, func(t *testing.T) {
		w := start(t, slowly(supervisorOf("s", []otp.ChildSpec{workerOf("a")}, func(s *otp.SupervisorSpec) { s.MaxRestarts = 0 })))
		w.crash("a")
		assert.Equal(t, time.Second, after(t, w.at("a")))
		time.Sleep(time.Second)
		synctest.Wait()
		w.ref("a")
	})
}

func TestEndOfABackoff(t *testing.T) {
	proof.Of(t, 407)
	t.Run("the supervisor stops", func(t *testing.T) {
		bubble(t, func(t *testing.T) {
			w := start(t, slowly(workerOf("a")))
			w.crash("a")
			began := time.Now()
			require.NoError(t, w.Stop(t.Context()))
			assert.Zero(t, time.Since(began))
		})
	})
	t.Run("the supervisor is killed", func(t *testing.T) {
		bubble(t, func(t *testing.T) {
			w := start(t, supervisorOf("s", []otp.ChildSpec{slowly(workerOf("a"))}))
			w.crash("a")
			w.ref("s").Exit(otp.Killed)
			synctest.Wait()
			a := w.ref("a") // a new life of the supervisor begins a row of its own
			time.Sleep(time.Minute)
			assert.Equal(t, a, w.ref("a"))
		})
	})
	t.Run("the child is terminated", func(t *testing.T) {
		bubble(t, func(t *testing.T) {
			w := start(t, slowly(workerOf("a")))
			w.crash("a")
			assert.ErrorIs(t, otp.DeleteChild(t.Context(), w.Root(), "a"), otp.ErrChildRestarting)
			_, err := otp.RestartChild(t.Context(), w.Root(), "a")
			require.ErrorIs(t, err, otp.ErrChildRestarting)
			require.NoError(t, otp.TerminateChild(t.Context(), w.Root(), "a"))
			_, err = do(t.Context(), w.at("a"), answer(1))
			require.ErrorIs(t, err, otp.ErrNoProc)
			time.Sleep(time.Minute)
			assert.Equal(t, otp.Undefined, stateOf(t, w, "a"))
			_, err = otp.RestartChild(t.Context(), w.Root(), "a")
			require.NoError(t, err)
			assert.Empty(t, w.History("Root/a"))
		})
	})
}

func TestBackoffOfAnInstance(t *testing.T) {
	proof.Of(t, 407, 414)
	bubble(t, func(t *testing.T) {
		w := start(t, otp.ChildSpec{ID: "d", Name: otp.Name{Service: "d"}, Start: otp.Dynamic(otp.DynamicSpec{
			MaxRestarts: 9,
			Template: func(args any) (otp.ChildSpec, error) {
				spec := slowly(workerOf("i"))
				spec.Name.Key = args
				return spec, nil
			},
		})})
		name := otp.Name{Service: "i", Key: "x"}
		first, err := otp.EnsureInstance(t.Context(), w.at("d"), name, "x")
		require.NoError(t, err)
		tell(t, first.Addr(), func(*worker) { panic("boom") })
		<-first.Done()
		synctest.Wait()
		assert.Equal(t, time.Second, after(t, w.Lookup(name)))
		began := time.Now()
		second, err := otp.EnsureInstance(t.Context(), w.at("d"), name, "x")
		require.NoError(t, err)
		assert.NotEqual(t, first, second)
		assert.Equal(t, time.Second, time.Since(began))

		tell(t, second.Addr(), func(*worker) { panic("boom") })
		<-second.Done()
		synctest.Wait()
		require.NoError(t, otp.TerminateInstance(t.Context(), w.at("d"), second))
		time.Sleep(time.Minute)
		counts, err := otp.CountChildren(t.Context(), w.at("d"))
		require.NoError(t, err)
		assert.Zero(t, counts)
	})
}

// TestJitterOfABackoff: two systems with one seed wait for the same time.
func TestJitterOfABackoff(t *testing.T) {
	proof.Of(t, 407)
	bubble(t, func(t *testing.T) {
		var waits []time.Duration
		for _, seed := range []uint64{1, 1, 2} {
			l := &eventLog{}
			spec := slowly(workerOf("a"))
			spec.Backoff.Jitter = 0.5
			sys, err := otp.StartRoot(t.Context(), supervisorOf("Root", []otp.ChildSpec{spec}), append(quietly(l), otp.WithSeed(seed))...)
			require.NoError(t, err)
			w := &world{sys, t, l}
			w.crash("a")
			waits = append(waits, after(t, w.at("a")))
			require.NoError(t, sys.Stop(t.Context()))
		}
		assert.Equal(t, waits[0], waits[1])
		assert.NotEqual(t, waits[0], waits[2])
		assert.InDelta(t, time.Second, waits[0], float64(time.Second/2))
	})
}

// TestOwnIntensity: one restart too many of one child, though its supervisor
// would allow more.
func TestOwnIntensity(t *testing.T) {
	proof.Of(t, 408)
	bubble(t, func(t *testing.T) {
		fragile := workerOf("a")
		fragile.Intensity = &otp.Intensity{MaxRestarts: 1, MaxSeconds: 10}
		w := startRoot(t, supervisorOf("Root", []otp.ChildSpec{fragile, workerOf("b")}))
		for range 3 {
			w.crash("b")
		}
		w.crash("a")
		time.Sleep(12 * time.Second)
		w.crash("a")
		w.crash("a")
		assert.Equal(t, otp.Shutdown, w.Wait())
		gaveUp := eventsOf[otp.GaveUp](w)
		require.Len(t, gaveUp, 1)
		assert.Equal(t, "a", gaveUp[0].Child)
		assert.Equal(t, 2, gaveUp[0].Count)
	})
}

func TestSpecsBeyondOTPAreChecked(t *testing.T) {
	proof.Of(t, 407, 408)
	bubble(t, func(t *testing.T) {
		w := start(t)
		for problem, change := range map[otp.SpecProblem]func(*otp.ChildSpec){
			otp.InvalidBackoff:   func(s *otp.ChildSpec) { s.Backoff.Jitter = 0.5 },
			otp.InvalidIntensity: func(s *otp.ChildSpec) { s.Intensity = &otp.Intensity{MaxRestarts: -1} },
		} {
			spec := workerOf("a")
			change(&spec)
			_, err := otp.StartChild(t.Context(), w.Root(), spec)
			var wrong *otp.SpecError
			require.ErrorAs(t, err, &wrong)
			assert.Equal(t, problem, wrong.Problem)
		}
		_, err := otp.StartChild(t.Context(), w.Root(), slowly(workerOf("a")))
		require.NoError(t, err)
		spec, err := otp.GetChildSpec(t.Context(), w.Root(), "a")
		require.NoError(t, err)
		assert.EqualValues(t, 2, spec.Backoff.Factor, "defaults are filled in")
	})
}

// A wait that grows beyond all bounds is for ever: it does not wrap around to now.
func TestBackoffThatGrowsForEver(t *testing.T) {
	bubble(t, func(t *testing.T) {
		spec := workerOf("a")
		spec.Backoff = otp.Backoff{Min: time.Second, Max: otp.Infinity, Factor: 1e12, ResetAfter: time.Hour}
		w := start(t, spec)
		w.crash("a")
		assert.Equal(t, time.Second, after(t, w.at("a")))
		time.Sleep(2 * time.Second)
		w.crash("a")
		assert.Greater(t, after(t, w.at("a")), 1000*time.Hour)
		time.Sleep(1000 * time.Hour)
		synctest.Wait()
		assert.Equal(t, otp.Restarting, stateOf(t, w, "a"))
	})
}
