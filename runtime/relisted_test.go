package otp_test

import (
	"context"
	"testing"
	"testing/synctest"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// holding is a worker whose start waits at the gate, except the first one.
func holding(id string, gate chan struct{}) otp.ChildSpec {
	first := true
	return workerOf(id, func(k *otp.ServerKind[worker]) {
		k.Init = func(*worker) error {
			if first {
				first = false
				return nil
			}
			<-gate
			return nil
		}
	})
}

func groupOf(s *otp.SupervisorSpec) { s.Strategy = otp.RestForOne }

// A temporary child that its supervisor lists is started with the next life of
// that one, as every child in the list.
func TestTemporaryChildWhileItsSupervisorIsDown(t *testing.T) {
	t.Parallel()
	once := temporary(workerOf("once"))
	for name, row := range map[string]struct {
		root  func(gate chan struct{}) []otp.ChildSpec
		crash []string
		is    error // while the gate is closed; nil: it runs
		after error
	}{
		"its supervisor has crashed and is starting": {
			root: func(gate chan struct{}) []otp.ChildSpec {
				return []otp.ChildSpec{supervisorOf("sup", []otp.ChildSpec{holding("hold", gate), once}, groupless)}
			},
			crash: []string{"hold"}, is: otp.ErrRestarting,
		},
		"its supervisor waits for its turn in the group": {
			root: func(gate chan struct{}) []otp.ChildSpec {
				return []otp.ChildSpec{supervisorOf("group", []otp.ChildSpec{holding("hold", gate), supervisorOf("sup", []otp.ChildSpec{once})}, groupOf)}
			},
			crash: []string{"hold"}, is: otp.ErrRestarting,
		},
		"its supervisor does not come back": {
			root: func(gate chan struct{}) []otp.ChildSpec {
				return []otp.ChildSpec{temporary(supervisorOf("sup", []otp.ChildSpec{holding("hold", gate), once}, groupless))}
			},
			crash: []string{"hold"}, is: otp.ErrNoProc, after: otp.ErrNoProc,
		},
		"it has ended under its supervisor": {
			root: func(chan struct{}) []otp.ChildSpec {
				return []otp.ChildSpec{supervisorOf("sup", []otp.ChildSpec{once})}
			},
			crash: []string{"once"}, is: otp.ErrNoProc, after: otp.ErrNoProc,
		},
		"it has ended under its supervisor that is still starting": {
			root: func(gate chan struct{}) []otp.ChildSpec {
				return []otp.ChildSpec{supervisorOf("sup", []otp.ChildSpec{once, holding("hold", gate)}, groupless)}
			},
			crash: []string{"hold", "once"}, is: otp.ErrNoProc, after: otp.ErrNoProc,
		},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				gate := make(chan struct{})
				w := start(t, row.root(gate)...)
				for _, id := range row.crash {
					w.crash(id)
				}
				_, err := do(t.Context(), w.at("once"), answer(1))
				require.ErrorIs(t, err, row.is)

				waits := make(chan error, 1)
				go func() { _, err := otp.Call(t.Context(), w.at("once"), &workerRetry, answer(1)); waits <- err }()
				synctest.Wait()
				close(gate)
				assert.ErrorIs(t, <-waits, row.after, "a call that may be made again")
			})
		})
	}
}

// groupless allows no restart, so that a crash of a child is one of the supervisor.
func groupless(s *otp.SupervisorSpec) { s.MaxRestarts = 0 }

func TestTemporaryChildWhoseSupervisorWasTerminated(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, supervisorOf("sup", []otp.ChildSpec{temporary(workerOf("once"))}))
		require.NoError(t, otp.TerminateChild(t.Context(), w.Root(), "sup"))
		_, err := otp.Call(t.Context(), w.at("once"), &workerRetry, answer(1))
		require.ErrorIs(t, err, otp.ErrNoProc)
		_, err = otp.RestartChild(t.Context(), w.Root(), "sup")
		require.NoError(t, err)
		_, err = do(t.Context(), w.at("once"), answer(1))
		require.NoError(t, err)
	})
}

// slow is a worker whose Terminate waits at the gate.
func slow(id string, gate chan struct{}) otp.ChildSpec {
	return workerOf(id, func(k *otp.ServerKind[worker]) { k.Terminate = func(*worker, otp.Reason) { <-gate } })
}

// Its supervisor is being stopped, and has stopped it already.
func TestTemporaryChildWhileItsSupervisorIsStopping(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		stop func(t *testing.T, w *world)
		is   error
	}{
		"because its group is restarted": {func(_ *testing.T, w *world) { w.crash("first") }, otp.ErrRestarting},
		"with all": {func(t *testing.T, w *world) {
			go func() { assert.NoError(t, w.Stop(context.Background())) }()
			synctest.Wait()
		}, otp.ErrNoProc},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				gate := make(chan struct{})
				w := start(t, supervisorOf("group", []otp.ChildSpec{
					workerOf("first"), supervisorOf("sup", []otp.ChildSpec{slow("slow", gate), temporary(workerOf("once"))}),
				}, groupOf))
				row.stop(t, w)
				_, err := do(t.Context(), w.at("once"), answer(1))
				close(gate)
				require.ErrorIs(t, err, row.is)
			})
		})
	}
}
