package otp_test

import (
	"context"
	"errors"
	"io"
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// closer notes that it was closed.
type closer struct {
	j    *journal
	name string
}

func (c closer) Close() error {
	c.j.add("close %s", c.name)
	return nil
}

// hang makes a worker wait for the gate, whatever its context says, and then do
// the rest.
func hang(t *testing.T, to otp.Addr, gate <-chan struct{}, rest func(*worker)) {
	t.Helper()
	tell(t, to, func(w *worker) {
		<-gate
		rest(w)
	})
	synctest.Wait()
}

// A loop that sees its context done and returns is not stuck, although its
// shutdown time was over before it could.
func TestLoopWithoutTimeToStopIsNotAbandoned(t *testing.T) {
	bubble(t, func(t *testing.T) {
		loop := otp.ChildSpec{ID: "loop", Shutdown: otp.ShutdownAfter(0), Start: otp.Runner(otp.RunnerKind[otp.Ctx]{
			Service: "loop",
			New:     func(c *otp.Ctx) *otp.Ctx { return c },
			Run: func(c *otp.Ctx) error {
				c.Ready()
				<-c.Done()
				time.Sleep(20 * time.Millisecond)
				return nil
			},
		})}
		w := start(t, loop)
		require.NoError(t, w.Stop(t.Context()))
		assert.Empty(t, w.Leaks(), "Stop waits for it")
		assert.Empty(t, eventsOf[otp.Abandoned](w))
	})
}

func TestHungHandlerIsFencedOff(t *testing.T) {
	proof.Of(t, 87, 401, 402)
	bubble(t, func(t *testing.T) {
		var j journal
		a := workerOf("a", func(k *otp.ServerKind[worker]) {
			k.Init = func(w *worker) error { w.c.Own(closer{&j, "file"}); return nil }
		})
		a.Shutdown = otp.ShutdownAfter(3 * time.Second)
		w := start(t, workerOf("other"), a)
		ref, gate := w.ref("a"), make(chan struct{})

		var kept otp.Reply[int]
		answered := ask(t.Context(), w.at("a"), func(_ *worker, r otp.Reply[int]) { kept = r })
		hang(t, w.at("a"), gate, func(self *worker) {
			// All of this reaches nobody.
			c := self.c
			assert.Error(t, c.Err())
			assert.False(t, kept.Send(1))
			assert.NoError(t, otp.Cast(c, w.at("other"), &workerTell, func(*worker) { j.add("cast") }))
			_, err := do(context.WithoutCancel(c), w.at("other"), func(*worker) (int, error) { j.add("call"); return 0, nil })
			assert.ErrorIs(t, err, otp.ErrStopped)
			_, err = otp.StartChild(context.WithoutCancel(c), w.Root(), workerOf("late"))
			assert.ErrorIs(t, err, otp.ErrStopped)
			c.Monitor(w.at("other"), func(otp.Reason) { j.add("down") })
			c.Continue(func() { j.add("continue") })
			c.Own(closer{&j, "late"})
			c.Stop(otp.Normal)
		})
		time.Sleep(time.Minute)

		begin := time.Now()
		require.NoError(t, otp.TerminateChild(t.Context(), w.Root(), "a"))
		assert.Equal(t, 3*time.Second, time.Since(begin))
		why, _ := ref.Reason()
		assert.Equal(t, otp.Killed, why)
		assert.ErrorIs(t, <-answered, otp.ErrDown)
		assert.Equal(t, []string{"close file"}, j.take())

		abandoned := eventsOf[otp.Abandoned](w)
		require.Len(t, abandoned, 1)
		assert.Equal(t, "Root/a", abandoned[0].Path)
		assert.EqualValues(t, 1, abandoned[0].Incarnation)
		assert.Equal(t, "Tell", abandoned[0].Message)
		assert.Equal(t, time.Minute+3*time.Second, abandoned[0].Held)
		assert.Contains(t, abandoned[0].Stack.String(), "hang.func1")

		again, err := otp.RestartChild(t.Context(), w.Root(), "a")
		require.NoError(t, err, "its name is free")
		assert.EqualValues(t, 2, again.Incarnation())
		j.take()

		assert.Equal(t, []string{"goroutine of Root/a#1, in Tell for 1m3s"}, leaksOf(w, "goroutine"))
		close(gate)
		synctest.Wait()
		assert.Empty(t, leaksOf(w, "goroutine"))
		assert.Equal(t, []string{"close late"}, j.take())
		assert.Equal(t, again, w.ref("a"))
	})
}

func TestBrutalKill(t *testing.T) {
	proof.Of(t, 85)
	bubble(t, func(t *testing.T) {
		var j journal
		a := workerOf("a", j.logged)
		a.Shutdown = otp.BrutalKill
		w := start(t, a)
		ref, gate := w.ref("a"), make(chan struct{})
		hang(t, w.at("a"), gate, func(*worker) {})
		begin := time.Now()
		require.NoError(t, otp.TerminateChild(t.Context(), w.Root(), "a"))
		assert.Zero(t, time.Since(begin))
		why, _ := ref.Reason()
		assert.Equal(t, otp.Killed, why)
		assert.Equal(t, []string{"init Root/a#1"}, j.take(), "no Terminate")
		time.Sleep(time.Second)
		assert.Len(t, eventsOf[otp.Abandoned](w), 1)
		close(gate)
	})
}

func TestKillOfWhatIsNotStuckIsNotReported(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("idle"), workerOf("attentive"), otp.ChildSpec{ID: "runner", Name: otp.Name{Service: "runner"}, Start: otp.Runner(otp.RunnerKind[worker]{
			New: func(c *otp.Ctx) *worker { return &worker{c: c} },
			Run: func(w *worker) error { w.c.Ready(); <-w.c.Done(); return nil },
		})})
		tell(t, w.at("attentive"), func(w *worker) { <-w.c.Done() })
		for _, name := range []string{"idle", "attentive", "runner"} {
			ref := w.ref(name)
			ref.Exit(otp.Killed)
			<-ref.Done()
			synctest.Wait()
			assert.EqualValues(t, 2, w.ref(name).Incarnation())
		}
		time.Sleep(time.Second)
		assert.Empty(t, eventsOf[otp.Abandoned](w))
	})
}

