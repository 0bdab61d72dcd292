package dynamic_test

import (
	"testing"

	"github.com/otpgen/otpgen/golden/dynamic/dynamictest"
)

// Each test has a tree of its own, started with dynamictest.Args and stopped
// when the test ends.
func TestFront(t *testing.T) {
	t.Parallel()

	t.Run("answers Begin", func(t *testing.T) {
		t.Parallel()
		f := dynamictest.Start(t)

		if _, err := f.Front().Begin(t.Context()); err != nil {
			t.Errorf("Begin: %v", err)
		}
	})

	t.Run("survives a crash", func(t *testing.T) {
		t.Parallel()
		f := dynamictest.Start(t)

		dead := f.Crash(f.Front())
		f.AwaitReplaced(dead)
		if _, err := f.Front().Begin(t.Context()); err != nil {
			t.Errorf("Begin after the crash: %v", err)
		}
	})
}
