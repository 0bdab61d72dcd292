package otp_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// An inline call is a message as any other: it takes the idle timeout back, and
// may ask for one.
func TestInlineAndIdle(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, workerOf("a", func(k *otp.ServerKind[worker]) { k.Idle = func(*worker) { j.add("idle") } }))
		tell(t, w.at("a"), func(w *worker) { w.c.Idle(2 * time.Second) })
		synctest.Wait()
		time.Sleep(time.Second)
		_, err := inline(t.Context(), w.at("a"), answer(1))
		require.NoError(t, err)
		time.Sleep(time.Hour)
		synctest.Wait()
		assert.Empty(t, j.take())

		_, err = inline(t.Context(), w.at("a"), func(w *worker) (int, error) { w.c.Idle(2 * time.Second); return 1, nil })
		require.NoError(t, err)
		time.Sleep(time.Hour)
		synctest.Wait()
		assert.Len(t, j.take(), 1)

		tell(t, w.at("a"), func(w *worker) { w.c.Idle(2 * time.Second) })
		synctest.Wait()
		_, err = inline(t.Context(), w.at("a"), func(*worker) (int, error) { panic("boom") })
		require.ErrorIs(t, err, otp.ErrDown)
		time.Sleep(time.Hour)
		synctest.Wait()
		assert.Empty(t, j.take(), "of the dead")
	})
}

// A handler that stops its server, which is killed before it has answered: an
// idempotent call is made again, whichever way it went.
func TestIdempotentCallToAServerKilledInTerminate(t *testing.T) {
	again := workerRetry
	again.Inline = true
	for name, op := range map[string]*otp.CallOp[worker, func(*worker) (int, error), int]{"mailbox": &workerRetry, "inline": &again} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				w := start(t, workerOf("a", func(k *otp.ServerKind[worker]) {
					k.Terminate = func(w *worker, _ otp.Reason) { <-w.c.Done() }
				}))
				synctest.Wait()
				ref := w.ref("a")
				time.AfterFunc(time.Second, func() { ref.Exit(otp.Killed) })
				n, err := otp.Call(t.Context(), w.at("a"), op, func(w *worker) (int, error) {
					if w.c.Self() == ref {
						w.c.Stop(otp.Failed(errors.New("test")))
						return 1, nil
					}
					return 2, nil
				})
				require.NoError(t, err)
				assert.Equal(t, 2, n)
			})
		})
	}
}

// A process that is killed while it waits without the context that would end
// the wait does not wait for ever.
func TestKilledCallerWithoutCancel(t *testing.T) {
	forever := workerDo
	forever.Timeout = otp.Infinity
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"), workerOf("b"))
		gate, b := make(chan struct{}), w.at("b")
		back := make(chan error, 1)
		tell(t, w.at("a"), func(w *worker) {
			_, err := otp.Call(context.WithoutCancel(w.c), b, &forever, func(*worker) (int, error) { <-gate; return 1, nil })
			back <- err
		})
		synctest.Wait()
		w.ref("a").Exit(otp.Killed)
		require.ErrorIs(t, <-back, otp.ErrStopped)
		close(gate)
	})
}

func TestInlineTellsOfTheEndOfACaller(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var j journal
		op := &otp.CallOp[worker, int, int]{
			Service: "Worker", Message: "Watched", Inline: true,
			Handle:     func(*worker, int) (int, error) { return 1, nil },
			CallerDown: func(*worker, otp.Caller, otp.Reason) { j.add("down") },
		}
		w := start(t, workerOf("a"), workerOf("b"))
		synctest.Wait()
		a := w.at("a")
		_, err := do(t.Context(), w.at("b"), func(w *worker) (int, error) { return otp.Call(w.c, a, op, 1) })
		require.NoError(t, err)
		w.crash("b")
		assert.Equal(t, []string{"down"}, j.take())
	})
}

// Room that there is belongs to the first in line: what one sender has sent stays
// in order, also while others send.
func TestLineKeepsTheOrderOfASender(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a", func(k *otp.ServerKind[worker]) { k.Mailbox = otp.Mailbox{Capacity: 16, Overflow: otp.Block} }))
		to := w.at("a")
		many := make([]otp.Addr, 48)
		for i := range many {
			many[i] = to
		}
		over := make(chan struct{})
		var noise sync.WaitGroup
		noise.Go(func() {
			for {
				select {
				case <-over:
					return
				default:
					_ = otp.Abcast(context.Background(), many[:8], &workerTell, func(*worker) {})
				}
			}
		})
		for range 3000 {
			n := 0
			replies, failed := otp.MultiCall(context.Background(), many, &workerDo, func(*worker) (int, error) { n++; return n, nil })
			require.Empty(t, failed)
			for i, r := range replies {
				require.Equal(t, i+1, r.Value)
			}
		}
		close(over)
		noise.Wait()
	})
}
