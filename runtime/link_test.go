package otp_test

import (
	"runtime"
	"testing"
	"testing/synctest"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// temporary makes a child that stays down, so that its end can be looked at.
func temporary(spec otp.ChildSpec) otp.ChildSpec {
	spec.Restart = otp.Temporary
	return spec
}

// trapping makes a worker that writes the exit signals it gets to the journal.
func (j *journal) trapping(k *otp.ServerKind[worker]) {
	k.Terminate = func(w *worker, why otp.Reason) { j.add("terminate %s %s", w.c.Self(), why) }
	k.ExitSignal = func(_ *worker, why otp.Reason) { j.add("exit signal %s", why) }
}

// link links the worker of that name to an address, from inside.
func link(t *testing.T, w *world, name string, to otp.Addr) {
	t.Helper()
	_, err := do(t.Context(), w.at(name), func(w *worker) (int, error) { otp.Link(w.c, to); return 0, nil })
	require.NoError(t, err)
}

// end makes a worker stop by itself and waits until all has followed from it.
func end(t *testing.T, w *world, name string, why otp.Reason) {
	t.Helper()
	tell(t, w.at(name), func(w *worker) { w.c.Stop(why) })
	synctest.Wait()
}

// TestLinkEndsTheOtherSide: whichever side ends, and whoever has made the link.
func TestLinkEndsTheOtherSide(t *testing.T) {
	proof.Of(t, 187, 188)
	boom := otp.Failed(errBoom)
	for _, row := range []struct {
		name  string
		first string
		why   otp.Reason
		dies  bool
	}{
		{"the one that was linked to", "b", boom, true},
		{"the one that linked", "a", boom, true},
		{"a shutdown is a signal like any other", "b", otp.Shutdown, true},
		{"a normal end", "b", otp.Normal, false},
		{"a normal end of the one that linked", "a", otp.Normal, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				w := start(t, temporary(workerOf("a")), temporary(workerOf("b")))
				other := w.ref("a")
				if row.first == "a" {
					other = w.ref("b")
				}
				link(t, w, "a", w.at("b"))
				end(t, w, row.first, row.why)
				why, over := other.Reason()
				assert.Equal(t, row.dies, over)
				if row.dies {
					assert.Equal(t, row.why, why)
				} else {
					assert.Zero(t, otp.LinksOf(other))
				}
			})
		})
	}
}

func TestLinkOfAProcessThatTrapsExits(t *testing.T) {
	proof.Of(t, 183, 187, 188)
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, workerOf("a", j.trapping), temporary(workerOf("b")), temporary(workerOf("c")), temporary(workerOf("d")))
		for _, to := range []string{"b", "b", "c", "d"} { // linking twice is one link
			link(t, w, "a", w.at(to))
		}
		a := w.ref("a")
		end(t, w, "b", otp.Normal)
		end(t, w, "c", otp.Failed(errBoom))
		w.ref("d").Exit(otp.Killed)
		synctest.Wait()
		assert.Equal(t, []string{"exit signal normal", "exit signal boom", "exit signal killed"}, j.take())
		assert.Equal(t, a, w.ref("a"))
		assert.Zero(t, otp.LinksOf(a))
	})
}

func TestLinkToTheDead(t *testing.T) {
	proof.Of(t, 187)
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, workerOf("a", j.trapping), workerOf("b"), temporary(workerOf("c")))
		dead := w.crash("b")
		link(t, w, "a", dead.Addr())
		synctest.Wait()
		assert.Equal(t, []string{"exit signal noproc"}, j.take())

		c := w.ref("c")
		link(t, w, "c", dead.Addr())
		<-c.Done()
		why, _ := c.Reason()
		assert.Equal(t, otp.NoProc, why)
	})
}

func TestUnlink(t *testing.T) {
	proof.Of(t, 188)
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, workerOf("a", j.trapping), workerOf("b"), workerOf("c"))
		link(t, w, "a", w.at("b"))
		link(t, w, "c", w.at("a"))
		_, err := do(t.Context(), w.at("a"), func(a *worker) (int, error) {
			otp.Unlink(a.c, w.at("b"))
			otp.Unlink(a.c, w.at("c"))
			otp.Unlink(a.c, w.at("c")) // nothing to take back
			return 0, nil
		})
		require.NoError(t, err)
		a := w.ref("a")
		w.crash("b")
		w.crash("c")
		assert.Equal(t, a, w.ref("a"))
		assert.Empty(t, j.take())
	})
}

