package foundation_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/examples/foundation"
	"github.com/otpgen/otpgen/examples/foundation/foundationtest"
)

func TestTenantsShareNothingButWhatIsShared(t *testing.T) {
	t.Parallel()
	f := foundationtest.Start(t)
	dir := t.TempDir()
	tenant := func(id string) foundation.Tenant {
		found, err := f.Tenants().Ensure(t.Context(), foundation.TenantArgs{ID: id, EventsPath: filepath.Join(dir, id)})
		require.NoError(t, err)
		return found
	}
	acme, bolt := tenant("acme"), tenant("bolt")
	assert.Equal(t, acme, tenant("acme"), "a second start by the same key gives the same tenant")

	_, err := acme.EventStore().Store(t.Context(), foundation.Event{Type: "a"})
	require.NoError(t, err)
	for name, want := range map[string]struct {
		store foundation.EventStore
		n     int
	}{
		"acme": {acme.EventStore(), 1}, "bolt": {bolt.EventStore(), 0}, "shared": {f.EventStore(), 0},
	} {
		stats, err := want.store.Stats(t.Context())
		require.NoError(t, err)
		assert.Equal(t, want.n, stats.Current, name)
	}
	// Both stores count in the telemetry that all share.
	metrics, err := f.TelemetryService().Metrics(t.Context())
	require.NoError(t, err)
	require.Len(t, metrics, 1)

	shared, _ := f.EventStore().Ref()
	f.AwaitReplaced(f.Crash(acme.EventStore()))
	now, _ := f.EventStore().Ref()
	assert.Equal(t, shared, now, "a tenant's crash is its own")
}
