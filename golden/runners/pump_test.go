package runners_test

import (
	"testing"

	"github.com/otpgen/otpgen/golden/runners/runnerstest"
)

// Each test has a tree of its own, started with runnerstest.Args and stopped
// when the test ends.
func TestPump(t *testing.T) {
	t.Parallel()

	t.Run("survives a crash", func(t *testing.T) {
		t.Parallel()
		f := runnerstest.Start(t)

		dead := f.Crash(f.Pump())
		f.AwaitReplaced(dead)
	})
}
