package foundation_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/examples/foundation/foundationtest"
)

func TestMeasurementsAreMergedByTheirKind(t *testing.T) {
	t.Parallel()
	f := foundationtest.Start(t)
	telemetry := f.TelemetryService()
	for _, x := range []float64{4, 6} {
		err := telemetry.Execute(t.Context(), "query", map[string]float64{"gauge": x, "counter": x, "duration": x}, nil)
		require.NoError(t, err)
	}
	metrics, err := telemetry.Metrics(t.Context())
	require.NoError(t, err)
	require.Len(t, metrics, 1)
	assert.Equal(t, map[string]float64{"gauge": 6, "counter": 10, "duration": 5}, metrics[0].Measurements)
	assert.Equal(t, 2, metrics[0].Count)
}

// In a bubble the minute of the timer and the five of the retention pass at once.
func TestMetricsThatNobodyRenewsExpire(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := foundationtest.Start(t)
		telemetry := f.TelemetryService()
		require.NoError(t, telemetry.Execute(t.Context(), "once", map[string]float64{"counter": 1}, nil))
		time.Sleep(10 * time.Minute)
		status, err := telemetry.Status(t.Context())
		require.NoError(t, err)
		assert.Equal(t, 1, status.Expired)
	})
}
