package foundation_test

import (
	"testing"

	foundation "github.com/otpgen/otpgen/golden/sample"
	"github.com/otpgen/otpgen/golden/sample/foundationtest"
)

// Each test has a tree of its own, started with foundationtest.Args and stopped
// when the test ends.
func TestHttpWorker(t *testing.T) {
	t.Parallel()

	t.Run("answers Get", func(t *testing.T) {
		t.Parallel()
		f := foundationtest.Start(t)
		process := foundation.HttpWorkerAt(f.System().Find("FoundationSupervisor/Workers/0"))

		if _, err := process.Get(t.Context(), ""); err != nil {
			t.Errorf("Get: %v", err)
		}
	})

	t.Run("survives a crash", func(t *testing.T) {
		t.Parallel()
		f := foundationtest.Start(t)
		process := foundation.HttpWorkerAt(f.System().Find("FoundationSupervisor/Workers/0"))

		dead := f.Crash(process)
		f.AwaitReplaced(dead)
		if _, err := process.Get(t.Context(), ""); err != nil {
			t.Errorf("Get after the crash: %v", err)
		}
	})
}
