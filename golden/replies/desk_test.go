package replies_test

import (
	"testing"

	"github.com/otpgen/otpgen/golden/replies/repliestest"
)

// Each test has a tree of its own, started with repliestest.Args and stopped
// when the test ends.
func TestDesk(t *testing.T) {
	t.Parallel()

	t.Run("answers Waiting", func(t *testing.T) {
		t.Parallel()
		f := repliestest.Start(t)

		if _, err := f.Desk().Waiting(t.Context()); err != nil {
			t.Errorf("Waiting: %v", err)
		}
	})

	t.Run("survives a crash", func(t *testing.T) {
		t.Parallel()
		f := repliestest.Start(t)

		dead := f.Crash(f.Desk())
		f.AwaitReplaced(dead)
		if _, err := f.Desk().Waiting(t.Context()); err != nil {
			t.Errorf("Waiting after the crash: %v", err)
		}
	})
}
