package messages_test

import (
	"testing"

	"github.com/otpgen/otpgen/golden/messages/messagestest"
)

// Each test has a tree of its own, started with messagestest.Args and stopped
// when the test ends.
func TestKeeper(t *testing.T) {
	t.Parallel()

	t.Run("answers First", func(t *testing.T) {
		t.Parallel()
		f := messagestest.Start(t)

		if _, err := f.Keeper().First(t.Context()); err != nil {
			t.Errorf("First: %v", err)
		}
	})

	t.Run("survives a crash", func(t *testing.T) {
		t.Parallel()
		f := messagestest.Start(t)

		dead := f.Crash(f.Keeper())
		f.AwaitReplaced(dead)
		if _, err := f.Keeper().First(t.Context()); err != nil {
			t.Errorf("First after the crash: %v", err)
		}
	})
}
