package inline_test

import (
	"testing"

	"github.com/otpgen/otpgen/golden/inline/inlinetest"
)

// Each test has a tree of its own, started with inlinetest.Args and stopped
// when the test ends.
func TestAccount(t *testing.T) {
	t.Parallel()

	t.Run("answers Audit", func(t *testing.T) {
		t.Parallel()
		f := inlinetest.Start(t)

		if _, err := f.Account().Audit(t.Context()); err != nil {
			t.Errorf("Audit: %v", err)
		}
	})

	t.Run("survives a crash", func(t *testing.T) {
		t.Parallel()
		f := inlinetest.Start(t)

		dead := f.Crash(f.Account())
		f.AwaitReplaced(dead)
		if _, err := f.Account().Audit(t.Context()); err != nil {
			t.Errorf("Audit after the crash: %v", err)
		}
	})
}
