package tasks_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/golden/tasks/taskstest"
	otp "github.com/otpgen/otpgen/runtime"
)

func TestAServiceRunsTasks(t *testing.T) {
	t.Parallel()
	f := taskstest.Start(t)
	doubled, err := f.Boss().Double(t.Context(), 21)
	require.NoError(t, err)
	assert.Equal(t, 42, doubled)
}

func TestTasksFailAlone(t *testing.T) {
	t.Parallel()
	f := taskstest.Start(t)
	boom := errors.New("boom")
	task, err := otp.Async(t.Context(), f.Work(), func(context.Context) (int, error) { return 0, boom })
	require.NoError(t, err)
	_, err = task.Await(t.Context())
	require.ErrorIs(t, err, boom)

	task, err = otp.Async(t.Context(), f.Work(), func(context.Context) (int, error) { panic(boom) })
	require.NoError(t, err)
	_, err = task.Await(t.Context())
	require.ErrorIs(t, err, otp.ErrDown)
	doubled, err := f.Boss().Double(t.Context(), 1)
	require.NoError(t, err)
	assert.Equal(t, 2, doubled)
}

func TestLimit(t *testing.T) {
	t.Parallel()
	f := taskstest.Start(t)
	release := make(chan struct{})
	wait := func(ctx context.Context) error {
		select {
		case <-release:
		case <-ctx.Done():
		}
		return nil
	}
	first, err := f.Work().Start(t.Context(), wait)
	require.NoError(t, err)
	_, err = f.Work().Start(t.Context(), wait)
	require.NoError(t, err)
	_, err = f.Work().Start(t.Context(), wait)
	require.ErrorIs(t, err, otp.ErrMaxChildren)
	close(release)
	<-first.Done()
	why, _ := first.Reason()
	assert.True(t, why.IsNormalEnd())
}