// TestLinkedSupervisor: what is linked to a supervisor cannot bring it down, and
// ends when it does.
func TestLinkedSupervisor(t *testing.T) {
	proof.Of(t, 92, 189)
	bubble(t, func(t *testing.T) {
		w := start(t, supervisorOf("s", []otp.ChildSpec{workerOf("inside")}), workerOf("a"), temporary(workerOf("b")), temporary(workerOf("c")))
		s, b, c := w.ref("s"), w.ref("b"), w.ref("c")
		for _, name := range []string{"a", "b", "c", "inside"} {
			link(t, w, name, w.at("s"))
		}
		w.crash("a")
		end(t, w, "b", otp.Shutdown)
		assert.Equal(t, s, w.ref("s"))
		assert.Equal(t, 1, otp.LinksOf(s), "its child is none of its links")
		_, over := b.Reason()
		assert.True(t, over)

		s.Exit(otp.Killed)
		<-c.Done()
		why, _ := c.Reason()
		assert.Equal(t, otp.Killed, why)
	})
}

// TestLinkOfAFencedProcess: it fires at the moment of the fence, although the
// goroutine goes on, and what that links afterwards is void.
func TestLinkOfAFencedProcess(t *testing.T) {
	proof.Of(t, 184, 187)
	bubble(t, func(t *testing.T) {
		w := start(t, temporary(workerOf("a")), temporary(workerOf("b")), workerOf("c"))
		a, b, c := w.ref("a"), w.ref("b"), w.ref("c")
		link(t, w, "a", b.Addr())
		gate, gone := make(chan struct{}), make(chan struct{})
		tell(t, a.Addr(), func(w *worker) {
			<-gate
			otp.Link(w.c, c.Addr())
			close(gone)
		})
		synctest.Wait()
		a.Exit(otp.Killed)
		<-b.Done()
		why, _ := b.Reason()
		assert.Equal(t, otp.Killed, why, "an ordinary reason now, which can be trapped")
		close(gate)
		<-gone
		assert.Zero(t, otp.LinksOf(a))
		assert.Zero(t, otp.LinksOf(c))
	})
}

// TestLinkedRunner: the signal is a request to stop, as that of its supervisor.
func TestLinkedRunner(t *testing.T) {
	proof.Of(t, 182, 187)
	bubble(t, func(t *testing.T) {
		type looping struct{ c *otp.Ctx }
		runner := otp.ChildSpec{ID: "r", Name: otp.Name{Service: "r"}, Restart: otp.Temporary, Start: otp.Runner(otp.RunnerKind[looping]{
			Service: "Looping",
			New:     func(c *otp.Ctx) *looping { return &looping{c} },
			Run:     func(l *looping) error { l.c.Ready(); <-l.c.Done(); return l.c.Err() },
		})}
		w := start(t, runner, temporary(workerOf("a")))
		r := w.ref("r")
		link(t, w, "a", r.Addr())
		end(t, w, "a", otp.Failed(errBoom))
		<-r.Done()
		why, _ := r.Reason()
		assert.Equal(t, otp.Failed(errBoom), why)
	})
}

// TestLinkWhileOneIsKilled: whatever comes first, both sides agree in the end, and
// nobody is left with a link to the dead.
func TestLinkWhileOneIsKilled(t *testing.T) {
	proof.Of(t, 187)
	bubble(t, func(t *testing.T) {
		var died, lived int
		for i := range 400 {
			w := start(t, temporary(workerOf("a")), temporary(workerOf("b")))
			a, b := w.ref("a"), w.ref("b")
			begin := make(chan struct{})
			tell(t, a.Addr(), func(w *worker) { <-begin; otp.Link(w.c, b.Addr()) })
			killed := make(chan struct{})
			go func() {
				<-begin
				for range i % 40 { // a different moment each time
					runtime.Gosched()
				}
				a.Exit(otp.Killed)
				close(killed)
			}()
			synctest.Wait()
			close(begin)
			<-killed
			synctest.Wait()
			if why, over := b.Reason(); over {
				died++
				assert.Equal(t, otp.Killed, why)
			} else {
				lived++
			}
			assert.Zero(t, otp.LinksOf(a))
			assert.Zero(t, otp.LinksOf(b))
		}
		t.Logf("linked before the kill: %d, not linked: %d", died, lived)
	})
}
