package foundation_test

import (
	"testing"

	"github.com/otpgen/otpgen/examples/foundation/foundationtest"
)

// Each test has a tree of its own, started with foundationtest.Args and stopped
// when the test ends.
func TestRuntimeSampler(t *testing.T) {
	t.Parallel()

	t.Run("survives a crash", func(t *testing.T) {
		t.Parallel()
		f := foundationtest.Start(t)

		dead := f.Crash(f.RuntimeSampler())
		f.AwaitReplaced(dead)
	})
}
