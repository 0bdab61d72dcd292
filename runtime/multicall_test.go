package otp_test

import (
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestMultiCall: who answers, who does not, and all under one deadline.
func TestMultiCall(t *testing.T) {
	proof.Of(t, 172)
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"), workerOf("b"), workerOf("c"), workerOf("slow"), workerOf("dies"), workerOf("slower"))
		gate := make(chan struct{})
		for _, name := range []string{"slow", "slower"} {
			tell(t, w.at(name), func(*worker) { <-gate })
		}
		tell(t, w.at("a"), func(*worker) { time.Sleep(time.Second) })
		to := []otp.Addr{w.at("slow"), w.at("a"), w.at("nobody"), w.at("dies"), w.at("b"), w.at("slower"), {}}
		began := time.Now()
		var handled atomic.Int32
		replies, without := otp.MultiCall(t.Context(), to, &workerDo, func(w *worker) (int, error) {
			handled.Add(1)
			switch w.c.Self().Addr().Path() {
			case "Root/dies":
				panic("boom")
			case "Root/b":
				return 0, errBoom
			default:
				return 1, nil
			}
		})
		assert.Equal(t, 5*time.Second, time.Since(began))
		assert.Equal(t, []otp.MultiReply[int]{{From: w.at("a"), Value: 1}, {From: w.at("b"), Err: errBoom}}, replies)
		assert.Equal(t, []otp.Addr{w.at("slow"), w.at("nobody"), w.at("dies"), w.at("slower"), {}}, without)
		close(gate)
		synctest.Wait()
		assert.EqualValues(t, 5, handled.Load(), "the slow ones have done it, for nobody")

		replies, without = otp.MultiCall(t.Context(), nil, &workerDo, answer(1))
		assert.Empty(t, replies)
		assert.Empty(t, without)
	})
}

// TestMultiCallAnsweredWithAFailedCall: it is an answer as any, and a message that
// gave way to a newer one is none.
func TestMultiCallAnsweredWithAFailedCall(t *testing.T) {
	proof.Of(t, 172)
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"), workerOf("b"))
		to := []otp.Addr{w.at("a")}
		replies, without := otp.MultiCall(t.Context(), to, &workerDo, func(a *worker) (int, error) {
			return do(a.c, w.at("b"), func(*worker) (int, error) { panic("boom") })
		})
		assert.Empty(t, without)
		require.Len(t, replies, 1)
		assert.ErrorIs(t, replies[0].Err, otp.ErrDown)

		full := start(t, workerOf("full", func(k *otp.ServerKind[worker]) {
			k.Mailbox = otp.Mailbox{Capacity: 1, Overflow: otp.DropOldest}
		}))
		gate := make(chan struct{})
		tell(t, full.at("full"), func(*worker) { <-gate })
		synctest.Wait()
		at := full.at("full")
		replies, without = otp.MultiCall(t.Context(), []otp.Addr{at, at}, &workerDo, func(*worker) (int, error) { return 2, nil })
		assert.Empty(t, replies)
		assert.Equal(t, []otp.Addr{at, at}, without)
		close(gate)
	})
}

func TestAbcast(t *testing.T) {
	proof.Of(t, 172)
	bubble(t, func(t *testing.T) {
		full := workerOf("full", func(k *otp.ServerKind[worker]) { k.Mailbox.Capacity = 1 })
		w := start(t, workerOf("a"), workerOf("b"), full)
		gate := make(chan struct{})
		tell(t, w.at("full"), func(*worker) { <-gate })
		synctest.Wait()
		tell(t, w.at("full"), func(*worker) {})
		began, handled := time.Now(), make(chan string, 3)
		to := []otp.Addr{w.at("a"), w.at("nobody"), w.at("full"), w.at("b")}
		err := otp.Abcast(t.Context(), to, &workerTell, func(w *worker) { handled <- w.c.Self().String() })
		assert.ErrorIs(t, err, otp.ErrOverloaded)
		assert.Zero(t, time.Since(began))
		assert.ElementsMatch(t, []string{"Root/a#1", "Root/b#1"}, []string{<-handled, <-handled})
		close(gate)
		assert.NoError(t, otp.Abcast(t.Context(), to[:2], &workerTell, func(*worker) {}))
	})
}
