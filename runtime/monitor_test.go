package otp_test

import (
	"testing"
	"testing/synctest"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// watch makes "w" monitor an address, several times at once.
func watch(t *testing.T, w *world, j *journal, to ...otp.Addr) {
	t.Helper()
	_, err := do(t.Context(), w.at("w"), func(w *worker) (int, error) {
		for _, to := range to {
			w.c.Monitor(to, func(why otp.Reason) { j.add("%s %s", to.Path(), why) })
		}
		return 0, nil
	})
	require.NoError(t, err)
	synctest.Wait()
}

func TestMonitorFiresOnceWithTheReason(t *testing.T) {
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

func TestDemonitorFlushes(t *testing.T) {
	proof.Of(t, 185)
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, workerOf("w"), workerOf("a"), workerOf("b"))
		watch(t, w, &j, w.at("a"), w.at("b"))
		pinned := w.ref("b").Addr()
		gate := make(chan struct{})
		tell(t, w.at("w"), func(w *worker) { <-gate })
		tell(t, w.at("w"), func(self *worker) {
			self.c.Demonitor(w.at("a")) // whose notice is in the mailbox
			self.c.Demonitor(pinned)
			self.c.Demonitor(w.at("unknown"))
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
