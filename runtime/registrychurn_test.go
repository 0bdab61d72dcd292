package otp_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestRegistriesUnderChurn lets processes register, give up and die while others
// look. Two hold one key never, and what is found at the end is what those who
// live hold.
func TestRegistriesUnderChurn(t *testing.T) {
	bubble(t, func(t *testing.T) {
		proof.Of(t, 194, 195, 196, 197, 199)
		const workers, keys, rounds = 12, 5, 400
		children := []otp.ChildSpec{registryOf("r", otp.Unique), registryOf("d", otp.Duplicate)}
		for i := range workers {
			children = append(children, workerOf(fmt.Sprint(i)))
		}
		w := startRoot(t, supervisorOf("Root", children, func(s *otp.SupervisorSpec) { s.MaxRestarts = 1 << 20 }))
		r, d := w.registry("r"), w.registry("d")

		var all sync.WaitGroup
		for i := range workers {
			all.Go(func() { churn(t, w.at(fmt.Sprint(i)), rand.New(rand.NewPCG(7, uint64(i))), r, d, rounds, keys) })
		}
		done := make(chan struct{})
		var readers sync.WaitGroup
		readers.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-done:
					return
				default:
				}
				key := fmt.Sprint(i % keys)
				assert.LessOrEqual(t, len(r.Lookup(key)), 1)
				assert.LessOrEqual(t, len(r.Match(key, func(int) bool { return true })), 1)
				d.Dispatch(key, func(entries []otp.Entry[int]) { assert.NotEmpty(t, entries) })
			}
		})
		all.Wait()
		close(done)
		readers.Wait()
		synctest.Wait()
		for _, r := range []registrations{r, d} {
			total := 0
			for i := range workers {
				ref := w.ref(fmt.Sprint(i))
				for _, key := range r.Keys(ref) {
					assert.NotEmpty(t, r.Values(key, ref))
				}
				total += len(r.Keys(ref))
			}
			found := 0
			for _, e := range r.All() {
				_, over := e.Ref.Reason()
				assert.False(t, over)
				found++
			}
			assert.Equal(t, total, found)
			assert.Equal(t, total, r.Count())
		}
	})
}

// churn does random things to one worker after the other that runs at an
// address.
func churn(t *testing.T, to otp.Addr, rng *rand.Rand, r, d registrations, rounds, keys int) {
	for range rounds {
		key, ref := fmt.Sprint(rng.IntN(keys)), otp.Ref{}
		if running, ok := to.Ref(); ok {
			ref = running
		}
		switch rng.IntN(8) {
		case 0:
			ref.Exit(otp.Killed)
		case 1:
			_ = otp.Cast(t.Context(), to, &workerTell, func(*worker) { panic("boom") })
		default:
			_ = otp.Cast(t.Context(), to, &workerTell, func(self *worker) { step(self.c, key, r, d) })
		}
	}
}

func step(c *otp.Ctx, key string, r, d registrations) {
	if err := r.Register(c, key, 1); err != nil {
		r.Unregister(c, key)
	}
	if err := d.Register(c, key, 2); err == nil && len(d.Values(key, c.Self())) > 3 {
		d.Unregister(c, key)
	}
}

// Those who wait for their end see it while they are looked up: an entry that is
// found belongs to a process that was alive after the lookup had begun.
func TestEntriesOfTheDeadAreNotFound(t *testing.T) {
	bubble(t, func(t *testing.T) {
		proof.Of(t, 195)
		w := startRoot(t, supervisorOf("Root", []otp.ChildSpec{registryOf("d", otp.Duplicate), workerOf("a")},
			func(s *otp.SupervisorSpec) { s.MaxRestarts = 1 << 20 }))
		d := w.registry("d")
		for range 40 {
			for i := range 10 {
				w.register("a", d, "k", i)
			}
			ref := w.ref("a")
			var dying sync.WaitGroup
			dying.Go(func() { ref.Exit(otp.Killed) })
			for {
				_, over := ref.Reason()
				found := d.Lookup("k")
				if over {
					require.Empty(t, found)
					break
				}
				runtime.Gosched()
			}
			dying.Wait()
			synctest.Wait()
		}
	})
}
