package tasks_test

import (
	"testing"

	"github.com/otpgen/otpgen/golden/tasks/taskstest"
)

// Each test has a tree of its own, started with taskstest.Args and stopped
// when the test ends.
func TestBoss(t *testing.T) {
	t.Parallel()

	t.Run("answers Double", func(t *testing.T) {
		t.Parallel()
		f := taskstest.Start(t)

		if _, err := f.Boss().Double(t.Context(), 0); err != nil {
			t.Errorf("Double: %v", err)
		}
	})

	t.Run("survives a crash", func(t *testing.T) {
		t.Parallel()
		f := taskstest.Start(t)

		dead := f.Crash(f.Boss())
		f.AwaitReplaced(dead)
		if _, err := f.Boss().Double(t.Context(), 0); err != nil {
			t.Errorf("Double after the crash: %v", err)
		}
	})
}