func TestStartThatHangsIsAbandoned(t *testing.T) {
	proof.Of(t, 404)
	bubble(t, func(t *testing.T) {
		var j journal
		gate := make(chan struct{})
		hanging := workerOf("b", func(k *otp.ServerKind[worker]) {
			k.Init = func(w *worker) error { w.c.Own(closer{&j, "b"}); <-gate; return nil }
		})
		l := &eventLog{}
		sys := otp.NewSystem(quietly(l)...)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		begin := time.Now()
		_, err := otp.StartRoot(ctx, supervisorOf("Root", []otp.ChildSpec{workerOf("a", j.logged), scoped("s", hanging)}), otp.InSystem(sys))
		assert.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, 6*time.Second, time.Since(begin), "the start gets the child's shutdown time")
		assert.Equal(t, []string{"init Root/a#1", "close b", "terminate Root/a#1 shutdown"}, j.take())
		abandoned := eventsOf[otp.Abandoned](&world{events: l})
		require.Len(t, abandoned, 1)
		assert.Equal(t, "Init", abandoned[0].Message)
		close(gate)
		synctest.Wait()
		assert.Empty(t, sys.Leaks())
	})
}

func TestStopBoundedByItsContext(t *testing.T) {
	proof.Of(t, 418)
	bubble(t, func(t *testing.T) {
		var j journal
		gate := make(chan struct{})
		w := start(t, workerOf("a", j.logged), supervisorOf("s", []otp.ChildSpec{workerOf("b", func(k *otp.ServerKind[worker]) {
			k.Terminate = func(*worker, otp.Reason) { <-gate }
		})}))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		err := w.Stop(ctx)
		var forced *otp.StopError
		require.ErrorAs(t, err, &forced)
		assert.Equal(t, []string{"Root#1", "Root/a#1", "Root/s#1", "Root/s/b#1"}, forced.Left)
		assert.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, otp.Killed, w.Wait())
		assert.Equal(t, []string{"init Root/a#1"}, j.take(), "there was no time for a Terminate")
		require.Len(t, eventsOf[otp.Abandoned](w), 1)
		assert.Equal(t, "Terminate", eventsOf[otp.Abandoned](w)[0].Message)
		assert.Len(t, w.Leaks(), 1)
		close(gate)
		synctest.Wait()
		assert.Empty(t, w.Leaks())
	})
}

