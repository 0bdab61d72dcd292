package foundation_test

import (
	"testing"

	"github.com/otpgen/otpgen/golden/sample/foundationtest"
)

// Each test has a tree of its own, started with foundationtest.Args and stopped
// when the test ends.
func TestTelemetryService(t *testing.T) {
	t.Parallel()

	t.Run("takes Execute", func(t *testing.T) {
		t.Parallel()
		f := foundationtest.Start(t)

		if err := f.TelemetryService().Execute(t.Context(), "", nil); err != nil {
			t.Errorf("Execute: %v", err)
		}
	})

	t.Run("survives a crash", func(t *testing.T) {
		t.Parallel()
		f := foundationtest.Start(t)

		dead := f.Crash(f.TelemetryService())
		f.AwaitReplaced(dead)
		if err := f.TelemetryService().Execute(t.Context(), "", nil); err != nil {
			t.Errorf("Execute after the crash: %v", err)
		}
	})
}
