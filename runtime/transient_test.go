package otp_test

import (
	"context"
	"testing"
	"testing/synctest"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A transient child that somebody other than its supervisor has stopped ended
// normally: nobody waits for it to come back.
func TestTransientChildThatAStrangerEnded(t *testing.T) {
	t.Parallel()
	proof.Of(t, 17)
	endings := map[string]func(ref otp.Ref){
		"exit": func(ref otp.Ref) { ref.Exit(otp.Shutdown) },
		"stop": func(ref otp.Ref) { _ = ref.Stop(context.Background(), otp.ShutdownWith("enough")) },
	}
	runner := otp.ChildSpec{ID: "child", Name: otp.Name{Service: "child"}, Start: otp.Runner(otp.RunnerKind[obedient]{
		Service: "Runner",
		New:     func(c *otp.Ctx) *obedient { return &obedient{c} },
		Run:     func(p *obedient) error { p.c.Ready(); <-p.c.Done(); return nil },
	})}
	for name, end := range endings {
		for kind, child := range map[string]otp.ChildSpec{"server": workerOf("child"), "runner": runner} {
			t.Run(name+" "+kind, func(t *testing.T) {
				bubble(t, func(t *testing.T) {
					child.Restart = otp.Transient
					w := start(t, child, workerOf("other"))
					ref := w.ref("child")
					end(ref)
					<-ref.Done()
					_, err := do(t.Context(), w.at("child"), answer(1))
					assert.ErrorIs(t, err, otp.ErrNoProc)
				})
			})
		}
	}
}

func TestTransientInstanceThatAStrangerEndedIsStartedAgain(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, keyedWorkers("items", func(spec *otp.ChildSpec, _ *otp.ServerKind[worker]) { spec.Restart = otp.Transient }))
		ref, err := ensureOne(inTime(t), w)
		require.NoError(t, err)
		ref.Exit(otp.Shutdown)
		<-ref.Done()
		again, err := ensureOne(inTime(t), w)
		require.NoError(t, err)
		assert.NotEqual(t, ref, again)
	})
}

// It comes back with its group, though it had been told to end before.
func TestTransientChildThatAStrangerEndedDuringAGroupRestart(t *testing.T) {
	proof.Of(t, 28)
	bubble(t, func(t *testing.T) {
		hold := make(chan struct{})
		child := workerOf("child")
		child.Restart = otp.Transient
		w := startRoot(t, supervisorOf("Root", []otp.ChildSpec{child, workerOf("slow", func(k *otp.ServerKind[worker]) {
			k.Terminate = func(*worker, otp.Reason) { <-hold }
		}), workerOf("a")}, func(s *otp.SupervisorSpec) { s.Strategy = otp.OneForAll }))
		ref := w.ref("child")
		tell(t, ref.Addr(), func(*worker) { <-hold })
		synctest.Wait()
		ref.Exit(otp.Shutdown)
		w.ref("a").Exit(otp.Killed)
		synctest.Wait()
		close(hold)
		synctest.Wait()
		assert.NotEqual(t, ref, w.ref("child"))
	})
}
