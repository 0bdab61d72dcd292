package strategies_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/golden/strategies"
	"github.com/otpgen/otpgen/golden/strategies/strategiestest"
	otp "github.com/otpgen/otpgen/runtime"
)

func TestOneServiceUnderManyNames(t *testing.T) {
	t.Parallel()
	f := strategiestest.Start(t)
	for want, worker := range map[string]strategies.Worker{
		"first": f.First(), "third": f.Third(), "glass": f.Glass(), "x": f.Right(), "once": f.Once(),
	} {
		name, err := worker.Name(t.Context())
		require.NoError(t, err)
		assert.Equal(t, want, name)
	}
	nameless, ok := f.System().Find("Root/nameless").Ref()
	require.True(t, ok, "it runs, and only its path leads to it")
	name, err := strategies.WorkerRefOf(nameless).Name(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "nameless", name)
}

func TestStartOrderAndReverseStop(t *testing.T) {
	t.Parallel()
	var started, stopped []string
	tree, err := strategies.Start(t.Context(), strategies.Args{}, otp.WithEvents(func(e otp.Event) {
		switch e := e.(type) {
		case otp.Started:
			started = append(started, e.Path)
		case otp.Stopped:
			stopped = append(stopped, e.Path)
		}
	}))
	require.NoError(t, err)
	require.NoError(t, tree.Stop(t.Context()))
	assert.Equal(t, []string{
		"Root/Chain/First", "Root/Chain/Second", "Root/Chain/Third", "Root/Chain",
		"Root/Together/Left", "Root/Together/Inner/Right", "Root/Together/Inner", "Root/Together",
		"Root/Fragile/glass", "Root/Fragile", "Root/Once", "Root/Transient", "Root/nameless", "Root",
	}, started, "a supervisor has started when its children have")
	leaves := func(paths []string) []string {
		return slices.DeleteFunc(slices.Clone(paths), func(p string) bool {
			return slices.ContainsFunc(paths, func(q string) bool { return len(q) > len(p) && q[:len(p)+1] == p+"/" })
		})
	}
	want := leaves(started)
	slices.Reverse(want)
	assert.Equal(t, want, leaves(stopped))
}

func TestIntensityZeroGivesUpAtOnce(t *testing.T) {
	t.Parallel()
	f := strategiestest.Start(t)
	fragile, ok := f.Fragile().Addr().Ref()
	require.True(t, ok)
	f.AwaitReplaced(f.Crash(f.Glass()))
	<-fragile.Done()
	name, err := f.Glass().Name(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "glass", name)
}

func TestTemporaryIsNotRestarted(t *testing.T) {
	t.Parallel()
	f := strategiestest.Start(t)
	f.AwaitGone(f.Crash(f.Once()))
	once := f.Once()
	_, err := once.Name(t.Context())
	require.ErrorIs(t, err, otp.ErrNoProc)
}
