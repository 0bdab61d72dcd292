package standard_test

import (
	"testing"

	"github.com/otpgen/otpgen/golden/standard/standardtest"
)

// Each test has a tree of its own, started with standardtest.Args and stopped
// when the test ends.
func TestAlpha(t *testing.T) {
	t.Parallel()

	t.Run("answers Args", func(t *testing.T) {
		t.Parallel()
		f := standardtest.Start(t)

		if _, err := f.Alpha().Args(t.Context()); err != nil {
			t.Errorf("Args: %v", err)
		}
	})

	t.Run("survives a crash", func(t *testing.T) {
		t.Parallel()
		f := standardtest.Start(t)

		dead := f.Crash(f.Alpha())
		f.AwaitReplaced(dead)
		if _, err := f.Alpha().Args(t.Context()); err != nil {
			t.Errorf("Args after the crash: %v", err)
		}
	})
}
