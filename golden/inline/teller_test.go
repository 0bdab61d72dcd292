package inline_test

import (
	"testing"

	"github.com/otpgen/otpgen/golden/inline/inlinetest"
)

// Each test has a tree of its own, started with inlinetest.Args and stopped
// when the test ends.
func TestTeller(t *testing.T) {
	t.Parallel()

	t.Run("answers Twice", func(t *testing.T) {
		t.Parallel()
		f := inlinetest.Start(t)

		if _, err := f.Teller().Twice(t.Context(), 0); err != nil {
			t.Errorf("Twice: %v", err)
		}
	})

	t.Run("survives a crash", func(t *testing.T) {
		t.Parallel()
		f := inlinetest.Start(t)

		dead := f.Crash(f.Teller())
		f.AwaitReplaced(dead)
		if _, err := f.Teller().Twice(t.Context(), 0); err != nil {
			t.Errorf("Twice after the crash: %v", err)
		}
	})
}
