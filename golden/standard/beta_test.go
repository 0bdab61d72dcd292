package standard_test

import (
	"testing"

	"github.com/otpgen/otpgen/golden/standard/standardtest"
)

// Each test has a tree of its own, started with standardtest.Args and stopped
// when the test ends.
func TestBeta(t *testing.T) {
	t.Parallel()

	t.Run("answers Alpha", func(t *testing.T) {
		t.Parallel()
		f := standardtest.Start(t)

		if _, err := f.Beta().Alpha(t.Context()); err != nil {
			t.Errorf("Alpha: %v", err)
		}
	})

	t.Run("survives a crash", func(t *testing.T) {
		t.Parallel()
		f := standardtest.Start(t)

		dead := f.Crash(f.Beta())
		f.AwaitReplaced(dead)
		if _, err := f.Beta().Alpha(t.Context()); err != nil {
			t.Errorf("Alpha after the crash: %v", err)
		}
	})
}
