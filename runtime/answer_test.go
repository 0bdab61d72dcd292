package otp_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCopyOfAnAnswerThatPanics(t *testing.T) {
	bubble(t, func(t *testing.T) {
		op := workerDo
		op.CopyReply = func(int) int { panic(errors.New("no copy")) }
		w := start(t, workerOf("w"))
		_, err := otp.Call(t.Context(), w.at("w"), &op, answer(1))
		require.ErrorIs(t, err, otp.ErrDown)
		assert.ErrorContains(t, err, "no copy")
	})
}

func TestCopyOfAnAnswerThatHangs(t *testing.T) {
	bubble(t, func(t *testing.T) {
		hold := make(chan struct{})
		op := workerLater
		op.CopyReply = func(n int) int { <-hold; return n }
		w := start(t, workerOf("w"))
		sent := make(chan bool, 1)
		begin := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := otp.Call(ctx, w.at("w"), &op, func(_ *worker, r otp.Reply[int]) { go func() { sent <- r.Send(1) }() })
		assert.ErrorIs(t, err, otp.ErrTimeout)
		assert.Equal(t, time.Second, time.Since(begin))
		close(hold)
		assert.False(t, <-sent, "the caller has given up meanwhile")
	})
}

// A process that was reported as gone gets no answer any more, whichever of its
// calls the answer is for.
func TestNoAnswerForACallerThatIsGone(t *testing.T) {
	bubble(t, func(t *testing.T) {
		sent := make(chan bool, 2)
		op := workerLater
		op.CallerDown = func(w *worker, _ otp.Caller, _ otp.Reason) {
			for _, r := range w.kept {
				sent <- r.Send(1)
			}
		}
		w := start(t, workerOf("server"), workerOf("caller"))
		tell(t, w.at("caller"), func(c *worker) {
			server := c.c.Lookup(otp.Name{Service: "server"})
			ctx := context.WithoutCancel(c.c) // nor does it give up by itself
			go func() { _, _ = otp.Call(ctx, server, &op, keep) }()
			_, _ = otp.Call(ctx, server, &op, keep)
		})
		synctest.Wait()
		w.ref("caller").Exit(otp.Killed)
		assert.False(t, <-sent)
		assert.False(t, <-sent)
	})
}

func TestBlockedCastSaysWhyItEnded(t *testing.T) {
	bubble(t, func(t *testing.T) {
		hold := make(chan struct{})
		defer close(hold)
		w := start(t, workerOf("w", func(k *otp.ServerKind[worker]) {
			k.Mailbox = otp.Mailbox{Capacity: 1, Overflow: otp.Block}
		}))
		tell(t, w.at("w"), func(*worker) { <-hold })
		synctest.Wait()
		tell(t, w.at("w"), func(*worker) {})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		err := otp.Cast(ctx, w.at("w"), &workerTell, func(*worker) {})
		assert.ErrorIs(t, err, otp.ErrOverloaded)
		assert.ErrorIs(t, err, context.DeadlineExceeded)
	})
}

func TestNegativeCapacityIsRefused(t *testing.T) {
	t.Parallel()
	assert.PanicsWithValue(t, "otp: the mailbox of Worker has the capacity -1", func() {
		otp.Server(otp.ServerKind[worker]{Service: "Worker", Mailbox: otp.Mailbox{Capacity: -1}})
	})
}

func TestVoidTickLeavesTheIdleTimeout(t *testing.T) {
	bubble(t, func(t *testing.T) {
		idle := make(chan time.Duration, 1)
		begin := time.Now()
		w := start(t, workerOf("w", func(k *otp.ServerKind[worker]) {
			k.Timers = []otp.Timer[worker]{{Name: "T", Fire: func(*worker) { panic("void") }}}
			k.Idle = func(*worker) { idle <- time.Since(begin) }
		}))
		tell(t, w.at("w"), func(p *worker) {
			p.c.ArmTimer("T", time.Second)
			time.Sleep(2 * time.Second) // its tick waits now
			p.c.CancelTimer("T")
			p.c.Idle(time.Second)
		})
		select {
		case after := <-idle:
			assert.Equal(t, 3*time.Second, after)
		case <-time.After(time.Minute):
			t.Error("the timeout never came")
		}
	})
}
