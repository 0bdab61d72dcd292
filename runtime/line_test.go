package otp_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/stretchr/testify/assert"
)

func TestBlockedSendersAreServedInOrder(t *testing.T) {
	bubble(t, func(t *testing.T) {
		hold := make(chan struct{})
		w := start(t, workerOf("w", func(k *otp.ServerKind[worker]) {
			k.Mailbox = otp.Mailbox{Capacity: 1, Overflow: otp.Block}
		}))
		to := w.at("w")
		tell(t, to, func(*worker) { <-hold })
		synctest.Wait()
		var order []int
		gaveUp, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		for i := range 8 {
			ctx := t.Context()
			if i == 4 {
				ctx = gaveUp
			}
			go func() { _ = otp.Cast(ctx, to, &workerTell, func(*worker) { order = append(order, i) }) }()
			synctest.Wait()
		}
		<-gaveUp.Done()
		synctest.Wait()
		close(hold)
		synctest.Wait()
		assert.Equal(t, []int{0, 1, 2, 3, 5, 6, 7}, order)
		assert.Len(t, eventsOf[otp.Overloaded](w), 1, "one overload, however many wait")
	})
}

func TestBlockedSendersOfAServerThatEnds(t *testing.T) {
	bubble(t, func(t *testing.T) {
		hold := make(chan struct{})
		w := start(t, workerOf("w", func(k *otp.ServerKind[worker]) {
			k.Mailbox = otp.Mailbox{Capacity: 1, Overflow: otp.Block}
		}))
		ref := w.ref("w")
		tell(t, ref.Addr(), func(*worker) { <-hold })
		synctest.Wait()
		tell(t, ref.Addr(), func(*worker) {})
		errs := make(chan error, 3)
		for range cap(errs) {
			go func() {
				_, err := do(t.Context(), ref.Addr(), answer(1))
				errs <- err
			}()
		}
		synctest.Wait()
		ref.Exit(otp.Killed)
		for range cap(errs) {
			assert.ErrorIs(t, <-errs, otp.ErrDown)
		}
		close(hold)
	})
}
