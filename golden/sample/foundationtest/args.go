package foundationtest

import (
	"testing"

	foundation "github.com/otpgen/otpgen/golden/sample"
)

// Args are what the trees of tests are started with. Each test gets its own, so
// what they open or write belongs to t: files in t.TempDir(), servers closed by
// t.Cleanup.
func Args(t testing.TB) foundation.Args {
	return foundation.Args{
		Overrides: nil,
		EventFile: nil,
	}
}

// TenantsArgs are the arguments of the instance of Tenants that the generated
// tests start.
func TenantsArgs(t testing.TB) foundation.TenantArgs {
	return foundation.TenantArgs{
		ID: "tenants-1",
	}
}
