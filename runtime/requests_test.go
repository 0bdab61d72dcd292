package otp_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestRequests: the answers come out as they come, with their labels.
func TestRequests(t *testing.T) {
	proof.Of(t, 173)
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"), workerOf("b"), temporary(workerOf("c")))
		var set otp.Requests[string, int]
		_, err := set.Next(t.Context())
		require.ErrorIs(t, err, otp.ErrNoRequest)

		napping := func(d time.Duration, n int) func(*worker) (int, error) {
			return func(*worker) (int, error) { time.Sleep(d); return n, nil }
		}
		set.Add("slow", request(t, w.at("a"), napping(3*time.Second, 1)))
		set.Add("dies", request(t, w.at("c"), func(*worker) (int, error) { time.Sleep(time.Second); panic("boom") }))
		set.Add("quick", request(t, w.at("b"), napping(2*time.Second, 2)))
		set.Add("nobody", request(t, otp.Addr{}, answer(1)))
		set.Add("quick", request(t, w.at("b"), napping(2*time.Second, 3))) // the label once more
		assert.Equal(t, 5, set.Len())

		began := time.Now()
		var got []string
		for set.Len() > 0 {
			r, err := set.Next(t.Context())
			require.NoError(t, err)
			got = append(got, fmt.Sprint(time.Since(began), " ", r.Label, " ", r.Value, " ", r.Err))
		}
		assert.Equal(t, []string{
			"0s nobody 0 Worker.Do to : no process",
			"1s dies 0 Worker.Do to Root/c: process down: exception:boom",
			"2s quick 2 <nil>",
			"3s slow 1 <nil>",
			"4s quick 3 <nil>",
		}, got)
		_, err = set.Next(t.Context())
		assert.ErrorIs(t, err, otp.ErrNoRequest)
	})
}

// TestRequestsWaitAgain: a wait that ends early loses nothing.
func TestRequestsWaitAgain(t *testing.T) {
	proof.Of(t, 173)
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"))
		gate := make(chan struct{})
		var set otp.Requests[int, int]
		r := request(t, w.at("a"), func(*worker) (int, error) { <-gate; return 1, nil })
		set.Add(1, r)
		_, err := set.Next(within(t, time.Second))
		require.ErrorIs(t, err, otp.ErrTimeout)
		cancelled, cancel := context.WithCancel(t.Context())
		cancel()
		_, err = set.Next(cancelled)
		require.ErrorIs(t, err, otp.ErrCanceled)
		close(gate)
		got, err := set.Next(t.Context())
		require.NoError(t, err)
		assert.Equal(t, otp.Response[int, int]{Label: 1, Value: 1}, got)

		set.Add(2, r) // it is in none now
		got, err = set.Next(t.Context())
		require.NoError(t, err)
		assert.Equal(t, 2, got.Label)
		late := request(t, w.at("a"), answer(1))
		set.Add(3, late)
		assert.PanicsWithValue(t, "otp: a request is in two collections", func() { set.Add(4, late) })
	})
}

// TestRequestsOfManyGoroutines: each answer comes out once.
func TestRequestsOfManyGoroutines(t *testing.T) {
	proof.Of(t, 173)
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"), workerOf("b"))
		var set otp.Requests[int, int]
		const all = 100
		for i := range all {
			to := w.at("a")
			if i%2 == 0 {
				to = w.at("b")
			}
			set.Add(i, request(t, to, answer(i)))
		}
		seen := make(chan int, all)
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() {
				for {
					r, err := set.Next(t.Context())
					if err != nil {
						assert.ErrorIs(t, err, otp.ErrNoRequest)
						return
					}
					assert.Equal(t, r.Label, r.Value)
					seen <- r.Label
				}
			})
		}
		group.Wait()
		assert.Len(t, seen, all)
		assert.Zero(t, set.Len())
	})
}

// TestRequestsOfAProcess: what would wait for its own caller is told at once, and
// what calls back meanwhile, too.
func TestRequestsOfAProcess(t *testing.T) {
	proof.Of(t, 173, 409)
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"), workerOf("b"))
		_, err := do(t.Context(), w.at("a"), func(a *worker) (int, error) {
			var set otp.Requests[string, int]
			set.Add("back", otp.SendRequest(a.c, w.at("b"), &workerDo, func(b *worker) (int, error) {
				time.Sleep(time.Second)
				return do(b.c, w.at("a"), answer(1))
			}))
			set.Add("self", otp.SendRequest(a.c, w.at("a"), &workerDo, answer(1)))
			for _, label := range []string{"self", "back"} {
				r, err := set.Next(a.c)
				require.NoError(t, err)
				assert.Equal(t, label, r.Label)
				assert.ErrorIs(t, r.Err, otp.ErrCycle)
			}
			return 0, nil
		})
		require.NoError(t, err)

		gate, got := make(chan struct{}), make(chan error, 1)
		a := w.ref("a")
		tell(t, a.Addr(), func(a *worker) {
			var set otp.Requests[string, int]
			set.Add("b", otp.SendRequest(a.c, w.at("b"), &workerDo, func(*worker) (int, error) { <-gate; return 1, nil }))
			_, err := set.Next(a.c)
			got <- err
		})
		synctest.Wait()
		a.Exit(otp.Killed)
		assert.ErrorIs(t, <-got, otp.ErrStopped)
		close(gate)
	})
}
