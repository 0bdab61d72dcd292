package names_test

import (
	"testing"

	"github.com/otpgen/otpgen/golden/names/namestest"
)

// Each test has a tree of its own, started with namestest.Args and stopped
// when the test ends.
func TestHTTP(t *testing.T) {
	t.Parallel()

	t.Run("answers Get", func(t *testing.T) {
		t.Parallel()
		f := namestest.Start(t)

		if _, err := f.HTTP().Get(t.Context(), ""); err != nil {
			t.Errorf("Get: %v", err)
		}
	})

	t.Run("survives a crash", func(t *testing.T) {
		t.Parallel()
		f := namestest.Start(t)

		dead := f.Crash(f.HTTP())
		f.AwaitReplaced(dead)
		if _, err := f.HTTP().Get(t.Context(), ""); err != nil {
			t.Errorf("Get after the crash: %v", err)
		}
	})
}
