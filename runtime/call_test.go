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

func TestCallAnswers(t *testing.T) {
	proof.Of(t, 154)
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"))
		n, err := do(t.Context(), w.at("a"), func(w *worker) (int, error) { w.n++; return w.n, nil })
		require.NoError(t, err)
		assert.Equal(t, 1, n)
		n, err = do(t.Context(), w.at("a"), func(w *worker) (int, error) { w.n++; return w.n, nil })
		require.NoError(t, err)
		assert.Equal(t, 2, n)
	})
}

// declared is an error type as the generator makes them.
type declared struct{ n int }

func (declared) Error() string { return "declared" }

func TestDeclaredErrorsPassThrough(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"))
		_, err := do(t.Context(), w.at("a"), func(*worker) (int, error) { return 0, declared{7} })
		assert.Equal(t, declared{7}, err)
	})
}

func TestCallToNobody(t *testing.T) {
	proof.Of(t, 156, 168, 192)
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"))
		for _, to := range []otp.Addr{{}, w.at("unknown"), w.Find("Root/unknown"), otp.Ref{}.Addr()} {
			_, err := do(t.Context(), to, answer(1))
			assert.ErrorIs(t, err, otp.ErrNoProc)
			assert.NoError(t, otp.Cast(t.Context(), to, &workerTell, func(*worker) {}))
		}
		var failed *otp.CallError
		_, err := do(t.Context(), w.at("unknown"), answer(1))
		require.ErrorAs(t, err, &failed)
		assert.Equal(t, "Worker.Do to unknown: no process", failed.Error())
	})
}

func TestCallToACrashingServer(t *testing.T) {
	proof.Of(t, 157)
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"))
		boom := errors.New("boom")
		_, err := do(t.Context(), w.at("a"), func(*worker) (int, error) { panic(boom) })
		var failed *otp.CallError
		require.ErrorAs(t, err, &failed)
		assert.ErrorIs(t, err, otp.ErrDown)
		assert.ErrorIs(t, err, boom)
		assert.Equal(t, "Root/a", failed.Path)
		assert.Equal(t, "Worker.Do to Root/a: process down: exception:boom", err.Error())
	})
}

func TestCallsThatWaitInAServerThatEnds(t *testing.T) {
	proof.Of(t, 157)
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"))
		gate := make(chan struct{})
		tell(t, w.at("a"), func(w *worker) { <-gate; w.c.Stop(otp.Normal) })
		results := make(chan error)
		for range 3 {
			go func() {
				_, err := do(t.Context(), w.at("a"), answer(1))
				results <- err
			}()
		}
		synctest.Wait()
		close(gate)
		for range 3 {
			var failed *otp.CallError
			require.ErrorAs(t, <-results, &failed)
			assert.Equal(t, otp.ErrDown, failed.Kind)
			assert.Equal(t, otp.Normal, failed.Reason, "a normal end leaves them without an answer, too")
		}
	})
}

func TestCallWhileTheServerIsRestarted(t *testing.T) {
	bubble(t, func(t *testing.T) {
		gate := make(chan struct{}, 1)
		gate <- struct{}{}
		w := start(t, workerOf("before", func(k *otp.ServerKind[worker]) { k.Init = func(*worker) error { <-gate; return nil } }), workerOf("a"))
		// A sibling whose restart takes long keeps the supervisor busy when "a" crashes.
		tell(t, w.at("before"), func(*worker) { panic("boom") })
		synctest.Wait()
		dead := w.ref("a")
		tell(t, w.at("a"), func(*worker) { panic("boom") })
		<-dead.Done()

		_, err := do(t.Context(), w.at("a"), answer(1))
		var failed *otp.CallError
		require.ErrorAs(t, err, &failed)
		assert.Equal(t, otp.ErrRestarting, failed.Kind)
		assert.Positive(t, failed.After)

		begin := time.Now()
		_, err = otp.Call(t.Context(), w.at("a"), &workerRetry, answer(1))
		assert.ErrorIs(t, err, otp.ErrTimeout)
		assert.ErrorIs(t, err, otp.ErrRestarting, "which is what it waited for")
		assert.Equal(t, 5*time.Second, time.Since(begin))

		retried := make(chan int)
		go func() {
			n, err := otp.Call(t.Context(), w.at("a"), &workerRetry, func(w *worker) (int, error) { return int(w.c.Self().Incarnation()), nil })
			assert.NoError(t, err)
			retried <- n
		}()
		synctest.Wait()
		gate <- struct{}{}
		assert.Equal(t, 2, <-retried, "an idempotent call waits for the next incarnation")
	})
}

