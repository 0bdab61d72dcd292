package tenants_test

import (
	"testing"

	"github.com/otpgen/otpgen/golden/tenants/tenantstest"
)

// Each test has a tree of its own, started with tenantstest.Args and stopped
// when the test ends.
func TestStore(t *testing.T) {
	t.Parallel()

	t.Run("answers Owner", func(t *testing.T) {
		t.Parallel()
		f := tenantstest.Start(t)

		if _, err := f.Store().Owner(t.Context()); err != nil {
			t.Errorf("Owner: %v", err)
		}
	})

	t.Run("survives a crash", func(t *testing.T) {
		t.Parallel()
		f := tenantstest.Start(t)

		dead := f.Crash(f.Store())
		f.AwaitReplaced(dead)
		if _, err := f.Store().Owner(t.Context()); err != nil {
			t.Errorf("Owner after the crash: %v", err)
		}
	})
}
