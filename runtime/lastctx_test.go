package otp_test

import (
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestContextOfTerminateIsDoneAtTheShutdownDeadline(t *testing.T) {
	bubble(t, func(t *testing.T) {
		done := make(chan time.Time, 1)
		a := workerOf("a", func(k *otp.ServerKind[worker]) {
			k.Terminate = func(w *worker, _ otp.Reason) { <-w.c.Done(); done <- time.Now() }
		})
		a.Restart, a.Shutdown = otp.Temporary, otp.ShutdownAfter(3*time.Second)
		w := start(t, a)
		tell(t, w.at("a"), func(w *worker) { w.c.Stop(otp.Normal) })
		synctest.Wait() // Terminate has begun before the request to stop
		begin := time.Now()
		require.NoError(t, otp.TerminateChild(t.Context(), w.Root(), "a"))
		assert.Equal(t, 3*time.Second, (<-done).Sub(begin))
	})
}

func TestContextAfterARequestToStopIsFresh(t *testing.T) {
	bubble(t, func(t *testing.T) {
		errs := make(chan error, 2)
		w := start(t, workerOf("a", func(k *otp.ServerKind[worker]) { k.Terminate = func(*worker, otp.Reason) {} }))
		tell(t, w.at("a"), func(w *worker) {
			w.c.Continue(func() {
				errs <- w.c.Err()
				w.c.Continue(func() { errs <- w.c.Err() })
			})
			<-w.c.Done()
		})
		synctest.Wait()
		require.NoError(t, w.Stop(t.Context()))
		assert.NoError(t, <-errs)
		assert.NoError(t, <-errs)
	})
}
