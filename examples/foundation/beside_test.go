package foundation_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/examples/foundation"
	"github.com/otpgen/otpgen/examples/foundation/foundationtest"
	otp "github.com/otpgen/otpgen/runtime"
)

// roles is the name of a registry that no schema knows.
var roles = otp.Name{Service: "Roles"}

// besideSpec is a root of the program's own: a registry, and after it the
// generated tree, whose processes rely on it.
func besideSpec(a foundation.FoundationSupervisorArgs, x foundation.FoundationSupervisorExternals) otp.ChildSpec {
	return otp.ChildSpec{
		ID: "App",
		Start: otp.Supervisor(func() (otp.SupervisorSpec, error) {
			return otp.SupervisorSpec{
				Strategy:    otp.RestForOne,
				MaxRestarts: 3,
				Children: []otp.ChildSpec{
					{ID: "Roles", Name: roles, Start: otp.Registry(otp.RegistrySpec[string, int]{Keys: otp.Unique})},
					foundation.FoundationSupervisorSpec(a, x),
				},
			}, nil
		}),
	}
}

// registering is a handler that makes its process known under a role.
func registering() *foundationtest.FakeRateLimiter {
	return &foundationtest.FakeRateLimiter{InitFunc: func(c *foundation.RateLimiterCtx, _ foundation.RateLimiterArgs) error {
		return otp.RegistryAt[string, int](c.Lookup(roles)).Register(c.Ctx, "limits", 7)
	}}
}

func TestARegistryBesideTheGeneratedTree(t *testing.T) {
	t.Parallel()
	a := foundationtest.Args(t)
	sys, err := otp.StartRoot(t.Context(), besideSpec(
		foundation.FoundationSupervisorArgs{EventsPath: a.EventsPath, BaseURL: a.BaseURL},
		foundation.FoundationSupervisorExternals{Upstream: a.Upstream},
	), foundationtest.ReplaceRateLimiter(registering()))
	require.NoError(t, err)
	found := otp.RegistryAt[string, int](sys.Lookup(roles)).Addr("limits")
	_, err = foundation.RateLimiterAt(found).Look(t.Context(), "user", "search")
	require.NoError(t, err)
	limiter, ok := foundation.RateLimiterAt(sys.Lookup(otp.Name{Service: "RateLimiter"})).Ref()
	require.True(t, ok)
	byRole, ok := found.Ref()
	require.True(t, ok)
	assert.Equal(t, limiter.Addr(), byRole.Addr())
	require.NoError(t, sys.Stop(t.Context()))
	assert.Empty(t, sys.Leaks())
}

// What is started under the root of a generated tree comes last there, so it is
// for those who come later.
func TestARegistryUnderTheRootOfTheGeneratedTree(t *testing.T) {
	t.Parallel()
	f := foundationtest.Start(t)
	_, err := otp.StartChild(t.Context(), f.System().Root(), otp.ChildSpec{
		ID: "Roles", Name: roles, Start: otp.Registry(otp.RegistrySpec[string, int]{Keys: otp.Unique}),
	})
	require.NoError(t, err)
	assert.Zero(t, otp.RegistryAt[string, int](f.System().Lookup(roles)).Count())
	children, err := otp.WhichChildren(t.Context(), f.System().Root())
	require.NoError(t, err)
	assert.Equal(t, "Roles", children[0].ID, "the latest stands first")
}
