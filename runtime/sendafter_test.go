package otp_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// clocked is a worker in a tree, a journal, and what the journal says after some
// time.
type clocked struct {
	*world
	*journal
	t     *testing.T
	begin time.Time
}

func startClocked(t *testing.T, specs ...otp.ChildSpec) *clocked {
	t.Helper()
	return &clocked{journal: &journal{}, world: start(t, specs...), t: t, begin: time.Now()}
}

// note makes a function that writes what and the time to the journal.
func (c *clocked) note(what string) func() {
	return func() { c.add("%s %v", what, time.Since(c.begin)) }
}

// run lets a worker do something, and waits until it has.
func (c *clocked) run(name string, f func(w *worker)) {
	c.t.Helper()
	_, err := otp.Call(c.t.Context(), c.at(name), &workerLater, func(w *worker, r otp.Reply[int]) { f(w); r.Send(0) })
	require.NoError(c.t, err)
}

// pass lets time pass and returns what was written meanwhile.
func (c *clocked) pass(d time.Duration) []string {
	time.Sleep(d)
	synctest.Wait()
	return c.take()
}

// crashWith runs f in the worker a, which crashes in it, and returns the reason.
func (c *clocked) crashWith(f func(w *worker)) string {
	c.t.Helper()
	ref := c.ref("a")
	tell(c.t, ref.Addr(), f)
	<-ref.Done()
	synctest.Wait() // until the next one is up
	why, _ := ref.Reason()
	return why.String()
}

func TestSendAfter(t *testing.T) {
	proof.Of(t, 331)
	bubble(t, func(t *testing.T) {
		c := startClocked(t, workerOf("a"))
		c.run("a", func(w *worker) {
			w.c.SendAfter(2*time.Second, c.note("second"))
			w.c.SendAfter(time.Second, c.note("first"))
			w.c.SendAfter(0, c.note("now"))
			c.note("callback")()
		})
		assert.Equal(t, []string{"callback 0s", "now 0s", "first 1s", "second 2s"}, c.pass(time.Minute))
	})
}

func TestCancelSendAfter(t *testing.T) {
	proof.Of(t, 331)
	bubble(t, func(t *testing.T) {
		c := startClocked(t, workerOf("a"))
		var timer otp.TimerRef
		read := func() []any { left, ok := timer.Read(); return []any{left, ok} }
		cancel := func() []any { left, ok := timer.Cancel(); return []any{left, ok} }
		none := []any{time.Duration(0), false}
		assert.Equal(t, none, read(), "no timer")
		assert.Equal(t, none, cancel(), "no timer")

		set := func(w *worker) { timer = w.c.SendAfter(10*time.Second, c.note("tick")) }
		c.run("a", set)
		assert.Empty(t, c.pass(4*time.Second))
		assert.Equal(t, []any{6 * time.Second, true}, read())
		assert.Equal(t, []any{6 * time.Second, true}, cancel())
		assert.Equal(t, none, read())
		assert.Equal(t, none, cancel(), "twice")
		assert.Empty(t, c.pass(time.Minute))

		c.run("a", set)
		assert.Len(t, c.pass(10*time.Second), 1)
		assert.Equal(t, none, read(), "handled")
		assert.Equal(t, none, cancel(), "too late")

		c.run("a", func(w *worker) {
			set(w)
			time.Sleep(11 * time.Second)
			assert.Equal(t, []any{time.Duration(0), true}, read(), "it waits in the mailbox")
			assert.Equal(t, []any{time.Duration(0), true}, cancel())
		})
		assert.Empty(t, c.pass(time.Minute), "void")
	})
}

func TestSendInterval(t *testing.T) {
	proof.Of(t, 332)
	bubble(t, func(t *testing.T) {
		c := startClocked(t, workerOf("a"))
		var timer otp.TimerRef
		c.run("a", func(w *worker) { timer = w.c.SendInterval(time.Second, c.note("tick")) })
		assert.Equal(t, []string{"tick 1s", "tick 2s"}, c.pass(2500*time.Millisecond))
		c.run("a", func(*worker) { time.Sleep(3200 * time.Millisecond) }) // until 5.7 s
		assert.Equal(t, []string{"tick 5.7s", "tick 6s", "tick 7s"}, c.pass(1500*time.Millisecond), "no burst, and the grid is kept")
		left, ok := timer.Cancel()
		assert.Equal(t, 800*time.Millisecond, left)
		assert.True(t, ok)
		assert.Empty(t, c.pass(time.Minute))

		c.run("a", func(w *worker) {
			timer = w.c.SendInterval(time.Second, func() { c.note("once")(); timer.Cancel() })
		})
		assert.Len(t, c.pass(time.Minute), 1, "it may cancel itself")
	})
}

