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

// ask makes a call that is answered later and returns where its outcome comes.
func ask(ctx context.Context, to otp.Addr, f func(*worker, otp.Reply[int])) <-chan error {
	c := make(chan error, 1)
	go func() {
		_, err := otp.Call(ctx, to, &workerLater, f)
		c <- err
	}()
	synctest.Wait()
	return c
}

func TestDelayedReply(t *testing.T) {
	proof.Of(t, 163)
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"))
		type outcome struct {
			n   int
			err error
		}
		got := make(chan outcome)
		go func() {
			n, err := otp.Call(t.Context(), w.at("a"), &workerLater, keep)
			got <- outcome{n, err}
		}()
		synctest.Wait()
		time.Sleep(time.Hour)
		tell(t, w.at("a"), func(w *worker) {
			assert.True(t, w.kept[0].Send(7))
			assert.False(t, w.kept[0].Send(8), "exactly one answer")
			assert.False(t, w.kept[0].Fail(errors.New("no")))
		})
		assert.Equal(t, outcome{7, nil}, <-got)
	})
}

func TestDelayedRefusal(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"))
		err := <-ask(t.Context(), w.at("a"), func(_ *worker, r otp.Reply[int]) { assert.True(t, r.Fail(declared{1})) })
		assert.Equal(t, declared{1}, err)
	})
}

func TestLateReplyIsDropped(t *testing.T) {
	proof.Of(t, 160)
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		assert.ErrorIs(t, <-ask(ctx, w.at("a"), keep), otp.ErrTimeout)
		delivered, err := do(t.Context(), w.at("a"), func(w *worker) (int, error) {
			if w.kept[0].Send(1) {
				return 1, nil
			}
			return 0, nil
		})
		require.NoError(t, err)
		assert.Zero(t, delivered)
	})
}

func TestReplyOfADeadServerReachesNobody(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"))
		var kept otp.Reply[int]
		got := ask(t.Context(), w.at("a"), func(_ *worker, r otp.Reply[int]) { kept = r })
		w.crash("a")
		assert.ErrorIs(t, <-got, otp.ErrDown)
		assert.False(t, kept.Send(1))
		assert.False(t, otp.Reply[int]{}.Send(1))
		assert.False(t, otp.Reply[int]{}.Fail(errors.New("no")))
	})
}

func TestRepliesCanBeCompared(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"))
		one, two := ask(t.Context(), w.at("a"), keep), ask(t.Context(), w.at("a"), keep)
		tell(t, w.at("a"), func(w *worker) {
			assert.NotEqual(t, w.kept[0], w.kept[1])
			assert.NotEqual(t, w.kept[0].Caller(), w.kept[1].Caller(), "each call from outside is a caller of its own")
			first := w.kept[0]
			assert.Equal(t, first, w.kept[0])
			first.Send(1)
			w.kept[1].Send(2)
		})
		assert.NoError(t, <-one)
		assert.NoError(t, <-two)
	})
}

func TestStopWithAnAnswer(t *testing.T) {
	proof.Of(t, 155, 164, 178)
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, workerOf("a", j.logged, func(k *otp.ServerKind[worker]) {
			log := k.Terminate
			k.Terminate = func(w *worker, why otp.Reason) { log(w, why); panic("in Terminate") }
		}))
		ref := w.ref("a")
		n, err := do(t.Context(), w.at("a"), func(w *worker) (int, error) { w.c.Stop(otp.Normal); return 5, nil })
		require.NoError(t, err)
		assert.Equal(t, 5, n)
		lines := j.take()
		assert.Equal(t, []string{"init Root/a#1", "terminate Root/a#1 normal"}, lines[:2], "Terminate comes before the answer")
		<-ref.Done()
		why, _ := ref.Reason()
		assert.Equal(t, "exception:in Terminate", why.String(), "what goes wrong in Terminate replaces the reason")
	})
}