func TestKilledSupervisor(t *testing.T) {
	proof.Of(t, 93, 94)
	bubble(t, func(t *testing.T) {
		var j journal
		slow := func(k *otp.ServerKind[worker]) {
			log := k.Terminate
			k.Terminate = func(w *worker, why otp.Reason) { time.Sleep(time.Second); log(w, why) }
		}
		w := start(t, supervisorOf("s", []otp.ChildSpec{workerOf("a", j.logged, slow), workerOf("b"), supervisorOf("t", []otp.ChildSpec{workerOf("c", j.logged)})}))
		a := w.ref("a")
		j.take()
		w.ref("s").Exit(otp.Killed)
		<-a.Done()
		synctest.Wait()
		assert.Equal(t, []string{
			"terminate Root/s/t/c#1 shutdown", // a supervisor stops its children in order
			"terminate Root/s/a#1 killed",     // a worker ends as its parent did
			"init Root/s/a#2", "init Root/s/t/c#2",
		}, j.take(), "the next lives wait for the orphans")
		assert.EqualValues(t, 2, w.ref("b").Incarnation())
		assert.Empty(t, eventsOf[otp.StartFailed](w))
	})
}

func TestOrphanThatHangsIsFencedOff(t *testing.T) {
	proof.Of(t, 93, 405)
	bubble(t, func(t *testing.T) {
		gate := make(chan struct{})
		w := start(t, supervisorOf("s", []otp.ChildSpec{workerOf("a")}))
		a := w.ref("a")
		hang(t, w.at("a"), gate, func(*worker) {})
		begin := time.Now()
		w.ref("s").Exit(otp.Killed)
		<-a.Done()
		assert.Equal(t, 5*time.Second, time.Since(begin))
		synctest.Wait()
		assert.EqualValues(t, 2, w.ref("a").Incarnation())
		close(gate)
	})
}

func TestOwnedThingsAreClosedLastFirst(t *testing.T) {
	proof.Of(t, 403)
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, workerOf("a", j.logged, func(k *otp.ServerKind[worker]) {
			log := k.Init
			k.Init = func(w *worker) error {
				for _, name := range []string{"one", "two", "three"} {
					w.c.Own(closer{&j, name})
				}
				w.c.Own(closerFunc(func() error { panic("in Close") }))
				w.c.Own(closerFunc(func() error { return errors.New("cannot close") }))
				return log(w)
			}
		}))
		w.crash("a")
		assert.Equal(t, []string{"init Root/a#1", "terminate Root/a#1 exception:boom", "close three", "close two", "close one", "init Root/a#2"}, j.take())
	})
}

type closerFunc func() error

func (f closerFunc) Close() error { return f() }

var _ io.Closer = closerFunc(nil)

func TestOwnedThingsOfAFailedStartAreClosed(t *testing.T) {
	proof.Of(t, 403)
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t)
		_, err := otp.StartChild(t.Context(), w.Root(), workerOf("a", func(k *otp.ServerKind[worker]) {
			k.Init = func(w *worker) error { w.c.Own(closer{&j, "file"}); return errors.New("no") }
		}))
		require.Error(t, err)
		assert.Equal(t, []string{"close file"}, j.take())
	})
}

func TestCloserThatHangs(t *testing.T) {
	bubble(t, func(t *testing.T) {
		gate := make(chan struct{})
		w := start(t, workerOf("a", func(k *otp.ServerKind[worker]) {
			k.Init = func(w *worker) error {
				if w.c.Self().Incarnation() == 1 {
					w.c.Own(closerFunc(func() error { <-gate; return nil }))
				}
				return nil
			}
		}))
		begin := time.Now()
		w.crash("a")
		assert.Equal(t, 5*time.Second, time.Since(begin), "nobody waits for it any longer")
		assert.EqualValues(t, 2, w.ref("a").Incarnation())
		abandoned := eventsOf[otp.Abandoned](w)
		require.Len(t, abandoned, 1)
		assert.Equal(t, "Close", abandoned[0].Message)
		assert.Len(t, leaksOf(w, "goroutine"), 1)
		close(gate)
	})
}

func TestCloserThatHangsBeyondTheShutdownTime(t *testing.T) {
	bubble(t, func(t *testing.T) {
		gate := make(chan struct{})
		a := workerOf("a", func(k *otp.ServerKind[worker]) {
			k.Init = func(w *worker) error { w.c.Own(closerFunc(func() error { <-gate; return nil })); return nil }
		})
		a.Shutdown = otp.ShutdownAfter(time.Second)
		w := start(t, a)
		begin := time.Now()
		require.NoError(t, w.Stop(t.Context()))
		assert.Equal(t, time.Second, time.Since(begin))
		close(gate)
		synctest.Wait()
	})
}

// leaksOf returns the leaks of one kind.
func leaksOf(w *world, kind string) []string {
	var list []string
	for _, leak := range w.Leaks() {
		if len(leak) > len(kind) && leak[:len(kind)] == kind {
			list = append(list, leak)
		}
	}
	return list
}
