package dynamic_test

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/golden/dynamic"
	"github.com/otpgen/otpgen/golden/dynamic/dynamictest"
	otp "github.com/otpgen/otpgen/runtime"
)

func TestEnsureStartsOne(t *testing.T) {
	t.Parallel()
	f := dynamictest.Start(t)
	refs := make([]dynamic.SessionRef, 10)
	var all sync.WaitGroup
	for i := range refs {
		all.Go(func() {
			session, err := f.Sessions().Ensure(t.Context(), dynamic.SessionArgs{User: "ann", Roles: []string{"admin"}})
			assert.NoError(t, err)
			refs[i], _ = session.Ref()
		})
	}
	all.Wait()
	for _, ref := range refs {
		assert.Equal(t, refs[0], ref)
	}
	counts, err := f.Sessions().Count(t.Context())
	require.NoError(t, err)
	assert.Equal(t, 1, counts.Active)
}

func TestInstancesKeepTheirArguments(t *testing.T) {
	t.Parallel()
	f := dynamictest.Start(t)
	roles := []string{"admin"}
	first, err := f.Sessions().Start(t.Context(), dynamic.SessionArgs{User: "ann", Roles: roles})
	require.NoError(t, err)
	assert.Equal(t, []string{"admin"}, roles, "the instance writes to a copy")
	roles[0] = "mine"
	_, err = f.Sessions().Start(t.Context(), dynamic.SessionArgs{User: "ann"})
	require.ErrorIs(t, err, otp.ErrAlreadyStarted)

	f.AwaitReplaced(f.Crash(first))
	ann := f.Sessions().Lookup("ann")
	got, err := ann.Roles(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []string{"admin@ann"}, got, "a restart begins with the arguments as they were")
	_, err = first.Roles(t.Context())
	require.ErrorIs(t, err, otp.ErrDown)

	nobody := f.Sessions().Lookup("nobody")
	_, err = nobody.Roles(t.Context())
	require.ErrorIs(t, err, otp.ErrNoProc)
}

func TestStopAndLimit(t *testing.T) {
	t.Parallel()
	f := dynamictest.Start(t)
	ann, err := f.Sessions().Start(t.Context(), dynamic.SessionArgs{User: "ann"})
	require.NoError(t, err)
	bob, err := f.Front().Login(t.Context(), "bob")
	require.NoError(t, err)
	roles, err := bob.Roles(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []string{"reader@bob"}, roles)
	_, err = f.Sessions().Start(t.Context(), dynamic.SessionArgs{User: "eve"})
	require.ErrorIs(t, err, otp.ErrMaxChildren)

	require.NoError(t, f.Sessions().Stop(t.Context(), ann))
	require.ErrorIs(t, f.Sessions().Stop(t.Context(), ann), otp.ErrNotFound)
	_, err = f.Sessions().Start(t.Context(), dynamic.SessionArgs{User: "eve"})
	require.NoError(t, err)
}

func TestTemporaryInstances(t *testing.T) {
	t.Parallel()
	f := dynamictest.Start(t)
	first, err := f.Front().Begin(t.Context())
	require.NoError(t, err)
	second, err := f.Jobs().Start(t.Context())
	require.NoError(t, err)
	assert.NotEqual(t, first, second)

	f.AwaitGone(f.Crash(first))
	ended, ok := second.Addr().Ref()
	require.True(t, ok)
	require.NoError(t, second.Finish(t.Context()))
	<-ended.Done()
	why, _ := ended.Reason()
	assert.Equal(t, "normal", why.String())
	f.AwaitGone(ended)
	counts, err := f.Jobs().Count(t.Context())
	require.NoError(t, err)
	assert.Zero(t, counts.Active)
}
