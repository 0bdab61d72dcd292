package otp_test

import (
	"context"
	"errors"
	"io"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	otp "github.com/otpgen/otpgen/runtime"
)

// unresponsive is the use of an external that answers only when its context ends.
func unresponsive(ctx context.Context, _ int) error {
	<-ctx.Done()
	return ctx.Err()
}

func TestExternalAnswers(t *testing.T) {
	t.Parallel()
	disk := otp.NewExternal("Disk", 42, time.Second)
	assert.Equal(t, 42, disk.Value())

	var got int
	require.NoError(t, disk.Do(t.Context(), func(ctx context.Context, v int) error {
		_, bounded := ctx.Deadline()
		assert.True(t, bounded)
		got = v
		return nil
	}))
	assert.Equal(t, 42, got)
	assert.Same(t, io.EOF, disk.Do(t.Context(), func(context.Context, int) error { return io.EOF }),
		"an error in time passes through as it is")
}

func TestExternalTimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		err := otp.NewExternal("Disk", 0, 2*time.Second).Do(t.Context(), unresponsive)
		assert.Equal(t, 2*time.Second, time.Since(began))
		require.ErrorIs(t, err, otp.ErrExternalTimeout)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		var timeout *otp.ExternalTimeoutError
		require.ErrorAs(t, err, &timeout)
		assert.Equal(t, "Disk", timeout.Name)
		assert.EqualError(t, err, "external Disk: no answer within 2s: context deadline exceeded")
	})
}

func TestExternalTimeoutInTheWordsOfADriver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		err := otp.NewExternal("Disk", 0, time.Second).Do(t.Context(), func(ctx context.Context, _ int) error {
			<-ctx.Done()
			require.ErrorIs(t, context.Cause(ctx), otp.ErrExternalTimeout)
			assert.EqualError(t, context.Cause(ctx), "external Disk: no answer within 1s")
			return io.ErrUnexpectedEOF
		})
		require.ErrorIs(t, err, otp.ErrExternalTimeout)
		require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	})
}

func TestExternalCallerGivesUpFirst(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		disk := otp.NewExternal("Disk", 0, 2*time.Second)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		err := disk.Do(ctx, unresponsive)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.NotErrorIs(t, err, otp.ErrExternalTimeout, "it was the caller's deadline")

		ctx, cancel = context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		err = disk.Do(ctx, unresponsive)
		require.ErrorIs(t, err, context.Canceled)
		require.NotErrorIs(t, err, otp.ErrExternalTimeout)
	})
}

func TestExternalLateSuccessIsASuccess(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		require.NoError(t, otp.NewExternal("Disk", 0, time.Second).Do(t.Context(),
			func(ctx context.Context, _ int) error { <-ctx.Done(); return nil }))
	})
}

func TestExternalWithoutBound(t *testing.T) {
	t.Parallel()
	for _, none := range []time.Duration{0, otp.Infinity} {
		boom := errors.New("boom")
		assert.Same(t, boom, otp.NewExternal("Disk", 0, none).Do(t.Context(), func(ctx context.Context, _ int) error {
			_, bounded := ctx.Deadline()
			assert.False(t, bounded)
			return boom
		}))
	}
}
