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

// A child without time is asked and killed at once. Whether its Terminate begins
// is open, as in OTP; that nobody waits for it is not.
func TestShutdownWithoutTime(t *testing.T) {
	proof.Of(t, 97)
	bubble(t, func(t *testing.T) {
		a := workerOf("a", func(k *otp.ServerKind[worker]) {
			k.Terminate = func(w *worker, _ otp.Reason) { <-w.c.Done() }
		})
		a.Shutdown = otp.ShutdownAfter(0)
		w := start(t, a)
		ref := w.ref("a")
		begin := time.Now()
		require.NoError(t, otp.TerminateChild(t.Context(), w.Root(), "a"))
		assert.Zero(t, time.Since(begin))
		why, _ := ref.Reason()
		assert.Equal(t, otp.Killed, why)
	})
}

// A supervisor that waits for a child without limit answers nobody meanwhile.
func TestStopWaitsForAChildWithoutLimit(t *testing.T) {
	proof.Of(t, 87, 98)
	bubble(t, func(t *testing.T) {
		gate := make(chan struct{})
		stuck := workerOf("stuck", func(k *otp.ServerKind[worker]) {
			k.Terminate = func(*worker, otp.Reason) { <-gate }
		})
		stuck.Shutdown = otp.ShutdownInfinity
		w := start(t, workerOf("a"), stuck)
		root, a := mustRef(t, w.Root()), w.ref("a")
		stopped := make(chan error, 1)
		go func() { stopped <- w.Stop(context.Background()) }()
		synctest.Wait()

		ctx, cancel := context.WithTimeout(t.Context(), 24*time.Hour)
		defer cancel()
		_, err := otp.WhichChildren(ctx, w.Root())
		assert.ErrorIs(t, err, otp.ErrTimeout)
		for _, ref := range []otp.Ref{root, a} {
			_, over := ref.Reason()
			assert.False(t, over, "%s waits its turn", ref)
		}

		asked := make(chan error, 1)
		go func() {
			_, err := otp.CountChildren(t.Context(), w.Root())
			asked <- err
		}()
		synctest.Wait()
		close(gate)
		require.NoError(t, <-stopped)
		assert.ErrorIs(t, <-asked, otp.ErrDown, "who still waited learns that it ended")
	})
}

// What is no request for a supervisor does nothing to it.
func TestMessagesThatASupervisorDoesNotKnow(t *testing.T) {
	proof.Of(t, 99)
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"), otp.ChildSpec{ID: "d", Name: otp.Name{Service: "d"}, Start: otp.Dynamic(otp.DynamicSpec{})})
		for _, sup := range []otp.Addr{w.Root(), w.at("d")} {
			before := mustRef(t, sup)
			assert.NoError(t, otp.Cast(t.Context(), sup, &workerTell, func(*worker) { t.Error("nobody runs this") }))
			_, err := do(t.Context(), sup, answer(1))
			assert.ErrorIs(t, err, otp.ErrWrongService)
			synctest.Wait()
			_, err = otp.CountChildren(t.Context(), sup)
			require.NoError(t, err)
			assert.Equal(t, before, mustRef(t, sup))
		}
	})
}