// crashSoon keeps the process busy for a second, and then it crashes.
func crashSoon(t *testing.T, to otp.Addr) {
	t.Helper()
	tell(t, to, func(*worker) {
		time.Sleep(time.Second)
		panic("boom")
	})
}

func incarnationOf(w *worker) (int, error) { return int(w.c.Self().Incarnation()), nil }

func TestIdempotentCallsAreMadeAgain(t *testing.T) {
	proof.Of(t, 410)
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"))
		crashSoon(t, w.at("a"))
		n, err := otp.Call(t.Context(), w.at("a"), &workerRetry, incarnationOf)
		require.NoError(t, err)
		assert.Equal(t, 2, n)

		crashSoon(t, w.at("a"))
		_, err = do(t.Context(), w.at("a"), incarnationOf)
		assert.ErrorIs(t, err, otp.ErrDown, "no other call is")
		synctest.Wait()
		crashSoon(t, w.at("a"))
		_, err = otp.Call(t.Context(), w.ref("a").Addr(), &workerRetry, incarnationOf)
		assert.ErrorIs(t, err, otp.ErrDown, "nor is a call to one incarnation")
	})
}

// What a server answers is an answer, also if it is the failure of a call of its own.
func TestIdempotentCallThatIsAnsweredWithAFailedCall(t *testing.T) {
	proof.Of(t, 410)
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"), workerOf("b"))
		var handled int
		wrapped := func(a *worker) (int, error) {
			handled++
			_, err := do(a.c, w.at("b"), func(*worker) (int, error) { panic("boom") })
			return 0, err
		}
		op := workerRetry
		op.Timeout = otp.Infinity
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		_, err := otp.Call(ctx, w.at("a"), &op, wrapped)
		require.ErrorIs(t, err, otp.ErrDown)
		assert.ErrorContains(t, err, "Root/b")
		assert.NoError(t, ctx.Err())
		assert.Equal(t, 1, handled)
	})
}

// A message that crashes its server must not use up the restarts of the tree.
func TestAFatalMessageIsNotSentAgain(t *testing.T) {
	proof.Of(t, 410)
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"))
		_, err := otp.Call(t.Context(), w.at("a"), &workerRetry, func(*worker) (int, error) { panic("boom") })
		assert.ErrorIs(t, err, otp.ErrDown)
		n, err := otp.Call(t.Context(), w.at("a"), &workerRetry, incarnationOf)
		require.NoError(t, err)
		assert.Equal(t, 2, n)
	})
}

// A server that is killed while it handles the message is no fault of the message.
func TestAMessageInHandAtAKillIsSentAgain(t *testing.T) {
	proof.Of(t, 410)
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"))
		dead := w.ref("a")
		time.AfterFunc(time.Second, func() { dead.Exit(otp.Killed) })
		n, err := otp.Call(t.Context(), w.at("a"), &workerRetry, func(w *worker) (int, error) {
			if w.c.Self() == dead {
				<-w.c.Done()
			}
			return incarnationOf(w)
		})
		require.NoError(t, err)
		assert.Equal(t, 2, n)
	})
}

func TestIdempotentCallGivesUpWithItsDeadlineAndWithTheProcess(t *testing.T) {
	bubble(t, func(t *testing.T) {
		starts := 0
		w := start(t, workerOf("slow", func(k *otp.ServerKind[worker]) {
			k.Init = func(w *worker) error {
				if starts++; starts > 1 {
					<-w.c.Done()
				}
				return nil
			}
		}), func() otp.ChildSpec { s := workerOf("once"); s.Restart = otp.Temporary; return s }())

		crashSoon(t, w.at("once"))
		_, err := otp.Call(t.Context(), w.at("once"), &workerRetry, incarnationOf)
		assert.ErrorIs(t, err, otp.ErrDown)

		crashSoon(t, w.at("slow"))
		begin := time.Now()
		_, err = otp.Call(t.Context(), w.at("slow"), &workerRetry, incarnationOf)
		assert.ErrorIs(t, err, otp.ErrTimeout)
		assert.Equal(t, 5*time.Second, time.Since(begin))
	})
}

