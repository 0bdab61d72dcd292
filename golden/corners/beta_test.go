package corners_test

import (
	"testing"

	"github.com/otpgen/otpgen/golden/corners/cornerstest"
)

// Each test has a tree of its own, started with cornerstest.Args and stopped
// when the test ends.
func TestBeta(t *testing.T) {
	t.Parallel()

	t.Run("answers Ask", func(t *testing.T) {
		t.Parallel()
		f := cornerstest.Start(t)

		if _, err := f.Beta().Ask(t.Context()); err != nil {
			t.Errorf("Ask: %v", err)
		}
	})

	t.Run("survives a crash", func(t *testing.T) {
		t.Parallel()
		f := cornerstest.Start(t)

		dead := f.Crash(f.Beta())
		f.AwaitReplaced(dead)
		if _, err := f.Beta().Ask(t.Context()); err != nil {
			t.Errorf("Ask after the crash: %v", err)
		}
	})
}
