package otp_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSystemsNeverMeet(t *testing.T) {
	t.Parallel()
	proof.Of(t, 422)
	var wg sync.WaitGroup
	for i := range 100 {
		wg.Go(func() {
			ctx := t.Context()
			root := supervisorOf("Root", []otp.ChildSpec{workerOf("a"), workerOf("b")}, func(s *otp.SupervisorSpec) { s.Strategy = otp.OneForAll })
			sys, err := otp.StartRoot(ctx, root, quietly(&eventLog{})...)
			if !assert.NoError(t, err) {
				return
			}
			a := sys.Lookup(otp.Name{Service: "a"})
			_, err = do(ctx, a, func(w *worker) (int, error) { w.n = i; return 0, nil })
			assert.NoError(t, err)
			n, err := do(ctx, a, func(w *worker) (int, error) { return w.n, nil })
			assert.NoError(t, err)
			assert.Equal(t, i, n)

			ref, _ := a.Ref()
			assert.NoError(t, otp.Cast(ctx, sys.Lookup(otp.Name{Service: "b"}), &workerTell, func(*worker) { panic("boom") }))
			<-ref.Done()
			n, err = otp.Call(ctx, a, &workerRetry, func(w *worker) (int, error) { return w.n, nil })
			assert.NoError(t, err)
			assert.Zero(t, n)
			assert.NoError(t, sys.Stop(ctx))
			assert.Empty(t, sys.Leaks())
		})
	}
	wg.Wait()
}

func TestCrashesUnderLoad(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	root := supervisorOf("Root", []otp.ChildSpec{workerOf("a"), workerOf("b"), workerOf("c")},
		func(s *otp.SupervisorSpec) { s.Strategy = otp.RestForOne; s.MaxRestarts = 1_000_000 })
	sys, err := otp.StartRoot(ctx, root, quietly(&eventLog{})...)
	require.NoError(t, err)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for n := range 200 {
				to := sys.Lookup(otp.Name{Service: []string{"a", "b", "c"}[(i+n)%3]})
				if n%20 == i {
					_, err := do(ctx, to, func(*worker) (int, error) { panic("boom") })
					assert.Error(t, err)
					continue
				}
				got, err := otp.Call(ctx, to, &workerRetry, answer(n))
				if assert.NoError(t, err) {
					assert.Equal(t, n, got)
				}
			}
		})
	}
	wg.Wait()
	require.NoError(t, sys.Stop(ctx))
	assert.Empty(t, sys.Leaks())
}

func TestStopTwiceAndByMany(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"))
		var wg sync.WaitGroup
		for range 5 {
			wg.Go(func() { assert.NoError(t, w.Stop(t.Context())) })
		}
		wg.Wait()
		assert.NoError(t, w.Stop(t.Context()))
		<-w.Done()
		assert.Equal(t, otp.Shutdown, w.Wait())
		assert.NoError(t, otp.NewSystem().Stop(t.Context()), "a system without a root")
	})
}

func TestSystemWithoutARoot(t *testing.T) {
	t.Parallel()
	sys := otp.NewSystem()
	assert.True(t, sys.Root().IsZero())
	assert.True(t, sys.Find("Root").IsZero())
	_, err := do(t.Context(), sys.Lookup(otp.Name{Service: "a"}), answer(1))
	assert.ErrorIs(t, err, otp.ErrNoProc)
	assert.Empty(t, sys.Leaks())
}

func TestLeaksBeforeTheStop(t *testing.T) {
	proof.Of(t, 418)
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"))
		assert.Equal(t, []string{"process Root#1", "process Root/a#1"}, w.Leaks())
	})
}

func TestServerAsRoot(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := startRoot(t, workerOf("a"))
		n, err := do(t.Context(), w.at("a"), answer(3))
		require.NoError(t, err)
		assert.Equal(t, 3, n)
		assert.Equal(t, w.Root(), w.at("a"))
		tell(t, w.Root(), func(*worker) { panic("boom") })
		assert.Equal(t, "exception:boom", w.Wait().String())
		assert.Len(t, eventsOf[otp.Crashed](w), 1)
	})
}

