package pools_test

import (
	"testing"

	"github.com/otpgen/otpgen/golden/pools/poolstest"
)

// Each test has a tree of its own, started with poolstest.Args and stopped
// when the test ends.
func TestClient(t *testing.T) {
	t.Parallel()

	t.Run("answers Ask", func(t *testing.T) {
		t.Parallel()
		f := poolstest.Start(t)

		if _, err := f.Client().Ask(t.Context(), 0); err != nil {
			t.Errorf("Ask: %v", err)
		}
	})

	t.Run("survives a crash", func(t *testing.T) {
		t.Parallel()
		f := poolstest.Start(t)

		dead := f.Crash(f.Client())
		f.AwaitReplaced(dead)
		if _, err := f.Client().Ask(t.Context(), 0); err != nil {
			t.Errorf("Ask after the crash: %v", err)
		}
	})
}
