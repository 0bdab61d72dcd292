package counter_test

import (
	"testing"

	"github.com/otpgen/otpgen/golden/counter/countertest"
)

// Each test has a tree of its own, started with countertest.Args and stopped
// when the test ends.
func TestJournal(t *testing.T) {
	t.Parallel()

	t.Run("answers Lines", func(t *testing.T) {
		t.Parallel()
		f := countertest.Start(t)

		if _, err := f.Journal().Lines(t.Context()); err != nil {
			t.Errorf("Lines: %v", err)
		}
	})

	t.Run("survives a crash", func(t *testing.T) {
		t.Parallel()
		f := countertest.Start(t)

		dead := f.Crash(f.Journal())
		f.AwaitReplaced(dead)
		if _, err := f.Journal().Lines(t.Context()); err != nil {
			t.Errorf("Lines after the crash: %v", err)
		}
	})
}