func TestTimersIgnoreTheCapacity(t *testing.T) {
	proof.Of(t, 412)
	bubble(t, func(t *testing.T) {
		c := startClocked(t, workerOf("a", func(k *otp.ServerKind[worker]) { k.Mailbox.Capacity = 1 }), workerOf("b"))
		c.run("b", func(w *worker) {
			otp.CastAfter(w.c, c.at("a"), &workerTell, func(*worker) { c.note("cast")() }, 3*time.Second)
		})
		tell(t, c.at("a"), func(w *worker) {
			w.c.SendAfter(time.Second, c.note("tick"))
			time.Sleep(5 * time.Second)
		})
		synctest.Wait()
		tell(t, c.at("a"), func(*worker) { c.note("message")() })
		assert.ErrorIs(t, otp.Cast(t.Context(), c.at("a"), &workerTell, func(*worker) {}), otp.ErrOverloaded)
		assert.Equal(t, []string{"message 5s", "tick 5s", "cast 5s"}, c.pass(10*time.Second))
	})
}

func TestCastAfter(t *testing.T) {
	proof.Of(t, 331)
	bubble(t, func(t *testing.T) {
		c := startClocked(t, workerOf("a"), workerOf("b"))
		hello := func(w *worker) { c.add("hello %s", w.c.Self()) }
		var timer otp.TimerRef
		send := func(to otp.Addr) {
			c.run("a", func(w *worker) { timer = otp.CastAfter(w.c, to, &workerTell, hello, 2*time.Second) })
		}
		send(c.at("b"))
		assert.Empty(t, c.pass(time.Second))
		left, ok := timer.Read()
		assert.True(t, ok)
		assert.Equal(t, time.Second, left)
		assert.Equal(t, []string{"hello Root/b#1"}, c.pass(time.Minute))
		_, ok = timer.Cancel()
		assert.False(t, ok, "sent")

		send(c.at("b"))
		_, ok = timer.Cancel()
		assert.True(t, ok)
		assert.Empty(t, c.pass(time.Minute))

		send(c.at("b"))
		c.crash("b")
		assert.Equal(t, []string{"hello Root/b#2"}, c.pass(time.Minute), "a place has whoever is there then")

		send(c.ref("b").Addr())
		c.crash("b")
		assert.Empty(t, c.pass(time.Minute), "an incarnation that has ended gets nothing")

		send(c.at("nobody"))
		send(c.Root()) // handles no such messages
		assert.Empty(t, c.pass(time.Minute))

		send(c.at("b"))
		c.crash("a")
		assert.Empty(t, c.pass(time.Minute), "nor does a dead one send")
	})
}

func TestCastAfterCopiesWhenItIsSet(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var got []int
		op := otp.CastOp[worker, []int]{
			Service: "Worker", Message: "Numbers",
			Handle:   func(_ *worker, a []int) { got = a },
			CopyArgs: func(a []int) []int { return append([]int(nil), a...) },
		}
		c := startClocked(t, workerOf("a"), workerOf("b"))
		c.run("a", func(w *worker) {
			numbers := []int{1, 2}
			otp.CastAfter(w.c, c.at("b"), &op, numbers, time.Second)
			numbers[0] = 9
		})
		c.pass(time.Minute)
		assert.Equal(t, []int{1, 2}, got)
	})
}

