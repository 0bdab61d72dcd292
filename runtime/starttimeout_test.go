package otp_test

import (
	"testing"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestStartTimeout: the process is killed and its name is free, though its Init
// goes on, and the next start is a start like any other.
func TestStartTimeout(t *testing.T) {
	proof.Of(t, 153)
	bubble(t, func(t *testing.T) {
		gate, closed := make(chan struct{}), false
		starts := 0
		slow := workerOf("a", func(k *otp.ServerKind[worker]) {
			k.StartTimeout = 3 * time.Second
			k.Terminate = func(*worker, otp.Reason) { assert.Fail(t, "never started") }
			k.Init = func(w *worker) error {
				if starts++; starts == 1 {
					w.c.Own(closerFunc(func() error { closed = true; return nil }))
					<-gate
				} else {
					time.Sleep(2 * time.Second) // in time
				}
				return nil
			}
		})
		slow.Restart = otp.Temporary
		w := start(t)
		began := time.Now()
		_, err := otp.StartChild(t.Context(), w.Root(), slow)
		var failed *otp.StartError
		require.ErrorAs(t, err, &failed)
		assert.ErrorIs(t, err, otp.ErrTimeout)
		assert.Equal(t, "timeout", failed.Reason.String())
		assert.Equal(t, 3*time.Second, time.Since(began))
		assert.True(t, closed, "what it owned is closed")

		slow.Start = otp.Server(otp.ServerKind[worker]{
			Service: "Worker", StartTimeout: 3 * time.Second,
			New:  func(c *otp.Ctx) *worker { return &worker{c: c} },
			Init: func(*worker) error { time.Sleep(2 * time.Second); return nil },
		})
		ref, err := otp.StartChild(t.Context(), w.Root(), slow)
		require.NoError(t, err)
		time.Sleep(time.Minute)
		assert.Equal(t, ref, w.ref("a"), "its start was in time")

		abandoned := eventsOf[otp.Abandoned](w)
		require.Len(t, abandoned, 1)
		assert.Equal(t, "Init", abandoned[0].Message)
		close(gate)
	})
}

// TestStartTimeoutOfARestart: it is a restart that failed.
func TestStartTimeoutOfARestart(t *testing.T) {
	proof.Of(t, 57, 153)
	bubble(t, func(t *testing.T) {
		starts := 0
		w := start(t, workerOf("a", func(k *otp.ServerKind[worker]) {
			k.StartTimeout = time.Second
			k.Init = func(w *worker) error {
				if starts++; starts == 2 {
					<-w.c.Done() // an Init that looks at its context gives up with its process
				}
				return nil
			}
		}))
		w.crash("a")
		time.Sleep(time.Second + time.Millisecond)
		assert.EqualValues(t, 3, w.ref("a").Incarnation())
		failed := eventsOf[otp.StartFailed](w)
		require.Len(t, failed, 1)
		assert.Equal(t, otp.Failed(otp.ErrTimeout).String(), failed[0].Reason.String())
		assert.Empty(t, eventsOf[otp.Abandoned](w))
	})
}

// TestStartTimeoutOfTheRoot: the whole start has failed.
func TestStartTimeoutOfTheRoot(t *testing.T) {
	proof.Of(t, 4, 153)
	bubble(t, func(t *testing.T) {
		_, err := otp.StartRoot(t.Context(), supervisorOf("Root", []otp.ChildSpec{workerOf("a", func(k *otp.ServerKind[worker]) {
			k.StartTimeout = time.Second
			k.Init = func(w *worker) error { <-w.c.Done(); return nil }
		})}), quietly(&eventLog{})...)
		assert.ErrorIs(t, err, otp.ErrTimeout)
	})
	assert.PanicsWithValue(t, "otp: the start of Worker has the timeout -1s", func() {
		workerOf("a", func(k *otp.ServerKind[worker]) { k.StartTimeout = -time.Second })
	})
}
