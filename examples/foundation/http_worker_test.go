package foundation_test

import (
	"testing"

	"github.com/otpgen/otpgen/examples/foundation"
	"github.com/otpgen/otpgen/examples/foundation/foundationtest"
)

// Each test has a tree of its own, started with foundationtest.Args and stopped
// when the test ends.
func TestHttpWorker(t *testing.T) {
	t.Parallel()

	t.Run("answers Stats", func(t *testing.T) {
		t.Parallel()
		f := foundationtest.Start(t)
		process := foundation.HttpWorkerAt(f.System().Find("FoundationSupervisor/Connections/Workers/0"))

		if _, err := process.Stats(t.Context()); err != nil {
			t.Errorf("Stats: %v", err)
		}
	})

	t.Run("survives a crash", func(t *testing.T) {
		t.Parallel()
		f := foundationtest.Start(t)
		process := foundation.HttpWorkerAt(f.System().Find("FoundationSupervisor/Connections/Workers/0"))

		dead := f.Crash(process)
		f.AwaitReplaced(dead)
		if _, err := process.Stats(t.Context()); err != nil {
			t.Errorf("Stats after the crash: %v", err)
		}
	})
}