// However an incarnation ends, none of its timers reaches the next one, or
// anybody else, and none is left.
func TestTimersOfTheDead(t *testing.T) {
	t.Parallel()
	proof.Of(t, 333)
	for name, end := range map[string]func(w *worker){
		"stop":  func(w *worker) { w.c.Stop(otp.Normal) },
		"crash": func(*worker) { panic("boom") },
		"kill":  func(w *worker) { w.c.Self().Exit(otp.Killed) },
		"fence": func(w *worker) { w.c.Self().Exit(otp.Killed); time.Sleep(5 * time.Second) },
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				keyed := otp.Timer[worker]{Name: "keyed", Every: time.Second, FireKey: func(w *worker, _ any) { w.kept[0].Send(1) }}
				c := startClocked(t, workerOf("a", func(k *otp.ServerKind[worker]) { k.Timers = []otp.Timer[worker]{keyed} }), workerOf("b"))
				var late otp.TimerRef
				tell(t, c.at("a"), func(w *worker) {
					late = w.c.SendAfter(time.Second, c.note("tick"))
					w.c.SendInterval(time.Second, c.note("interval"))
					w.c.ArmKeyed("keyed", 1, time.Second)
					otp.CastAfter(w.c, c.at("b"), &workerTell, func(*worker) { c.note("cast")() }, time.Second)
					end(w)
				})
				assert.Empty(t, c.pass(10*time.Second))
				assert.EqualValues(t, 2, c.ref("a").Incarnation())
				_, ok := late.Cancel()
				assert.False(t, ok)
			})
		})
	}
}

// What a fenced incarnation sets when it is dead already is no timer.
func TestTimersSetByTheDead(t *testing.T) {
	proof.Of(t, 333)
	bubble(t, func(t *testing.T) {
		c := startClocked(t, workerOf("a"), workerOf("b"))
		tell(t, c.at("a"), func(w *worker) {
			w.c.Self().Exit(otp.Killed)
			timer := w.c.SendAfter(time.Second, c.note("tick"))
			otp.CastAfter(w.c, c.at("b"), &workerTell, func(*worker) { c.note("cast")() }, time.Second)
			_, ok := timer.Read()
			assert.False(t, ok)
		})
		assert.Empty(t, c.pass(time.Minute))
	})
}

func TestNonsenseTimersAreCrashes(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := startClocked(t, workerOf("a"))
		nothing := func() {}
		for want, f := range map[string]func(c *otp.Ctx){
			"SendAfter: the time -1ns is negative":                    func(c *otp.Ctx) { c.SendAfter(-1, nothing) },
			"SendAfter: the time is Infinity":                         func(c *otp.Ctx) { c.SendAfter(otp.Infinity, nothing) },
			"SendInterval: the time -1ns is negative":                 func(c *otp.Ctx) { c.SendInterval(-1, nothing) },
			"SendInterval: the time is Infinity":                      func(c *otp.Ctx) { c.SendInterval(otp.Infinity, nothing) },
			"SendInterval: the interval is 0":                         func(c *otp.Ctx) { c.SendInterval(0, nothing) },
			"SendInterval: the jitter 1 is not from 0 to less than 1": func(c *otp.Ctx) { c.SendIntervalJittered(1, 1, nothing) },
			"CastAfter: the time -1ns is negative": func(c *otp.Ctx) {
				otp.CastAfter(c, c.Self().Addr(), &workerTell, func(*worker) {}, -1)
			},
		} {
			assert.Equal(t, "exception:otp: "+want, c.crashWith(func(w *worker) { f(w.c) }))
		}
	})
}

func TestSendAfterIsForServers(t *testing.T) {
	bubble(t, func(t *testing.T) {
		crash := make(chan any, 1)
		start(t, otp.ChildSpec{ID: "r", Restart: otp.Temporary, Start: otp.Runner(otp.RunnerKind[worker]{
			Service: "R", New: func(c *otp.Ctx) *worker { return &worker{c: c} },
			Run: func(w *worker) error {
				w.c.Ready()
				func() {
					defer func() { crash <- recover() }()
					w.c.SendAfter(time.Second, func() {})
				}()
				return nil
			},
		})})
		assert.Contains(t, <-crash, "SendAfter is for servers")
	})
}

func BenchmarkSendAfterCancel(b *testing.B) {
	spec := workerOf("a")
	sys, err := otp.StartRoot(b.Context(), supervisorOf("Root", []otp.ChildSpec{spec}), quietly(&eventLog{})...)
	require.NoError(b, err)
	defer func() { _ = sys.Stop(context.Background()) }()
	b.ReportAllocs()
	_, err = do(b.Context(), sys.Lookup(otp.Name{Service: "a"}), func(w *worker) (int, error) {
		for b.Loop() {
			w.c.SendAfter(time.Hour, func() {}).Cancel()
		}
		return 0, nil
	})
	_ = err // the call may have timed out; the benchmark has not
}
