package otp_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTaskYield(t *testing.T) {
	bubble(t, func(t *testing.T) {
		_, tasks := startTasks(t)
		task := async(t, tasks, func(context.Context) (int, error) {
			<-time.After(3 * time.Second)
			return 42, nil
		})
		began := time.Now()
		for _, d := range []time.Duration{0, time.Second} {
			_, done, err := task.Yield(t.Context(), d)
			require.NoError(t, err)
			assert.False(t, done)
			assert.Equal(t, d, time.Since(began))
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, done, err := task.Yield(ctx, time.Minute)
		require.ErrorIs(t, err, otp.ErrTimeout, "the context ended first")
		assert.False(t, done)

		n, done, err := task.Yield(t.Context(), otp.Infinity)
		require.NoError(t, err)
		assert.True(t, done)
		assert.Equal(t, 42, n)
		assert.Equal(t, 3*time.Second, time.Since(began))
		n, done, err = task.Yield(t.Context(), 0)
		require.NoError(t, err)
		assert.True(t, done, "it has ended")
		assert.Equal(t, 42, n)

		task = async(t, tasks, func(context.Context) (int, error) { panic(errBoom) })
		_, done, err = task.Yield(t.Context(), time.Second)
		require.ErrorIs(t, err, otp.ErrDown)
		assert.True(t, done)
	})
}

func TestTaskShutdown(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name   string
		f      func(ctx context.Context) (int, error)
		opts   []otp.TaskOption
		before func(task *otp.Task[int])
		value  int
		done   bool
		is     error
		took   time.Duration
	}{
		{name: "obeys", f: untilStopped},
		{name: "had answered", f: func(context.Context) (int, error) { return 5, nil }, value: 5, done: true},
		{name: "had answered an error", f: func(context.Context) (int, error) { return 5, errBoom }, value: 5, done: true, is: errBoom},
		{name: "answers now", f: func(ctx context.Context) (int, error) {
			<-ctx.Done()
			<-time.After(time.Second)
			return 6, nil
		}, value: 6, done: true, took: time.Second},
		{name: "had crashed", f: func(context.Context) (int, error) { panic(errBoom) }, done: true, is: otp.ErrDown},
		{name: "had been killed", f: untilStopped, before: func(task *otp.Task[int]) { task.Ref().Exit(otp.Killed) }, done: true, is: otp.ErrDown},
		{name: "crashes now", f: func(ctx context.Context) (int, error) { <-ctx.Done(); panic(errBoom) }, done: true, is: otp.ErrDown},
		{name: "does not obey", f: func(context.Context) (int, error) { <-time.After(time.Minute); return 1, nil }, took: 5 * time.Second},
		{name: "is killed", f: func(context.Context) (int, error) { <-time.After(time.Minute); return 1, nil },
			opts: []otp.TaskOption{otp.TaskShutdown(otp.BrutalKill)}},
	} {
		t.Run(row.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				w, tasks := startTasks(t, workerOf("plain"))
				var task *otp.Task[int]
				_, err := do(t.Context(), w.at("plain"), func(c *worker) (_ int, err error) {
					task, err = otp.Async(c.c, tasks, row.f, row.opts...)
					return 0, err
				})
				require.NoError(t, err)
				if row.before != nil {
					row.before(task)
				}
				synctest.Wait()
				began := time.Now()
				value, done, err := task.Shutdown(t.Context())
				assert.Equal(t, row.took, time.Since(began))
				assert.Equal(t, row.value, value)
				assert.Equal(t, row.done, done)
				if row.is == nil {
					require.NoError(t, err)
				} else {
					require.ErrorIs(t, err, row.is)
				}
				again, doneAgain, errAgain := task.Shutdown(t.Context())
				assert.Equal(t, value, again)
				assert.Equal(t, done, doneAgain, "once more changes nothing")
				assert.Equal(t, err, errAgain)
				time.Sleep(time.Minute) // of the bubble: what does not obey ends
			})
		})
	}
}

func TestTaskShutdownDoesNotEndTheCaller(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w, tasks := startTasks(t, workerOf("plain"))
		caller := w.ref("plain")
		_, err := do(t.Context(), w.at("plain"), func(c *worker) (int, error) {
			task := otp.Must(otp.Async(c.c, tasks, untilStopped))
			_, done, err := task.Shutdown(c.c)
			assert.False(t, done)
			return 0, err
		})
		require.NoError(t, err)
		assert.True(t, ended(caller).IsZero())
	})
}

func TestTaskShutdownGivesUpWaiting(t *testing.T) {
	bubble(t, func(t *testing.T) {
		_, tasks := startTasks(t)
		release := make(chan struct{})
		defer close(release)
		task := async(t, tasks, func(context.Context) (int, error) { <-release; return 1, nil })
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		began := time.Now()
		_, done, err := task.Shutdown(ctx)
		require.ErrorIs(t, err, otp.ErrTimeout)
		assert.False(t, done)
		<-task.Ref().Done()
		assert.Equal(t, 5*time.Second, time.Since(began), "it is fenced off all the same")
		assert.Equal(t, otp.Killed, ended(task.Ref()))
	})
}

func TestTaskZeroValueHasNothingToShutDown(t *testing.T) {
	t.Parallel()
	var none otp.Task[int]
	_, _, err := none.Shutdown(t.Context())
	require.ErrorIs(t, err, otp.ErrNoProc)
	_, _, err = none.Yield(t.Context(), time.Second)
	require.ErrorIs(t, err, otp.ErrNoProc)
	none.Ignore() // nobody to unlink
}
