package corners_test

import (
	"testing"

	"github.com/otpgen/otpgen/golden/corners"
	"github.com/otpgen/otpgen/golden/corners/cornerstest"
)

// Each test has a tree of its own, started with cornerstest.Args and stopped
// when the test ends.
func TestDelta(t *testing.T) {
	t.Parallel()

	t.Run("stays down after a crash", func(t *testing.T) {
		t.Parallel()
		f := cornerstest.Start(t)
		process := corners.DeltaAt(f.System().Find("Top/Outer/Delta"))

		dead := f.Crash(process)
		f.AwaitGone(dead)
	})
}
