package otp_test

// Properties: rapid makes up sequences of actions; after each, the real thing is held against a small model of it. To
// see one of them again, use what it prints: go test ./runtime -run TestServerModel -rapid.seed=17

import (
	"context"
	"testing"
	"testing/synctest"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// property checks a property in a bubble of virtual time.
func property(t *testing.T, holds func(rt *rapid.T)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, func(t *testing.T) { rapid.Check(noDeadline{t}, holds) })
}

// noDeadline hides the deadline of a test, which nobody may ask for in a bubble.
type noDeadline struct{ rapid.TB }

// grow starts a root over these children, with as many restarts as it takes. Nothing may be left of it at the end.
func grow(rt *rapid.T, children ...otp.ChildSpec) *otp.System {
	rt.Helper()
	root := supervisorOf("Root", children, func(s *otp.SupervisorSpec) { s.MaxRestarts = 1 << 30 })
	sys, err := otp.StartRoot(context.Background(), root, quietly(&eventLog{})...)
	require.NoError(rt, err)
	rt.Cleanup(func() {
		require.NoError(rt, sys.Stop(context.Background()))
		synctest.Wait()
		require.Empty(rt, sys.Leaks())
	})
	return sys
}

// inside runs f as a message of the worker of that name, and waits until all has followed from it.
func inside(rt *rapid.T, sys *otp.System, name string, f func(*worker)) {
	rt.Helper()
	_, err := do(context.Background(), sys.Lookup(otp.Name{Service: name}), func(w *worker) (int, error) { f(w); return 0, nil })
	require.NoError(rt, err)
	synctest.Wait()
}
