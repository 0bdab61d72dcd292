package tenantstest

import (
	"testing"

	"github.com/otpgen/otpgen/golden/tenants"
)

// Args are what the trees of tests are started with. Each test gets its own, so
// what they open or write belongs to t: files in t.TempDir(), servers closed by
// t.Cleanup.
func Args(t testing.TB) tenants.Args {
	return tenants.Args{
		Disk: nil,
	}
}

// TenantsArgs are the arguments of the instance of Tenants that the generated
// tests start.
func TenantsArgs(t testing.TB) tenants.TenantArgs {
	return tenants.TenantArgs{
		ID:    0,
		Owner: "",
	}
}
