package otp_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func request(t *testing.T, to otp.Addr, f func(*worker) (int, error)) *otp.Request[int] {
	t.Helper()
	return otp.SendRequest(t.Context(), to, &workerDo, f)
}

// within is a context that ends after that time.
func within(t *testing.T, d time.Duration) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}

// TestRequest: a wait that takes too long does not lose the answer.
func TestRequest(t *testing.T) {
	proof.Of(t, 173)
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"))
		gate := make(chan struct{})
		r := request(t, w.at("a"), func(*worker) (int, error) { <-gate; return 7, errBoom })
		_, there, err := r.Check()
		require.NoError(t, err)
		assert.False(t, there)
		for range 2 {
			_, err = r.Wait(within(t, time.Second))
			assert.ErrorIs(t, err, otp.ErrTimeout)
		}
		time.Sleep(time.Hour) // longer than any timeout of an operation
		close(gate)
		_, err = r.Wait(t.Context())
		assert.Equal(t, errBoom, err, "a declared error as it is")
		r.Abandon() // too late
		_, there, err = r.Check()
		assert.True(t, there)
		assert.Equal(t, errBoom, err)

		n, err := request(t, w.at("a"), answer(1)).Wait(t.Context())
		require.NoError(t, err)
		assert.Equal(t, 1, n)
	})
}

// TestRequestWithoutAnAnswer: the reason is told to whoever waits, early or late.
func TestRequestWithoutAnAnswer(t *testing.T) {
	proof.Of(t, 157, 173)
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"))
		dead := w.ref("a")
		gate := make(chan struct{})
		r := request(t, w.at("a"), func(*worker) (int, error) { <-gate; panic("boom") })
		queued := request(t, w.at("a"), answer(1))
		early := make(chan error)
		go func() { _, err := r.Wait(t.Context()); early <- err }()
		synctest.Wait()
		close(gate)
		<-dead.Done()
		_, late := r.Wait(t.Context())
		_, lost := queued.Wait(t.Context())
		for _, err := range []error{<-early, late, lost} {
			var failed *otp.CallError
			require.ErrorAs(t, err, &failed)
			assert.Equal(t, otp.ErrDown, failed.Kind)
			assert.Equal(t, "exception:boom", failed.Reason.String())
		}
		_, err := request(t, otp.Addr{}, answer(1)).Wait(t.Context())
		assert.ErrorIs(t, err, otp.ErrNoProc)
		_, err = request(t, dead.Addr(), answer(1)).Wait(t.Context())
		assert.ErrorIs(t, err, otp.ErrDown)
		_, err = request(t, w.Root(), answer(1)).Wait(t.Context())
		assert.ErrorIs(t, err, otp.ErrWrongService)
		cancelled, cancel := context.WithCancel(t.Context())
		cancel()
		_, err = otp.SendRequest(cancelled, w.at("a"), &workerDo, answer(1)).Wait(t.Context())
		assert.ErrorIs(t, err, otp.ErrCanceled)
	})
}

func TestRequestThatIsAbandoned(t *testing.T) {
	proof.Of(t, 160, 173)
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"))
		r := otp.SendRequest(t.Context(), w.at("a"), &workerLater, keep)
		synctest.Wait()
		r.Abandon()
		_, err := r.Wait(t.Context())
		assert.ErrorIs(t, err, otp.ErrCanceled)
		delivered, err := do(t.Context(), w.at("a"), func(w *worker) (int, error) {
			if w.kept[0].Send(1) {
				return 1, nil
			}
			return 0, nil
		})
		require.NoError(t, err)
		assert.Zero(t, delivered, "a late answer is dropped")
		_, err = r.Wait(t.Context())
		assert.ErrorIs(t, err, otp.ErrCanceled)
		request(t, otp.Addr{}, answer(1)).Abandon() // nothing to abandon
	})
}

// TestRequestsAndCycles: sending never waits, so only waiting can be a cycle.
func TestRequestsAndCycles(t *testing.T) {
	proof.Of(t, 170, 173, 409)
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"), workerOf("b"))
		var kept *otp.Request[int]
		n, err := do(t.Context(), w.at("a"), func(a *worker) (int, error) {
			_, err := do(a.c, w.at("a"), answer(1)) // a call of oneself
			assert.ErrorIs(t, err, otp.ErrCycle)
			kept = otp.SendRequest(a.c, w.at("a"), &workerDo, answer(3))
			_, err = kept.Wait(a.c)
			assert.ErrorIs(t, err, otp.ErrCycle)
			r := otp.SendRequest(a.c, w.at("b"), &workerDo, func(b *worker) (int, error) {
				_, err := do(b.c, w.at("a"), answer(1))
				if errors.Is(err, otp.ErrCycle) {
					return 5, nil
				}
				return 0, err
			})
			return r.Wait(a.c)
		})
		require.NoError(t, err)
		assert.Equal(t, 5, n)
		n, err = kept.Wait(t.Context())
		require.NoError(t, err)
		assert.Equal(t, 3, n, "the request went on")
	})
}

// TestRequestOfAFencedProcess: it reaches nobody.
func TestRequestOfAFencedProcess(t *testing.T) {
	proof.Of(t, 401)
	bubble(t, func(t *testing.T) {
		w := start(t, temporary(workerOf("a")), workerOf("b"))
		gate, got := make(chan struct{}), make(chan error)
		a := w.ref("a")
		tell(t, a.Addr(), func(a *worker) {
			<-gate
			_, err := otp.SendRequest(a.c, w.at("b"), &workerDo, answer(1)).Wait(t.Context())
			got <- err
		})
		synctest.Wait()
		a.Exit(otp.Killed)
		<-a.Done()
		close(gate)
		assert.ErrorIs(t, <-got, otp.ErrStopped)
	})
}
