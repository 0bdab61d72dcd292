package names_test

import (
	"testing"

	"github.com/otpgen/otpgen/golden/names/namestest"
)

// Each test has a tree of its own, started with namestest.Args and stopped
// when the test ends.
func TestHTTPWorker(t *testing.T) {
	t.Parallel()

	t.Run("answers Do", func(t *testing.T) {
		t.Parallel()
		f := namestest.Start(t)

		if _, err := f.HTTPWorker().Do(t.Context(), "", "", 0, 0, 0, nil, 0, 0, 0, "", 0, 0, 0, 0, 0, false); err != nil {
			t.Errorf("Do: %v", err)
		}
	})

	t.Run("survives a crash", func(t *testing.T) {
		t.Parallel()
		f := namestest.Start(t)

		dead := f.Crash(f.HTTPWorker())
		f.AwaitReplaced(dead)
		if _, err := f.HTTPWorker().Do(t.Context(), "", "", 0, 0, 0, nil, 0, 0, 0, "", 0, 0, 0, 0, 0, false); err != nil {
			t.Errorf("Do after the crash: %v", err)
		}
	})
}
