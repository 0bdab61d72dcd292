package tenants_test

import (
	"testing"

	"github.com/otpgen/otpgen/golden/tenants/tenantstest"
)

// Each test has a tree of its own, started with tenantstest.Args and stopped
// when the test ends.
func TestReader(t *testing.T) {
	t.Parallel()

	t.Run("answers Read", func(t *testing.T) {
		t.Parallel()
		f := tenantstest.Start(t)
		instance, err := f.Tenants().Start(t.Context(), tenantstest.TenantsArgs(t))
		if err != nil {
			t.Fatal(err)
		}

		if _, err := instance.Reader().Read(t.Context()); err != nil {
			t.Errorf("Read: %v", err)
		}
	})

	t.Run("survives a crash", func(t *testing.T) {
		t.Parallel()
		f := tenantstest.Start(t)
		instance, err := f.Tenants().Start(t.Context(), tenantstest.TenantsArgs(t))
		if err != nil {
			t.Fatal(err)
		}

		dead := f.Crash(instance.Reader())
		f.AwaitReplaced(dead)
		if _, err := instance.Reader().Read(t.Context()); err != nil {
			t.Errorf("Read after the crash: %v", err)
		}
	})
}
