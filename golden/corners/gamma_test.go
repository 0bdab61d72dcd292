package corners_test

import (
	"testing"

	"github.com/otpgen/otpgen/golden/corners"
	"github.com/otpgen/otpgen/golden/corners/cornerstest"
)

// Each test has a tree of its own, started with cornerstest.Args and stopped
// when the test ends.
func TestGamma(t *testing.T) {
	t.Parallel()

	t.Run("survives a crash", func(t *testing.T) {
		t.Parallel()
		f := cornerstest.Start(t)
		process := corners.GammaAt(f.System().Find("Top/Outer/InnerOne/Gamma"))

		dead := f.Crash(process)
		f.AwaitReplaced(dead)
	})
}
