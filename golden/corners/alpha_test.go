package corners_test

import (
	"testing"

	"github.com/otpgen/otpgen/golden/corners"
	"github.com/otpgen/otpgen/golden/corners/cornerstest"
)

// Each test has a tree of its own, started with cornerstest.Args and stopped
// when the test ends.
func TestAlpha(t *testing.T) {
	t.Parallel()

	t.Run("answers Opt", func(t *testing.T) {
		t.Parallel()
		f := cornerstest.Start(t)
		process := corners.AlphaAt(f.System().Find("Top/fixed"))

		if _, err := process.Opt(t.Context(), nil, [0]corners.Wide{}); err != nil {
			t.Errorf("Opt: %v", err)
		}
	})

	t.Run("survives a crash", func(t *testing.T) {
		t.Parallel()
		f := cornerstest.Start(t)
		process := corners.AlphaAt(f.System().Find("Top/fixed"))

		dead := f.Crash(process)
		f.AwaitReplaced(dead)
		if _, err := process.Opt(t.Context(), nil, [0]corners.Wide{}); err != nil {
			t.Errorf("Opt after the crash: %v", err)
		}
	})
}
