package pools_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/golden/pools"
	"github.com/otpgen/otpgen/golden/pools/poolstest"
	otp "github.com/otpgen/otpgen/runtime"
)

func TestRoundRobinGoesToEachInTurn(t *testing.T) {
	t.Parallel()
	var trace bytes.Buffer
	tree, err := pools.Start(t.Context(), pools.Args{Trace: &trace}, otp.WithLogger(slog.New(slog.DiscardHandler)))
	require.NoError(t, err)
	for n := range 6 {
		square, err := tree.Routed().Square(t.Context(), n)
		require.NoError(t, err)
		assert.Equal(t, 1+n*n, square)
	}
	require.NoError(t, tree.Stop(t.Context()))
	lines := strings.Fields(trace.String())
	require.Len(t, lines, 6)
	assert.ElementsMatch(t, []string{"Root/Routed/0", "Root/Routed/1", "Root/Routed/2"}, lines[:3])
	assert.Equal(t, lines[:3], lines[3:])
}

func TestEveryRouteAnswers(t *testing.T) {
	t.Parallel()
	f := poolstest.Start(t)
	for _, pool := range []pools.Worker{f.Any(), f.Idle()} {
		square, err := pool.Square(t.Context(), 3)
		require.NoError(t, err)
		assert.Equal(t, 9, square)
	}
	asked, err := f.Client().Ask(t.Context(), 4)
	require.NoError(t, err)
	assert.Equal(t, 17, asked)
}

func TestCrashedMemberIsReplacedAlone(t *testing.T) {
	t.Parallel()
	f := poolstest.Start(t)
	other, _ := f.System().Find("Root/Routed/0").Ref()
	f.AwaitReplaced(f.CrashPath("Root/Routed/1"))
	still, _ := f.System().Find("Root/Routed/0").Ref()
	assert.Equal(t, other, still)
	for range 3 {
		_, err := f.Routed().Square(t.Context(), 1)
		require.NoError(t, err)
	}
}

func TestLentWorkers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := poolstest.Start(t)
		first, err := f.Lent().Checkout(t.Context())
		require.NoError(t, err)
		second, err := f.Lent().Checkout(t.Context())
		require.NoError(t, err)
		assert.NotEqual(t, first.WorkerRef, second.WorkerRef, "each has a worker of its own")
		square, err := first.Square(t.Context(), 2)
		require.NoError(t, err)
		assert.Equal(t, 6, square)

		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err = f.Lent().Checkout(ctx)
		require.ErrorIs(t, err, context.DeadlineExceeded, "both are lent")

		third := make(chan pools.LentLease)
		go func() {
			lease, err := f.Lent().Checkout(t.Context())
			assert.NoError(t, err)
			third <- lease
		}()
		synctest.Wait()
		second.Return()
		second.Return()
		lease := <-third
		assert.Equal(t, second.WorkerRef, lease.WorkerRef)
		lease.Return()
		first.Return()
	})
}

func TestLeaseEndsWithItsBorrower(t *testing.T) {
	t.Parallel()
	f := poolstest.Start(t)
	for range 2 {
		ref, _ := f.Client().Addr().Ref()
		_, err := f.Client().Borrow(t.Context(), 0)
		require.ErrorIs(t, err, otp.ErrDown)
		f.AwaitReplaced(ref)
	}
	// Both workers would be lent for ever otherwise.
	for range 4 {
		square, err := f.Client().Borrow(t.Context(), 3)
		require.NoError(t, err)
		assert.Equal(t, 11, square)
	}
}
