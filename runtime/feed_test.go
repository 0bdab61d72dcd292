package otp_test

import (
	"context"
	"log/slog"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// handler is a log of one function.
type handler func(r slog.Record) error

func (h handler) Enabled(context.Context, slog.Level) bool      { return true }
func (h handler) Handle(_ context.Context, r slog.Record) error { return h(r) }
func (h handler) WithAttrs([]slog.Attr) slog.Handler            { return h }
func (h handler) WithGroup(string) slog.Handler                 { return h }
func (h handler) option() otp.Option                            { return otp.WithLogger(slog.New(h)) }
func startWith(t *testing.T, opts []otp.Option, children ...otp.ChildSpec) *world {
	t.Helper()
	l := &eventLog{}
	sys, err := otp.StartRoot(t.Context(), supervisorOf("Root", children), append(opts, otp.WithEvents(l.add))...)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, sys.Stop(context.Background())) })
	return &world{sys, t, l}
}

func TestObserverThatPanicsIsTakenOut(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var seen []otp.Event
		w := startWith(t, []otp.Option{
			otp.WithLogger(slog.New(slog.DiscardHandler)),
			otp.WithEvents(func(ev otp.Event) {
				seen = append(seen, ev)
				if _, crashed := ev.(otp.Crashed); crashed {
					panic("observer")
				}
			}),
		}, workerOf("a"))
		w.crash("a")
		assert.EqualValues(t, 2, w.ref("a").Incarnation(), "its supervisor lives and restarts")
		failed := eventsOf[otp.SinkFailed](w)
		require.Len(t, failed, 1)
		assert.Equal(t, "observer", failed[0].Sink)
		assert.Equal(t, "exception:observer", failed[0].Reason.String())
		assert.Contains(t, failed[0].Stack.String(), "TestObserverThatPanicsIsTakenOut")
		before := len(seen)
		w.crash("a")
		assert.Len(t, eventsOf[otp.Crashed](w), 2)
		assert.Len(t, seen, before, "it gets nothing any more")
	})
}

func TestObserverThatPanicsOnAbandoned(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := startWith(t, []otp.Option{
			otp.WithLogger(slog.New(slog.DiscardHandler)),
			otp.WithEvents(func(ev otp.Event) {
				if _, abandoned := ev.(otp.Abandoned); abandoned {
					panic("observer")
				}
			}),
		}, workerOf("a"))
		gate := make(chan struct{})
		hang(t, w.at("a"), gate, func(*worker) {})
		w.ref("a").Exit(otp.Killed)
		time.Sleep(time.Second)
		assert.Len(t, eventsOf[otp.SinkFailed](w), 1)
		close(gate)
	})
}

func TestObserverThatEndsItsGoroutine(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := startWith(t, []otp.Option{
			otp.WithLogger(slog.New(slog.DiscardHandler)),
			otp.WithEvents(func(ev otp.Event) {
				if _, crashed := ev.(otp.Crashed); crashed {
					runtime.Goexit()
				}
			}),
		}, workerOf("a"))
		w.crash("a")
		w.crash("a")
		assert.Len(t, eventsOf[otp.SinkFailed](w), 1)
		assert.Len(t, eventsOf[otp.Restarted](w), 2)
	})
}

func TestLoggerThatPanicsIsTakenOut(t *testing.T) {
	bubble(t, func(t *testing.T) {
		lines := 0
		w := startWith(t, []otp.Option{handler(func(r slog.Record) error {
			lines++
			if r.Message == "crashed" {
				panic("logger")
			}
			return nil
		}).option()}, workerOf("a"))
		w.crash("a")
		w.crash("a")
		failed := eventsOf[otp.SinkFailed](w)
		require.Len(t, failed, 1)
		assert.Equal(t, "logger", failed[0].Sink)
		assert.Equal(t, 3, lines, "two starts and a crash")
		assert.Len(t, eventsOf[otp.Restarted](w), 2)
	})
}

// A destination of the log that stalls, a pipe that nobody reads say, stalls no
// process, and Stop keeps to its context.
func TestStalledLog(t *testing.T) {
	proof.Of(t, 417)
	bubble(t, func(t *testing.T) {
		stall := make(chan struct{})
		w := startWith(t, []otp.Option{handler(func(r slog.Record) error {
			if r.Message == "crashed" {
				<-stall
			}
			return nil
		}).option()}, supervisorOf("s", []otp.ChildSpec{workerOf("a")}), workerOf("b"))
		for _, name := range []string{"a", "b"} {
			w.crash(name)
			_, err := do(t.Context(), w.at(name), answer(1))
			require.NoError(t, err, "it has been restarted")
		}
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		defer cancel()
		began := time.Now()
		require.NoError(t, w.Stop(ctx), "the tree has stopped in order")
		assert.Equal(t, 550*time.Millisecond, time.Since(began), "a quarter of a second for the log")
		assert.Empty(t, eventsOf[otp.Stopped](w))
		close(stall)
		assert.Len(t, eventsOf[otp.Stopped](w), 4, "nothing is lost")
	})
}

func TestStopWaitsForASlowLog(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var lines []string
		w := startWith(t, []otp.Option{handler(func(r slog.Record) error {
			if r.Message == "stopped" {
				time.Sleep(time.Minute)
			}
			lines = append(lines, r.Message)
			return nil
		}).option()}, workerOf("a"))
		require.NoError(t, w.Stop(t.Context()))
		assert.Equal(t, []string{"started", "started", "stopped", "stopped"}, lines)
	})
}

func TestStartDoesNotWaitForAStalledLog(t *testing.T) {
	bubble(t, func(t *testing.T) {
		stall := make(chan struct{})
		began := time.Now()
		startWith(t, []otp.Option{handler(func(slog.Record) error { <-stall; return nil }).option()}, workerOf("a"))
		assert.Equal(t, 250*time.Millisecond, time.Since(began))
		close(stall)
	})
}

// A log may be a process of the system itself.
func TestLoggerThatSendsToTheSystem(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var mu sync.Mutex
		var to otp.Addr
		w := startWith(t, []otp.Option{handler(func(slog.Record) error {
			mu.Lock()
			defer mu.Unlock()
			return otp.Cast(context.Background(), to, &workerTell, func(*worker) {})
		}).option()}, workerOf("log", func(k *otp.ServerKind[worker]) { k.Mailbox.Capacity = 2 }), workerOf("a"))
		mu.Lock()
		to = w.at("log")
		mu.Unlock()
		gate := make(chan struct{})
		hang(t, w.at("log"), gate, func(*worker) {})
		for range 5 {
			_ = otp.Cast(t.Context(), w.at("log"), &workerTell, func(*worker) {})
		}
		w.crash("a")
		assert.EqualValues(t, 2, w.ref("a").Incarnation())
		close(gate)
		synctest.Wait()
	})
}
