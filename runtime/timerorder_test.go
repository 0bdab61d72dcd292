package otp_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/assert"
)

// Timers come in the order in which they are due, whatever they are, and those of
// the same moment in the order in which they were set.
func TestTimersComeInOrder(t *testing.T) {
	proof.Of(t, 331)
	bubble(t, func(t *testing.T) {
		c := startClocked(t, workerOf("a", func(k *otp.ServerKind[worker]) {
			k.Timers = []otp.Timer[worker]{{Name: "declared", Every: time.Hour, Fire: func(w *worker) { w.n++ }}}
		}), workerOf("b"))
		for range 50 {
			var got, told []int
			note := func(i int) func() { return func() { got = append(got, i) } }
			c.run("a", func(w *worker) {
				for i := range 4 {
					w.c.SendAfter(0, note(i))
				}
				for i := range 4 {
					w.c.SendAfter(time.Millisecond+time.Duration(3-i), note(7-i)) // the last set is the first due
				}
				interval := otp.TimerRef{}
				interval = w.c.SendInterval(2*time.Millisecond, func() { note(8)(); interval.Cancel() })
				w.c.SendAfter(2*time.Millisecond, note(9))
				void := w.c.SendAfter(2*time.Millisecond, note(-1))
				w.c.SendAfter(2*time.Millisecond, note(10))
				void.Cancel()
				for i := range 4 {
					otp.CastAfter(w.c, c.at("b"), &workerTell, func(*worker) { told = append(told, i) }, time.Millisecond)
				}
				time.Sleep(5 * time.Millisecond) // all of them are late
			})
			time.Sleep(time.Second)
			synctest.Wait()
			assert.Equal(t, []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, got)
			assert.Equal(t, []int{0, 1, 2, 3}, told)
		}
	})
}

// Any number of timers, set and cancelled in any order, come in order.
func TestManyTimersComeInOrder(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := startClocked(t, workerOf("a"))
		const n = 1000
		var got []time.Duration
		set := 0
		c.run("a", func(w *worker) {
			for i := range n {
				after := time.Duration(i*7919%n) * time.Second // each time once
				timer := w.c.SendAfter(after, func() { got = append(got, after) })
				if set++; i%3 == 0 {
					left, ok := timer.Cancel()
					assert.True(t, ok)
					assert.Equal(t, after, left)
					set--
				}
			}
		})
		time.Sleep(n * time.Second)
		synctest.Wait()
		assert.Len(t, got, set)
		assert.IsIncreasing(t, got)
	})
}

// A cast to oneself comes before a timer of 0 that was set before it.
func TestCastToOneselfOvertakesATimerOfZero(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := startClocked(t, workerOf("a"))
		c.run("a", func(w *worker) {
			w.c.SendAfter(0, func() { c.add("timer") })
			_ = otp.Cast(w.c, w.c.Self().Addr(), &workerTell, func(*worker) { c.add("cast") })
		})
		assert.Equal(t, []string{"cast", "timer"}, c.pass(time.Second))
	})
}

// With real clocks, too: each has its own goroutine if nothing keeps them in
// order.
func TestTimersComeInOrderOnRealClocks(t *testing.T) {
	t.Parallel()
	sys, err := otp.StartRoot(t.Context(), supervisorOf("Root", []otp.ChildSpec{workerOf("a")}), quietly(&eventLog{})...)
	assert.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, sys.Stop(context.Background())) })
	for range 200 {
		done := make(chan []int, 1)
		_, err := do(t.Context(), sys.Lookup(otp.Name{Service: "a"}), func(a *worker) (int, error) {
			var got []int
			for i := range 4 {
				a.c.SendAfter(time.Duration(i/2)*100*time.Microsecond, func() {
					if got = append(got, i); len(got) == 4 {
						done <- got
					}
				})
			}
			return 0, nil
		})
		assert.NoError(t, err)
		assert.Equal(t, []int{0, 1, 2, 3}, <-done)
	}
}

// The periods of a timer do not depend on how its ticks and those of others
// alternate.
func TestSeededPeriodsAreThoseOfTheTimer(t *testing.T) {
	bubble(t, func(t *testing.T) {
		alone, _, _ := jittery(t, 1, time.Hour)
		begin := time.Now()
		var busy []time.Duration
		spec := workerOf("a", func(k *otp.ServerKind[worker]) {
			k.Init = func(w *worker) error {
				w.c.SendIntervalJittered(10*time.Second, 0.9, func() {}).Cancel() // armed, and never rings
				return nil
			}
			k.Timers = []otp.Timer[worker]{
				{Name: "declared", Every: 10 * time.Second, Jitter: 0.1, Fire: func(*worker) { busy = append(busy, time.Since(begin)) }},
			}
		})
		sys, err := otp.StartRoot(t.Context(), supervisorOf("Root", []otp.ChildSpec{spec}), append(quietly(&eventLog{}), otp.WithSeed(1))...)
		assert.NoError(t, err)
		time.Sleep(time.Hour)
		synctest.Wait()
		assert.NoError(t, sys.Stop(t.Context()))
		assert.Equal(t, alone, busy)
	})
}

// An interval of nearly for ever does not become one of no time.
func TestLongJitteredInterval(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := startClocked(t, workerOf("a"))
		c.run("a", func(w *worker) {
			for range 20 {
				w.c.SendIntervalJittered(otp.Infinity-1, 0.5, c.note("tick"))
			}
		})
		assert.Empty(t, c.pass(24*time.Hour))
	})
}

func BenchmarkArmKeyedAmongThousands(b *testing.B) {
	spec := workerOf("a", func(k *otp.ServerKind[worker]) {
		k.Timers = []otp.Timer[worker]{{Name: "keyed", FireKey: func(*worker, any) {}}}
	})
	sys, err := otp.StartRoot(b.Context(), supervisorOf("Root", []otp.ChildSpec{spec}), quietly(&eventLog{})...)
	assert.NoError(b, err)
	b.Cleanup(func() { _ = sys.Stop(context.Background()) })
	b.ReportAllocs()
	_, _ = otp.Call(b.Context(), sys.Lookup(otp.Name{Service: "a"}), &workerLater, func(w *worker, r otp.Reply[int]) {
		for i := 0; b.Loop(); i++ {
			w.c.ArmKeyed("keyed", i%5000, time.Hour)
		}
		r.Send(0)
	})
}
