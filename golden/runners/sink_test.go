package runners_test

import (
	"testing"

	"github.com/otpgen/otpgen/golden/runners/runnerstest"
)

// Each test has a tree of its own, started with runnerstest.Args and stopped
// when the test ends.
func TestSink(t *testing.T) {
	t.Parallel()

	t.Run("answers Lines", func(t *testing.T) {
		t.Parallel()
		f := runnerstest.Start(t)

		if _, err := f.Sink().Lines(t.Context()); err != nil {
			t.Errorf("Lines: %v", err)
		}
	})

	t.Run("survives a crash", func(t *testing.T) {
		t.Parallel()
		f := runnerstest.Start(t)

		dead := f.Crash(f.Sink())
		f.AwaitReplaced(dead)
		if _, err := f.Sink().Lines(t.Context()); err != nil {
			t.Errorf("Lines after the crash: %v", err)
		}
	})
}
