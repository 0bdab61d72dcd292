package corners_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/golden/corners"
	"github.com/otpgen/otpgen/golden/corners/cornerstest"
	otp "github.com/otpgen/otpgen/runtime"
)

func TestOneOfsInManyWrappings(t *testing.T) {
	t.Parallel()
	var leaf corners.Pick = corners.PickLeaf{N: 3}
	branch := corners.PickBranch{
		All:  []corners.Pick{leaf},
		T:    corners.Tree2{Kids: map[corners.ID]*corners.Tree2{4: {Pick: leaf}}},
		Deep: map[string][]corners.Pick{"x": {leaf, nil}},
		Arr:  [2][3]corners.Pick{{leaf}},
	}
	sent := corners.Holder{
		P: &leaf, S: leaf, S2: corners.PickEmpty{}, O: corners.OfSame{leaf, branch}, W: corners.Wrap{"k": leaf},
		Ss: [][]corners.Same{{leaf}, nil}, M: map[corners.Mode]corners.Same{corners.ModeVerySlow: leaf}, Pp: &leaf,
		Pairs: [][2]corners.Pick{{leaf, branch}},
		Short: corners.Short{OnePick: [1]corners.Pick{branch}, Args: corners.Sizes{{Names: [2][]string{{"a"}, {"b"}}}}},
	}
	text, err := json.Marshal(sent)
	require.NoError(t, err)
	var got corners.Holder
	require.NoError(t, json.Unmarshal(text, &got))
	got.Rs = nil // references have no JSON
	assert.Equal(t, sent, got)
}

func TestRootWithAScopeOfItsOwn(t *testing.T) {
	t.Parallel()
	f := cornerstest.Start(t)
	mode, err := f.Beta().Ask(t.Context())
	require.NoError(t, err)
	assert.Empty(t, mode)
	assert.Equal(t, "Top/Beta", f.Beta().Addr().Path())
	assert.Equal(t, "Top/Named", f.Named().Addr().Path())
	assert.Equal(t, "Top/Outer/InnerOne/Gamma", f.Outer().Gamma().Addr().Path())
}

func TestStaticChildWithAKey(t *testing.T) {
	t.Parallel()
	f := cornerstest.Start(t)
	fixed, ok := f.Alphas().Lookup(7).Ref()
	require.True(t, ok, "a key is a name of its scope, whoever started the process")
	assert.Equal(t, "Top/fixed", fixed.Addr().Path())
	_, err := f.Alphas().Start(t.Context(), corners.AlphaArgs{ID: 7})
	require.ErrorIs(t, err, otp.ErrAlreadyStarted)
	other, err := f.Alphas().Ensure(t.Context(), corners.AlphaArgs{ID: 8})
	require.NoError(t, err)
	assert.NotEqual(t, fixed.Addr(), other.Addr())
}

func TestInstancesHaveScopesOfTheirOwn(t *testing.T) {
	t.Parallel()
	f := cornerstest.Start(t)
	one, err := f.Kids().Start(t.Context())
	require.NoError(t, err)
	two, err := f.Kids().Start(t.Context())
	require.NoError(t, err)
	beta, err := one.SubAlphas().Start(t.Context(), corners.BetaArgs{Name: "sub"})
	require.NoError(t, err)
	counts, err := two.SubAlphas().Count(t.Context())
	require.NoError(t, err)
	assert.Zero(t, counts.Active)
	require.NoError(t, one.SubAlphas().Stop(t.Context(), beta))
	f.AwaitReplaced(f.Crash(one))
	_, ok := two.Beta().Ref()
	assert.True(t, ok)
}