func TestEventsAreOneStream(t *testing.T) {
	proof.Of(t, 417)
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"), supervisorOf("s", []otp.ChildSpec{workerOf("b")}))
		w.crash("b")
		require.NoError(t, w.Stop(t.Context()))
		var got []string
		for _, ev := range w.events.list {
			from := ev.From()
			got = append(got, fmt.Sprintf("%T %s#%d", ev, from.Path, from.Incarnation))
			assert.Equal(t, from.Ref.String(), fmt.Sprintf("%s#%d", from.Path, from.Incarnation))
		}
		assert.Equal(t, []string{
			"otp.Started Root/a#1", "otp.Started Root/s/b#1", "otp.Started Root/s#1", "otp.Started Root#1",
			"otp.Crashed Root/s/b#1", "otp.Restarted Root/s/b#2",
			"otp.Stopped Root/s/b#2", "otp.Stopped Root/s#1", "otp.Stopped Root/a#1", "otp.Stopped Root#1",
		}, got)
		crashed := eventsOf[otp.Crashed](w)[0]
		assert.Equal(t, "Tell", crashed.Message)
		assert.Equal(t, "Worker", crashed.Service)
		assert.Contains(t, crashed.Stack.String(), "crash.func1", "where it panicked")
	})
}

func TestEventsAreLogged(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var out bytes.Buffer
		log := slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug, ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == slog.TimeKey || a.Key == "stack" {
				return slog.Attr{}
			}
			return a
		}}))
		failing := workerOf("f", func(k *otp.ServerKind[worker]) { k.Init = func(*worker) error { return errors.New("no") } })
		sys, err := otp.StartRoot(t.Context(), supervisorOf("Root", []otp.ChildSpec{workerOf("a")}), otp.WithLogger(log))
		require.NoError(t, err)
		_, err = otp.StartChild(t.Context(), sys.Root(), failing)
		require.Error(t, err)
		synctest.Wait() // what a process logs itself does not wait for the events before it
		_, err = do(t.Context(), sys.Lookup(otp.Name{Service: "a"}), func(w *worker) (int, error) { w.c.Log().Info("hello"); panic("boom") })
		require.Error(t, err)
		synctest.Wait()
		require.NoError(t, sys.Stop(t.Context()))
		assert.Equal(t, `level=DEBUG msg=started path=Root/a incarnation=1
level=DEBUG msg=started path=Root incarnation=1
level=ERROR msg="start failed" path=Root/f incarnation=1 reason=no
level=INFO msg=hello path=Root/a incarnation=1
level=ERROR msg=crashed path=Root/a incarnation=1 reason=exception:boom message=Do
level=WARN msg=restarted path=Root/a incarnation=2 count=1
level=DEBUG msg=stopped path=Root/a incarnation=2 reason=shutdown
level=DEBUG msg=stopped path=Root incarnation=1 reason=shutdown
`, out.String())
	})
}

func TestProcessesSleepDurably(t *testing.T) {
	bubble(t, func(t *testing.T) {
		start(t, workerOf("a"), scoped("s", workerOf("b")), keyedWorkers("all", nil))
		begin := time.Now()
		time.Sleep(24 * time.Hour) // returns at once only if everybody is durably blocked
		assert.Equal(t, 24*time.Hour, time.Since(begin))
	})
}

func TestContextOfAProcess(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"))
		type key struct{}
		_, err := do(context.WithValue(t.Context(), key{}, 1), w.at("a"), func(w *worker) (int, error) {
			_, bounded := w.c.Deadline()
			assert.False(t, bounded)
			assert.NoError(t, w.c.Err())
			assert.Nil(t, w.c.Value(key{}), "nothing of the caller's context")
			ctx, cancel := context.WithTimeout(w.c, time.Second)
			defer cancel()
			<-ctx.Done()
			assert.ErrorIs(t, ctx.Err(), context.DeadlineExceeded)
			return 0, nil
		})
		require.NoError(t, err)

		var derived context.Context
		tell(t, w.at("a"), func(w *worker) {
			var cancel context.CancelFunc
			derived, cancel = context.WithCancel(w.c)
			t.Cleanup(cancel)
		})
		w.crash("a")
		assert.ErrorIs(t, derived.Err(), context.Canceled)
		assert.ErrorIs(t, context.Cause(derived), otp.ErrStopped)
	})
}
