package pools_test

import (
	"testing"

	"github.com/otpgen/otpgen/golden/pools"
	"github.com/otpgen/otpgen/golden/pools/poolstest"
)

// Each test has a tree of its own, started with poolstest.Args and stopped
// when the test ends.
func TestWorker(t *testing.T) {
	t.Parallel()

	t.Run("answers Incarnation", func(t *testing.T) {
		t.Parallel()
		f := poolstest.Start(t)
		process := pools.WorkerAt(f.System().Find("Root/Routed/0"))

		if _, err := process.Incarnation(t.Context()); err != nil {
			t.Errorf("Incarnation: %v", err)
		}
	})

	t.Run("survives a crash", func(t *testing.T) {
		t.Parallel()
		f := poolstest.Start(t)
		process := pools.WorkerAt(f.System().Find("Root/Routed/0"))

		dead := f.Crash(process)
		f.AwaitReplaced(dead)
		if _, err := process.Incarnation(t.Context()); err != nil {
			t.Errorf("Incarnation after the crash: %v", err)
		}
	})
}
