package otp_test

import (
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// jittery runs a worker with three jittered timers for that long, in a system
// with that seed, and returns when each has fired.
func jittery(t *testing.T, seed uint64, d time.Duration) (declared, interval, once []time.Duration) {
	t.Helper()
	begin := time.Now()
	note := func(to *[]time.Duration) func() { return func() { *to = append(*to, time.Since(begin)) } }
	spec := workerOf("a", func(k *otp.ServerKind[worker]) {
		k.Init = func(w *worker) error { w.c.SendIntervalJittered(10*time.Second, 0.9, note(&interval)); return nil }
		k.Timers = []otp.Timer[worker]{
			{Name: "declared", Every: 10 * time.Second, Jitter: 0.1, Fire: func(*worker) { note(&declared)() }},
			{Name: "once", After: 10 * time.Second, Jitter: 0.1, Fire: func(*worker) { note(&once)() }},
		}
	})
	opts := append(quietly(&eventLog{}), otp.WithSeed(seed))
	sys, err := otp.StartRoot(t.Context(), supervisorOf("Root", []otp.ChildSpec{spec}), opts...)
	require.NoError(t, err)
	time.Sleep(d)
	synctest.Wait()
	require.NoError(t, sys.Stop(t.Context()))
	return declared, interval, once
}

func TestJitter(t *testing.T) {
	bubble(t, func(t *testing.T) {
		declared, interval, once := jittery(t, 1, time.Hour)
		require.Len(t, once, 1)
		assert.InDelta(t, 10*time.Second, once[0], float64(time.Second))
		between(t, declared, 9*time.Second, 11*time.Second)
		between(t, interval, time.Second, 19*time.Second)
		assert.InDelta(t, 360, len(declared), 10, "the average is the period")

		again, alsoAgain, _ := jittery(t, 1, time.Hour)
		assert.Equal(t, declared, again, "the seed decides")
		assert.Equal(t, interval, alsoAgain)
		other, _, _ := jittery(t, 2, time.Hour)
		assert.NotEqual(t, declared, other)
	})
}

// between checks that no two times are nearer than from or farther than to, and
// that the distances differ.
func between(t *testing.T, times []time.Duration, from, to time.Duration) {
	t.Helper()
	last, distances := time.Duration(0), map[time.Duration]bool{}
	for _, at := range times {
		assert.GreaterOrEqual(t, at-last, from)
		assert.LessOrEqual(t, at-last, to)
		distances[at-last], last = true, at
	}
	assert.Greater(t, len(distances), len(times)/2)
}

// A process that was busy does not get ticks in a row, however short the next
// period is.
func TestJitterAfterBeingBusy(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := startClocked(t, workerOf("a"))
		last := time.Now()
		c.run("a", func(w *worker) {
			n := 0
			var timer otp.TimerRef
			timer = w.c.SendIntervalJittered(time.Second, 0.99, func() {
				if n%3 != 1 { // the one before was not busy
					assert.Greater(t, time.Since(last), time.Duration(0))
				}
				if n++; n%3 == 1 {
					time.Sleep(7800 * time.Millisecond)
				}
				last = time.Now()
				if n == 300 {
					timer.Cancel()
					c.add("done")
				}
			})
		})
		assert.Equal(t, []string{"done"}, c.pass(time.Hour))
	})
}

// An unseeded system has a source of its own.
func TestJitterDiffersBetweenSystems(t *testing.T) {
	bubble(t, func(t *testing.T) {
		first := func() (at time.Duration) {
			begin := time.Now()
			w := start(t, workerOf("a", func(k *otp.ServerKind[worker]) {
				k.Timers = []otp.Timer[worker]{{Name: "t", After: time.Hour, Jitter: 0.5, Fire: func(*worker) { at = time.Since(begin) }}}
			}))
			time.Sleep(2 * time.Hour)
			synctest.Wait()
			require.NoError(t, w.Stop(t.Context()))
			return at
		}
		assert.NotEqual(t, first(), first())
	})
}
