package tenants_test

import (
	"testing"

	"github.com/otpgen/otpgen/golden/tenants/tenantstest"
)

// Each test has a tree of its own, started with tenantstest.Args and stopped
// when the test ends.
func TestShared(t *testing.T) {
	t.Parallel()

	t.Run("answers Name", func(t *testing.T) {
		t.Parallel()
		f := tenantstest.Start(t)

		if _, err := f.Shared().Name(t.Context()); err != nil {
			t.Errorf("Name: %v", err)
		}
	})

	t.Run("survives a crash", func(t *testing.T) {
		t.Parallel()
		f := tenantstest.Start(t)

		dead := f.Crash(f.Shared())
		f.AwaitReplaced(dead)
		if _, err := f.Shared().Name(t.Context()); err != nil {
			t.Errorf("Name after the crash: %v", err)
		}
	})
}
