package foundation_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/examples/foundation"
	"github.com/otpgen/otpgen/examples/foundation/foundationtest"
)

func TestExactlyTheLimitPasses(t *testing.T) {
	t.Parallel()
	f := foundationtest.Start(t)
	var passed, refused atomic.Int64
	var callers sync.WaitGroup
	for range 200 {
		callers.Go(func() {
			_, err := f.RateLimiter().Check(t.Context(), "user", "search", 100, time.Hour)
			var exceeded foundation.RateLimitExceeded
			switch {
			case err == nil:
				passed.Add(1)
			case errors.As(err, &exceeded):
				refused.Add(1)
			}
		})
	}
	callers.Wait()
	assert.EqualValues(t, 100, passed.Load())
	assert.EqualValues(t, 100, refused.Load())
}

func TestAWindowEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		limiter := foundationtest.Start(t).RateLimiter()
		_, err := limiter.Check(t.Context(), "user", "search", 1, time.Minute)
		require.NoError(t, err)
		_, err = limiter.Check(t.Context(), "user", "search", 1, time.Minute)
		var exceeded foundation.RateLimitExceeded
		require.ErrorAs(t, err, &exceeded)
		time.Sleep(exceeded.RetryAfter)
		_, err = limiter.Check(t.Context(), "user", "search", 1, time.Minute)
		assert.NoError(t, err)
	})
}
