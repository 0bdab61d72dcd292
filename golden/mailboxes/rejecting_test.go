package mailboxes_test

import (
	"testing"

	"github.com/otpgen/otpgen/golden/mailboxes/mailboxestest"
)

// Each test has a tree of its own, started with mailboxestest.Args and stopped
// when the test ends.
func TestRejecting(t *testing.T) {
	t.Parallel()

	t.Run("answers Seen", func(t *testing.T) {
		t.Parallel()
		f := mailboxestest.Start(t)

		if _, err := f.Rejecting().Seen(t.Context()); err != nil {
			t.Errorf("Seen: %v", err)
		}
	})

	t.Run("survives a crash", func(t *testing.T) {
		t.Parallel()
		f := mailboxestest.Start(t)

		dead := f.Crash(f.Rejecting())
		f.AwaitReplaced(dead)
		if _, err := f.Rejecting().Seen(t.Context()); err != nil {
			t.Errorf("Seen after the crash: %v", err)
		}
	})
}
