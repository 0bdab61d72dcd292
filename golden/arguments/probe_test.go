package arguments_test

import (
	"testing"

	"github.com/otpgen/otpgen/golden/arguments/argumentstest"
)

// Each test has a tree of its own, started with argumentstest.Args and stopped
// when the test ends.
func TestProbe(t *testing.T) {
	t.Parallel()

	t.Run("answers Show", func(t *testing.T) {
		t.Parallel()
		f := argumentstest.Start(t)

		if _, err := f.Probe().Show(t.Context()); err != nil {
			t.Errorf("Show: %v", err)
		}
	})

	t.Run("survives a crash", func(t *testing.T) {
		t.Parallel()
		f := argumentstest.Start(t)

		dead := f.Crash(f.Probe())
		f.AwaitReplaced(dead)
		if _, err := f.Probe().Show(t.Context()); err != nil {
			t.Errorf("Show after the crash: %v", err)
		}
	})
}
