package strategies_test

import (
	"testing"

	"github.com/otpgen/otpgen/golden/strategies/strategiestest"
)

// Each test has a tree of its own, started with strategiestest.Args and stopped
// when the test ends.
func TestWorker(t *testing.T) {
	t.Parallel()

	t.Run("answers Name", func(t *testing.T) {
		t.Parallel()
		f := strategiestest.Start(t)

		if _, err := f.First().Name(t.Context()); err != nil {
			t.Errorf("Name: %v", err)
		}
	})

	t.Run("survives a crash", func(t *testing.T) {
		t.Parallel()
		f := strategiestest.Start(t)

		dead := f.Crash(f.First())
		f.AwaitReplaced(dead)
		if _, err := f.First().Name(t.Context()); err != nil {
			t.Errorf("Name after the crash: %v", err)
		}
	})
}
