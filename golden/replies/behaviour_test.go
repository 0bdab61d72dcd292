package replies_test

import (
	"context"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/golden/replies"
	"github.com/otpgen/otpgen/golden/replies/repliestest"
)

func TestLaterAnswers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		desk := repliestest.Start(t).Desk()
		job := make(chan replies.Job, 2)
		done := make(chan error, 2)
		go func() {
			got, err := desk.Take(t.Context())
			assert.NoError(t, err)
			job <- got
		}()
		go func() {
			got, err := desk.Peek(t.Context())
			assert.NoError(t, err)
			job <- got
		}()
		go func() { done <- desk.Wait(t.Context()) }()
		go func() { done <- desk.Knock(t.Context()) }()
		synctest.Wait()
		waiting, err := desk.Waiting(t.Context())
		require.NoError(t, err)
		require.Equal(t, 4, waiting)

		sent := replies.Job{ID: 7, Tags: []string{"a"}}
		once, err := desk.Offer(t.Context(), sent)
		require.NoError(t, err)
		assert.True(t, once, "the first answer is delivered, no second one is")
		require.NoError(t, <-done)
		require.NoError(t, <-done)
		first, second := <-job, <-job
		assert.Equal(t, sent, first)
		first.Tags[0] = "mine"
		assert.Equal(t, sent, second, "each answer is a copy")
	})
}

func TestLaterErrors(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		desk := repliestest.Start(t).Desk()
		taken, knocked := make(chan error, 1), make(chan error, 1)
		go func() {
			_, err := desk.Take(t.Context())
			taken <- err
		}()
		go func() { knocked <- desk.Knock(t.Context()) }()
		synctest.Wait()
		require.NoError(t, desk.Open(t.Context()), "a nil error of the sealed type is no error")
		require.NoError(t, desk.Close(t.Context(), []string{"lunch"}))

		var closed replies.Closed
		err := <-taken
		require.ErrorAs(t, err, &closed)
		require.EqualError(t, err, "closed for [lunch]")
		closed.Why[0] = "mine"
		require.EqualError(t, desk.Open(t.Context()), "closed for [lunch]", "errors are copies")
		require.ErrorAs(t, <-knocked, &replies.Busy{})
	})
}

func TestCallerThatGivesUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		desk := repliestest.Start(t).Desk()
		ctx, cancel := context.WithCancel(t.Context())
		taken := make(chan error, 1)
		go func() {
			_, err := desk.Take(ctx)
			taken <- err
		}()
		synctest.Wait()
		cancel()
		require.ErrorIs(t, <-taken, context.Canceled)
		synctest.Wait()
		waiting, err := desk.Waiting(t.Context())
		require.NoError(t, err)
		assert.Zero(t, waiting, "TakeCallerDown has forgotten it")
	})
}
