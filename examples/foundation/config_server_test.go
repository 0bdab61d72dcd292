package foundation_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/examples/foundation"
	"github.com/otpgen/otpgen/examples/foundation/foundationtest"
)

var (
	sampling = foundation.ParsePath("ai.planning.sampling_rate")
	batch    = foundation.ParsePath("capture.processing.batch_size")
)

func TestConfigUpdatesAreSeenRecordedAndTold(t *testing.T) {
	t.Parallel()
	f := foundationtest.Start(t)
	config := f.ConfigServer()
	listener, err := f.Listeners().Start(t.Context())
	require.NoError(t, err)
	require.NoError(t, config.Subscribe(t.Context(), listener))
	require.NoError(t, config.Subscribe(t.Context(), listener), "a second time changes nothing")

	require.NoError(t, config.Update(t.Context(), sampling, foundation.ValueNumber{Number: 0.5}))

	value, err := config.GetPath(t.Context(), sampling)
	require.NoError(t, err)
	assert.Equal(t, foundation.ValueNumber{Number: 0.5}, value)
	changes, err := listener.Take(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []foundation.ConfigChanged{{
		Path:     sampling,
		Previous: foundation.ValueNumber{Number: 1},
		Value:    foundation.ValueNumber{Number: 0.5},
	}}, changes)
	events, err := f.EventStore().Query(t.Context(), foundation.EventQuery{Type: "config_updated", Order: foundation.EventOrderByID})
	require.NoError(t, err)
	require.Len(t, events, 1)
	assert.Equal(t, "1", events[0].Data["previous"], "the value itself, not the answer that held it")
}

func TestConfigErrorsAreTyped(t *testing.T) {
	t.Parallel()
	f := foundationtest.Start(t)
	err := f.ConfigServer().Update(t.Context(), sampling, foundation.ValueNumber{Number: 2})
	var outOfRange foundation.ConfigOutOfRange
	require.ErrorAs(t, err, &outOfRange)
	assert.Equal(t, foundation.ConfigOutOfRange{Path: sampling, Value: 2, Min: 0, Max: 1}, outOfRange)
	_, err = f.ConfigServer().GetPath(t.Context(), foundation.Path{"no", "where"})
	var notFound foundation.ConfigPathNotFound
	require.ErrorAs(t, err, &notFound)
	assert.EqualError(t, notFound, "no setting at no.where")
}

func TestADeadListenerIsForgotten(t *testing.T) {
	t.Parallel()
	f := foundationtest.Start(t)
	listener, err := f.Listeners().Start(t.Context())
	require.NoError(t, err)
	require.NoError(t, f.ConfigServer().Subscribe(t.Context(), listener))
	dead := f.Crash(listener)
	f.AwaitGone(dead)
	// The monitor's signal is in the mailbox by now, so it is handled first.
	status, err := f.ConfigServer().Status(t.Context())
	require.NoError(t, err)
	assert.Zero(t, status.Subscribers)
}

func TestACrashForgetsUpdatesButNotOverrides(t *testing.T) {
	t.Parallel()
	args := foundationtest.Args(t)
	args.Overrides = []foundation.Setting{{Path: batch, Value: foundation.ValueInteger{Integer: 7}}}
	f := foundationtest.StartWith(t, args)
	require.NoError(t, f.ConfigServer().Update(t.Context(), batch, foundation.ValueInteger{Integer: 8}))
	f.AwaitReplaced(f.Crash(f.ConfigServer()))
	value, err := f.ConfigServer().GetPath(t.Context(), batch)
	require.NoError(t, err)
	assert.Equal(t, foundation.ValueInteger{Integer: 7}, value)
}

func TestRestoreDefaultsTellsOnlyWhatChanges(t *testing.T) {
	t.Parallel()
	f := foundationtest.Start(t)
	config := f.ConfigServer()
	require.NoError(t, config.Update(t.Context(), sampling, foundation.ValueNumber{Number: 0.5}))
	listener, err := f.Listeners().Start(t.Context())
	require.NoError(t, err)
	require.NoError(t, config.Subscribe(t.Context(), listener))
	require.NoError(t, config.RestoreDefaults(t.Context()))
	changes, err := listener.Take(t.Context())
	require.NoError(t, err)
	require.Len(t, changes, 1)
	assert.Equal(t, sampling, changes[0].Path)
}

func TestWrongOverridesStopTheStart(t *testing.T) {
	t.Parallel()
	args := foundationtest.Args(t)
	args.Overrides = []foundation.Setting{{Path: sampling, Value: foundation.ValueText{Text: "often"}}}
	_, err := foundation.Start(t.Context(), args)
	assert.ErrorContains(t, err, "a number is needed, not a text")
}
