package tenants_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/golden/tenants"
	"github.com/otpgen/otpgen/golden/tenants/tenantstest"
	otp "github.com/otpgen/otpgen/runtime"
)

func TestEachTenantFindsItsOwn(t *testing.T) {
	t.Parallel()
	f := tenantstest.Start(t)
	ann, err := f.Tenants().Start(t.Context(), tenants.TenantArgs{ID: 1, Owner: "ann"})
	require.NoError(t, err)
	bob, err := f.Tenants().Ensure(t.Context(), tenants.TenantArgs{ID: 2, Owner: "bob"})
	require.NoError(t, err)

	for tenant, want := range map[tenants.Tenant]string{ann.Tenant: "shared/ann", bob: "shared/bob"} {
		got, err := tenant.Reader().Read(t.Context())
		require.NoError(t, err)
		assert.Equal(t, want, got, "its own Store first, the shared service after it")
	}
	owner, err := f.Store().Owner(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "nobody", owner, "outside of any tenant")
}

func TestNamesOfATenantSurviveItsRestart(t *testing.T) {
	t.Parallel()
	f := tenantstest.Start(t)
	_, err := f.Tenants().Start(t.Context(), tenants.TenantArgs{ID: 1, Owner: "ann"})
	require.NoError(t, err)
	bob, err := f.Tenants().Start(t.Context(), tenants.TenantArgs{ID: 2, Owner: "bob"})
	require.NoError(t, err)
	tenant := f.Tenants().Lookup(1)
	reader := tenant.Reader()

	f.AwaitReplaced(f.Crash(tenant))
	got, err := reader.Read(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "shared/ann", got)
	still, ok := f.Tenants().Lookup(2).Ref()
	require.True(t, ok)
	assert.Equal(t, bob, still)
}

func TestStoppedTenantIsNobody(t *testing.T) {
	t.Parallel()
	f := tenantstest.Start(t)
	ann, err := f.Tenants().Start(t.Context(), tenants.TenantArgs{ID: 1, Owner: "ann"})
	require.NoError(t, err)
	reader := f.Tenants().Lookup(1).Reader()
	require.NoError(t, f.Tenants().Stop(t.Context(), ann))
	_, err = reader.Read(t.Context())
	require.ErrorIs(t, err, otp.ErrNoProc)
}
