package otp_test

import (
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCallCycles(t *testing.T) {
	proof.Of(t, 170, 409)
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"), workerOf("b"), workerOf("c"))
		begin := time.Now()
		// via makes each of the names call the next one, the last one answers 1.
		var via func(names ...string) func(*worker) (int, error)
		via = func(names ...string) func(*worker) (int, error) {
			if len(names) == 0 {
				return answer(1)
			}
			return func(caller *worker) (int, error) { return do(caller.c, w.at(names[0]), via(names[1:]...)) }
		}
		for _, names := range [][]string{{"a", "a"}, {"a", "b", "a"}, {"a", "b", "c", "a"}, {"a", "b", "c", "b"}} {
			_, err := do(t.Context(), w.at(names[0]), via(names[1:]...))
			assert.ErrorIs(t, err, otp.ErrCycle, "%v", names)
		}
		n, err := do(t.Context(), w.at("a"), via("b", "c"))
		require.NoError(t, err)
		assert.Equal(t, 1, n)
		assert.Zero(t, time.Since(begin), "found at once")
	})
}

func TestCycleThroughADelayedReply(t *testing.T) {
	proof.Of(t, 409)
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"), workerOf("b"))
		got := make(chan error)
		tell(t, w.at("a"), func(a *worker) {
			_, err := otp.Call(a.c, w.at("b"), &workerLater, keep)
			got <- err
		})
		synctest.Wait()
		// b owes a an answer: if b now waits for a, neither gets one.
		_, err := do(t.Context(), w.at("b"), func(b *worker) (int, error) {
			_, err := do(b.c, w.at("a"), answer(1))
			assert.ErrorIs(t, err, otp.ErrCycle)
			b.kept[0].Send(1)
			return 0, nil
		})
		require.NoError(t, err)
		assert.NoError(t, <-got)
	})
}

func TestCycleWithTheSupervisor(t *testing.T) {
	proof.Of(t, 409)
	bubble(t, func(t *testing.T) {
		var inInit, inTerminate error
		w := start(t, workerOf("a", func(k *otp.ServerKind[worker]) {
			sup := func(w *worker) error {
				_, err := otp.WhichChildren(w.c, w.c.Lookup(otp.Name{Service: "Root"}))
				return err
			}
			k.Init = func(w *worker) error { inInit = sup(w); return nil }
			k.Terminate = func(w *worker, _ otp.Reason) { inTerminate = sup(w) }
		}))
		assert.ErrorIs(t, inInit, otp.ErrCycle)
		require.NoError(t, w.Stop(t.Context()))
		assert.ErrorIs(t, inTerminate, otp.ErrCycle)
	})
}
