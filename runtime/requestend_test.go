package otp_test

import (
	"context"
	"runtime"
	"testing"
	"testing/synctest"
	"time"
	"weak"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// waitAside waits for a request and for a collection with another one of the same
// kind, each in a goroutine of its own.
func waitAside(t *testing.T, single, collected *otp.Request[int]) (errs chan error) {
	t.Helper()
	errs = make(chan error, 2)
	ctx := within(t, time.Hour)
	go func() { _, err := single.Wait(ctx); errs <- err }()
	go func() {
		var set otp.Requests[string, int]
		set.Add("only", collected)
		got, err := set.Next(ctx)
		if err == nil {
			err = got.Err
		}
		errs <- err
	}()
	synctest.Wait()
	return errs
}

func TestAbandonWakesWhoWaits(t *testing.T) {
	proof.Of(t, 160, 173)
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("b"))
		before := otp.WatchesOf(w.ref("b"))
		one := otp.SendRequest(t.Context(), w.at("b"), &workerLater, keep)
		two := otp.SendRequest(t.Context(), w.at("b"), &workerLater, keep)
		errs := waitAside(t, one, two)
		one.Abandon()
		two.Abandon()
		for range 2 {
			assert.ErrorIs(t, <-errs, otp.ErrCanceled)
		}
		_, there, err := one.Check()
		assert.True(t, there)
		assert.ErrorIs(t, err, otp.ErrCanceled)
		assert.Equal(t, before, otp.WatchesOf(w.ref("b")))
	})
}

// A server answers a process, and nobody else when that has ended.
func TestRequestWhoseSenderHasEnded(t *testing.T) {
	proof.Of(t, 173)
	bubble(t, func(t *testing.T) {
		w := start(t, temporary(workerOf("a")), workerOf("b"))
		var requests [3]*otp.Request[int]
		_, err := do(t.Context(), w.at("a"), func(a *worker) (int, error) {
			for i := range requests {
				requests[i] = otp.SendRequest(a.c, w.at("b"), &workerLater, keep)
			}
			return 0, nil
		})
		require.NoError(t, err)
		errs := waitAside(t, requests[0], requests[1])
		a := w.ref("a")
		a.Exit(otp.Killed)
		<-a.Done()
		delivered, err := do(t.Context(), w.at("b"), func(b *worker) (n int, _ error) {
			for _, r := range b.kept {
				if r.Send(7) {
					n++
				}
			}
			return n, nil
		})
		require.NoError(t, err)
		assert.Zero(t, delivered)
		for range 2 {
			assert.ErrorIs(t, <-errs, otp.ErrStopped)
		}
		_, err = requests[2].Wait(within(t, time.Hour))
		require.ErrorIs(t, err, otp.ErrStopped)
		assert.EqualError(t, err, "Worker.Later to Root/b: process stopped")
	})
}

// A process that has asked itself ends as a server.
func TestRequestToOneselfWhoseSenderHasEnded(t *testing.T) {
	proof.Of(t, 173)
	bubble(t, func(t *testing.T) {
		w := start(t, temporary(workerOf("a")))
		var r *otp.Request[int]
		_, err := do(t.Context(), w.at("a"), func(a *worker) (int, error) {
			r = otp.SendRequest(a.c, w.at("a"), &workerLater, keep)
			return 0, nil
		})
		require.NoError(t, err)
		w.ref("a").Exit(otp.Killed)
		_, err = r.Wait(within(t, time.Hour))
		assert.ErrorIs(t, err, otp.ErrDown)
	})
}

// Who is reported gone gets no answer: whoever waits learns why.
func TestRequestWhoseSenderIsReportedGone(t *testing.T) {
	proof.Of(t, 173)
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("b"))
		op := workerLater
		op.CallerDown = func(*worker, otp.Caller, otp.Reason) {}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		one := otp.SendRequest(ctx, w.at("b"), &op, keep)
		two := otp.SendRequest(ctx, w.at("b"), &op, keep)
		began := time.Now()
		errs := waitAside(t, one, two)
		for range 2 {
			assert.ErrorIs(t, <-errs, otp.ErrTimeout)
		}
		assert.Equal(t, time.Second, time.Since(began))
		_, there, err := one.Check()
		assert.True(t, there)
		assert.ErrorIs(t, err, context.DeadlineExceeded)
	})
}

// A request costs its server nothing once it is answered, fetched or not.
func TestRequestsThatNobodyTakesLeaveNothing(t *testing.T) {
	proof.Of(t, 173)
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"), workerOf("b"), temporary(workerOf("dies")), workerOf("caller"))
		before := otp.WatchesOf(w.ref("a")) + otp.WatchesOf(w.ref("b"))
		callerBefore := otp.WatchesOf(w.ref("caller"))
		_, err := do(t.Context(), w.at("caller"), func(c *worker) (int, error) {
			for range 100 {
				var set otp.Requests[string, int]
				for _, name := range []string{"a", "b"} {
					set.Add(name, otp.SendRequest(c.c, w.at(name), &workerDo, answer(1)))
				}
				set.Add("kept", otp.SendRequest(c.c, w.at("a"), &workerLater, func(_ *worker, r otp.Reply[int]) { r.Send(1) }))
				if _, err := set.Next(c.c); err != nil {
					return 0, err
				}
			}
			for range 10 {
				otp.SendRequest(c.c, w.at("a"), &workerLater, keep).Abandon()
				otp.SendRequest(c.c, w.at("dies"), &workerDo, func(*worker) (int, error) { panic("boom") })
			}
			return 0, nil
		})
		require.NoError(t, err)
		synctest.Wait()
		assert.Equal(t, before, otp.WatchesOf(w.ref("a"))+otp.WatchesOf(w.ref("b")))
		assert.Equal(t, callerBefore, otp.WatchesOf(w.ref("caller")))
	})
}

// A collection that was dropped is kept by no server that owes an answer.
func TestRequestDoesNotKeepItsCollection(t *testing.T) {
	proof.Of(t, 173)
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"))
		dropped := func() weak.Pointer[otp.Requests[string, int]] {
			set := new(otp.Requests[string, int])
			set.Add("never", otp.SendRequest(t.Context(), w.at("a"), &workerLater, keep))
			return weak.Make(set)
		}()
		runtime.GC()
		runtime.GC()
		assert.Nil(t, dropped.Value())
	})
}

func TestRequestsBadUse(t *testing.T) {
	bubble(t, func(t *testing.T) {
		const twice, unsent = "otp: a request is in two collections", "otp: a request that was not made by SendRequest"
		var one, two otp.Requests[int, int]
		nobody := request(t, otp.Addr{}, answer(1))
		one.Add(1, nobody)
		assert.PanicsWithValue(t, twice, func() { one.Add(2, nobody) })
		assert.PanicsWithValue(t, twice, func() { two.Add(2, nobody) })
		_, err := one.Next(t.Context())
		require.NoError(t, err)
		two.Add(2, nobody) // it is in none now
		assert.Equal(t, 1, two.Len())

		var zero otp.Request[int]
		assert.PanicsWithValue(t, unsent, func() { _, _ = zero.Wait(t.Context()) })
		assert.PanicsWithValue(t, unsent, func() { _, _, _ = zero.Check() })
		assert.PanicsWithValue(t, unsent, zero.Abandon)
		assert.PanicsWithValue(t, unsent, func() { two.Add(3, nil) })
		assert.PanicsWithValue(t, unsent, func() { two.Add(3, &zero) })
		assert.Equal(t, 1, two.Len())
	})
}
