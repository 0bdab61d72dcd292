package otp_test

import (
	"testing"
	"testing/synctest"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// watch makes "w" watch some addresses.
func watch(t *testing.T, w *world, j *journal, to ...otp.Addr) {
	t.Helper()
	_, err := do(t.Context(), w.at("w"), func(w *worker) (int, error) {
		for _, to := range to {
			w.c.Watch(to, func(why otp.Reason) { j.add("%s %s", to.Path(), why) })
		}
		return 0, nil
	})
	require.NoError(t, err)
	synctest.Wait()
}

// monitors makes "w" monitor an address that many times. The notices say which one it was.
func monitors(t *testing.T, w *world, j *journal, to otp.Addr, n int) []otp.MonitorRef {
	t.Helper()
	refs := make([]otp.MonitorRef, n)
	require.NoError(t, w.as("w", func(c *otp.Ctx) error {
		for i := range refs {
			refs[i] = c.Monitor(to, func(why otp.Reason) { j.add("%d %s", i, why) })
		}
		return nil
	}))
	return refs
}

func TestEachMonitorIsOneOfItsOwn(t *testing.T) {
	proof.Of(t, 185)
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, workerOf("w"), workerOf("a"))
		refs := monitors(t, w, &j, w.at("a"), 3)
		watch(t, w, &j, w.at("a"))
		assert.Equal(t, 4, otp.MonitorsOf(w.ref("w")))
		require.NoError(t, w.as("w", func(c *otp.Ctx) error {
			c.Demonitor(refs[1])
			c.Demonitor(refs[1])
			c.Demonitor(otp.MonitorRef{})
			return nil
		}))
		w.crash("a")
		assert.ElementsMatch(t, []string{"0 exception:boom", "2 exception:boom", "Root/a exception:boom"}, j.take())
		w.crash("a")
		assert.Empty(t, j.take(), "they do not follow a restart")
		assert.Zero(t, otp.MonitorsOf(w.ref("w")))
	})
}

func TestDemonitorIsAboutOneMonitor(t *testing.T) {
	proof.Of(t, 185)
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, workerOf("w"), workerOf("a"))
		refs := monitors(t, w, &j, w.at("a"), 2)
		gate := make(chan struct{})
		tell(t, w.at("w"), func(w *worker) { <-gate; w.c.Demonitor(refs[0]) }) // whose notice is in the mailbox
		w.crash("a")
		close(gate)
		synctest.Wait()
		assert.Equal(t, []string{"1 exception:boom"}, j.take())

		theirs := monitors(t, w, &j, w.at("a"), 1)[0]
		_, err := do(t.Context(), w.at("a"), func(a *worker) (int, error) { a.c.Demonitor(theirs); return 0, nil })
		assert.ErrorContains(t, err, "otp: Demonitor: the monitor belongs to another process: Root/w")
	})
}

func TestWatchFiresOnceWithTheReason(t *testing.T) {
	proof.Of(t, 185, 186)
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, workerOf("w"), workerOf("a"))
		watch(t, w, &j, w.at("a"), w.at("a"), w.ref("a").Addr()) // the same incarnation three times
		assert.Empty(t, j.take())
		w.crash("a")
		assert.Equal(t, []string{"Root/a exception:boom"}, j.take())
		w.crash("a")
		assert.Empty(t, j.take(), "it does not follow a restart")
	})
}

func TestMonitorOfNobodyFiresAtOnce(t *testing.T) {
	proof.Of(t, 185)
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, workerOf("w"), workerOf("a"))
		dead := w.crash("a")
		watch(t, w, &j, w.at("unknown"), dead.Addr(), otp.Addr{})
		assert.Equal(t, []string{"unknown noproc", "Root/a noproc", " noproc"}, j.take())
	})
}

func TestUnwatchFlushes(t *testing.T) {
	proof.Of(t, 185)
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, workerOf("w"), workerOf("a"), workerOf("b"))
		watch(t, w, &j, w.at("a"), w.at("b"))
		pinned := w.ref("b").Addr()
		gate := make(chan struct{})
		tell(t, w.at("w"), func(w *worker) { <-gate })
		tell(t, w.at("w"), func(self *worker) {
			self.c.Unwatch(w.at("a")) // whose notice is in the mailbox
			self.c.Unwatch(pinned)
			self.c.Unwatch(w.at("unknown"))
		})
		w.crash("a")
		close(gate)
		synctest.Wait()
		w.crash("b")
		assert.Empty(t, j.take())
	})
}

func TestMonitorsEndWithTheirOwner(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, workerOf("w"), workerOf("a"))
		watch(t, w, &j, w.at("a"))
		w.crash("w")
		w.crash("a")
		assert.Empty(t, j.take())
	})
}

func TestMonitorOfASupervisor(t *testing.T) {
	proof.Of(t, 185)
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, workerOf("w"), supervisorOf("s", []otp.ChildSpec{workerOf("a")}, func(s *otp.SupervisorSpec) { s.MaxRestarts = 0 }))
		watch(t, w, &j, w.at("s"))
		w.crash("a")
		assert.Equal(t, []string{"Root/s shutdown"}, j.take())
	})
}
