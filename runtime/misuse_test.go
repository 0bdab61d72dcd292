package otp_test

import (
	"context"
	"errors"
	"testing"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Zero values are nobody and nothing, and using them does no harm.
func TestZeroValues(t *testing.T) {
	t.Parallel()
	assert.True(t, otp.Addr{}.In(otp.Name{Service: "a"}).IsZero())
	assert.Zero(t, otp.Ref{}.MessageQueueLen())
	assert.Equal(t, otp.Caller{}, otp.Reply[int]{}.Caller())
	otp.Ref{}.Exit(otp.Killed)
	otp.Lease{}.Return()
	assert.True(t, otp.Reason{}.IsZero())
}

// Values outside of an enumeration are shown as what they are.
func TestWordsOfEnumerations(t *testing.T) {
	t.Parallel()
	for want, v := range map[string]interface{ String() string }{
		"reject": otp.Reject, "block": otp.Block, "drop_oldest": otp.DropOldest, "drop_newest": otp.DropNewest,
		"overflow(9)": otp.Overflow(9),
		"permanent":   otp.Permanent, "transient": otp.Transient, "temporary": otp.Temporary,
		"one_for_one": otp.OneForOne, "one_for_all": otp.OneForAll, "rest_for_one": otp.RestForOne,
		"never": otp.Never, "any_significant": otp.AnySignificant, "all_significant": otp.AllSignificant,
		"state(9)": otp.ChildState(9),
		"normal":   otp.Normal, "shutdown": otp.Shutdown, "killed": otp.Killed, "noproc": otp.NoProc,
		"{shutdown,idle}": otp.ShutdownWith("idle"),
		"infinity":        otp.ShutdownInfinity, "brutal_kill": otp.BrutalKill,
	} {
		assert.Equal(t, want, v.String())
	}
}

// A root that cannot be started is refused with a reason, and nothing is left.
func TestRootsThatCannotStart(t *testing.T) {
	bubble(t, func(t *testing.T) {
		_, err := otp.StartRoot(t.Context(), otp.ChildSpec{ID: "Root"}, quietly(&eventLog{})...)
		assert.EqualError(t, err, `start of Root: child spec "Root" has no Start`)

		stopped := otp.NewSystem(quietly(&eventLog{})...)
		require.NoError(t, stopped.Stop(t.Context()))
		_, err = otp.StartRoot(t.Context(), workerOf("a"), otp.InSystem(stopped))
		assert.ErrorIs(t, err, otp.ErrStopped)
		assert.Empty(t, stopped.Leaks())

		declines := workerOf("a", func(k *otp.ServerKind[worker]) { k.Init = func(*worker) error { return otp.Ignore } })
		_, err = otp.StartRoot(t.Context(), declines, quietly(&eventLog{})...)
		assert.ErrorIs(t, err, otp.ErrIgnored)
	})
}

// What a cast carries is copied as the arguments of a call are.
func TestCastsAreCopied(t *testing.T) {
	bubble(t, func(t *testing.T) {
		type keeper struct{ kept []int }
		put := otp.CastOp[keeper, []int]{
			Service: "Keeper", Message: "Put",
			Handle:   func(k *keeper, a []int) { k.kept = a },
			CopyArgs: func(a []int) []int { return append([]int(nil), a...) },
		}
		get := otp.CallOp[keeper, int, int]{
			Service: "Keeper", Message: "Get",
			Handle: func(k *keeper, i int) (int, error) { return k.kept[i], nil },
		}
		w := start(t, otp.ChildSpec{ID: "keeper", Name: otp.Name{Service: "keeper"}, Start: otp.Server(otp.ServerKind[keeper]{
			Service: "Keeper", New: func(*otp.Ctx) *keeper { return &keeper{} },
		})})
		mine := []int{1}
		require.NoError(t, otp.Cast(t.Context(), w.at("keeper"), &put, mine))
		mine[0] = 2
		got, err := otp.Call(t.Context(), w.at("keeper"), &get, 0)
		require.NoError(t, err)
		assert.Equal(t, 1, got)
	})
}

// An error that a context was cancelled with is found in what a call returns.
func TestCallsOfContextsThatAreOver(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"))
		ctx, cancel := context.WithCancelCause(t.Context())
		cancel(errors.New("left"))
		_, err := otp.WhichChildren(ctx, w.Root())
		assert.ErrorIs(t, err, otp.ErrCanceled)
		assert.ErrorIs(t, err, context.Canceled)
		assert.ErrorIs(t, w.ref("a").Stop(ctx, otp.Normal), otp.ErrCanceled)
		assert.EqualValues(t, 1, w.ref("a").Incarnation(), "nobody was asked")
	})
}