// watched is an operation whose caller is monitored.
func watched(j *journal) *otp.CallOp[worker, func(*worker, otp.Reply[int]), int] {
	return &otp.CallOp[worker, func(*worker, otp.Reply[int]), int]{
		Service: "Worker", Message: "Watched",
		Later:      func(w *worker, f func(*worker, otp.Reply[int]), r otp.Reply[int]) { f(w, r) },
		CallerDown: func(_ *worker, who otp.Caller, why otp.Reason) { j.add("%s %s", who, why) },
	}
}

func TestCallerDownOfAProcess(t *testing.T) {
	proof.Of(t, 416)
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, workerOf("a"), workerOf("b"))
		op := watched(&j)
		for range 2 { // two calls of one caller, answered at once: it is watched once, and beyond the answer
			_, err := do(t.Context(), w.at("b"), func(b *worker) (int, error) {
				return otp.Call(b.c, w.at("a"), op, func(_ *worker, r otp.Reply[int]) { r.Send(1) })
			})
			require.NoError(t, err)
		}
		assert.Empty(t, j.take())
		w.crash("b")
		assert.Equal(t, []string{"Root/b#1 exception:boom"}, j.take())
	})
}

func TestCallerDownOfAnOutsideCaller(t *testing.T) {
	proof.Of(t, 416)
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, workerOf("a"))
		op := watched(&j)
		ctx, cancel := context.WithCancelCause(t.Context())
		_, err := otp.Call(ctx, w.at("a"), op, func(_ *worker, r otp.Reply[int]) { r.Send(1) })
		require.NoError(t, err)
		_, err = otp.Call(context.Background(), w.at("a"), op, func(_ *worker, r otp.Reply[int]) { r.Send(1) })
		require.NoError(t, err)
		synctest.Wait()
		assert.Empty(t, j.take())
		cancel(errors.New("left"))
		synctest.Wait()
		assert.Equal(t, []string{"outside left"}, j.take())
	})
}

func TestDemonitorCallerFlushes(t *testing.T) {
	proof.Of(t, 416)
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, workerOf("a"))
		ctx, cancel := context.WithCancel(t.Context())
		var caller otp.Caller
		_, err := otp.Call(ctx, w.at("a"), watched(&j), func(_ *worker, r otp.Reply[int]) {
			caller = r.Caller()
			r.Send(1)
		})
		require.NoError(t, err)
		_, err = do(t.Context(), w.at("a"), func(a *worker) (int, error) {
			cancel()
			synctest.Wait() // the notice is in the mailbox, behind this very message
			a.c.DemonitorCaller(caller)
			return 0, nil
		})
		require.NoError(t, err)
		synctest.Wait()
		assert.Empty(t, j.take())
	})
}

// A caller whose end is reported gets no answer, also if the server gives one in
// the instant in which the caller's time is over.
func TestAReportedCallerGetsNoAnswer(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"))
		var replies []otp.Reply[int]
		var delivered bool
		op := &otp.CallOp[worker, func(*worker, otp.Reply[int]), int]{
			Service: "a", Message: "Park",
			Later:      func(p *worker, f func(*worker, otp.Reply[int]), r otp.Reply[int]) { f(p, r) },
			CallerDown: func(*worker, otp.Caller, otp.Reason) { delivered = replies[0].Send(1) },
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := otp.Call(ctx, w.at("a"), op, func(_ *worker, r otp.Reply[int]) { replies = append(replies, r) })
		require.ErrorIs(t, err, context.DeadlineExceeded)
		synctest.Wait()
		assert.False(t, delivered)
	})
}

func TestCallersOfADeadServerAreForgotten(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, workerOf("a"))
		ctx, cancel := context.WithCancel(t.Context())
		_, err := otp.Call(ctx, w.at("a"), watched(&j), func(_ *worker, r otp.Reply[int]) { r.Send(1) })
		require.NoError(t, err)
		w.crash("a")
		cancel()
		synctest.Wait()
		assert.Empty(t, j.take())
	})
}