func TestCallTimeout(t *testing.T) {
	proof.Of(t, 159)
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"))
		slow := func(w *worker) (int, error) { time.Sleep(8 * time.Second); w.n++; return w.n, nil }
		begin := time.Now()
		_, err := do(t.Context(), w.at("a"), slow)
		assert.ErrorIs(t, err, otp.ErrTimeout)
		assert.Equal(t, 5*time.Second, time.Since(begin), "5 s when nothing is said")

		ctx, cancel := context.WithTimeout(t.Context(), 4*time.Second)
		defer cancel()
		begin = time.Now()
		_, err = do(ctx, w.at("a"), answer(1))
		require.NoError(t, err, "the server was not told, and went on")
		assert.Equal(t, 3*time.Second, time.Since(begin))

		_, err = do(ctx, w.at("a"), slow)
		assert.ErrorIs(t, err, otp.ErrTimeout, "the earlier of the two deadlines counts")
		assert.ErrorIs(t, err, context.DeadlineExceeded)
		n, err := do(t.Context(), w.at("a"), func(w *worker) (int, error) { return w.n, nil })
		assert.ErrorIs(t, err, otp.ErrTimeout)
		assert.Zero(t, n)
	})
}

func TestCallOfACancelledCaller(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"))
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		_, err := do(ctx, w.at("a"), func(*worker) (int, error) { time.Sleep(2 * time.Second); return 0, nil })
		assert.ErrorIs(t, err, otp.ErrCanceled)
		assert.ErrorIs(t, err, context.Canceled)
		_, err = do(ctx, w.at("a"), func(*worker) (int, error) { t.Error("must not be sent"); return 0, nil })
		assert.ErrorIs(t, err, otp.ErrCanceled)
	})
}

func TestCallToAnotherService(t *testing.T) {
	proof.Of(t, 99, 169)
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"), CounterSpec(CounterArgs{}))
		_, err := do(t.Context(), w.at("Counter"), answer(1))
		assert.ErrorIs(t, err, otp.ErrWrongService)
		_, err = do(t.Context(), w.Root(), answer(1))
		assert.ErrorIs(t, err, otp.ErrWrongService)
		assert.EqualValues(t, 1, w.ref("Counter").Incarnation())
	})
}

func TestMessagesOfOneSenderKeepTheirOrder(t *testing.T) {
	proof.Of(t, 171)
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"))
		var got []int
		for i := range 100 {
			tell(t, w.at("a"), func(*worker) { got = append(got, i) })
		}
		_, err := do(t.Context(), w.at("a"), answer(0))
		require.NoError(t, err)
		for i, v := range got {
			assert.Equal(t, i, v)
		}
		assert.Len(t, got, 100)
	})
}

func TestArgumentsAndRepliesAreCopied(t *testing.T) {
	proof.Of(t, 420)
	bubble(t, func(t *testing.T) {
		type keeper struct{ kept []int }
		clone := func(s []int) []int { return append([]int(nil), s...) }
		op := otp.CallOp[keeper, []int, []int]{
			Service: "Keeper", Message: "Swap", CopyArgs: clone, CopyReply: clone,
			Handle: func(k *keeper, a []int) ([]int, error) {
				if k.kept == nil {
					k.kept = a
				}
				return k.kept, nil
			},
		}
		w := start(t, otp.ChildSpec{ID: "keeper", Name: otp.Name{Service: "keeper"}, Start: otp.Server(otp.ServerKind[keeper]{
			Service: "Keeper", New: func(*otp.Ctx) *keeper { return &keeper{} },
		})})
		mine := []int{1}
		theirs, err := otp.Call(t.Context(), w.at("keeper"), &op, mine)
		require.NoError(t, err)
		mine[0], theirs[0] = 2, 3
		theirs, err = otp.Call(t.Context(), w.at("keeper"), &op, nil)
		require.NoError(t, err)
		assert.Equal(t, []int{1}, theirs)
	})
}
