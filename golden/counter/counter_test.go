package counter_test

import (
	"testing"

	"github.com/otpgen/otpgen/golden/counter"
	"github.com/otpgen/otpgen/golden/counter/countertest"
)

// Each test has a tree of its own, started with countertest.Args and stopped
// when the test ends.
func TestCounter(t *testing.T) {
	t.Parallel()

	t.Run("answers Add", func(t *testing.T) {
		t.Parallel()
		f := countertest.Start(t)

		if _, err := f.Counter().Add(t.Context(), counter.Step{}); err != nil {
			t.Errorf("Add: %v", err)
		}
	})

	t.Run("survives a crash", func(t *testing.T) {
		t.Parallel()
		f := countertest.Start(t)

		dead := f.Crash(f.Counter())
		f.AwaitReplaced(dead)
		if _, err := f.Counter().Add(t.Context(), counter.Step{}); err != nil {
			t.Errorf("Add after the crash: %v", err)
		}
	})
}
