package foundation_test

import (
	"testing"

	foundation "github.com/otpgen/otpgen/golden/sample"
	"github.com/otpgen/otpgen/golden/sample/foundationtest"
)

// Each test has a tree of its own, started with foundationtest.Args and stopped
// when the test ends.
func TestEventStore(t *testing.T) {
	t.Parallel()

	t.Run("answers Store", func(t *testing.T) {
		t.Parallel()
		f := foundationtest.Start(t)

		if _, err := f.EventStore().Store(t.Context(), foundation.Event{}); err != nil {
			t.Errorf("Store: %v", err)
		}
	})

	t.Run("survives a crash", func(t *testing.T) {
		t.Parallel()
		f := foundationtest.Start(t)

		dead := f.Crash(f.EventStore())
		f.AwaitReplaced(dead)
		if _, err := f.EventStore().Store(t.Context(), foundation.Event{}); err != nil {
			t.Errorf("Store after the crash: %v", err)
		}
	})
}
