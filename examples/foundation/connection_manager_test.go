package foundation_test

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/examples/foundation"
	"github.com/otpgen/otpgen/examples/foundation/foundationtest"
)

func TestFetchAnswersWithAPooledWorker(t *testing.T) {
	t.Parallel()
	f := foundationtest.Start(t)
	response, err := f.ConnectionManager().Fetch(t.Context(), "/a", time.Second)
	require.NoError(t, err)
	assert.Equal(t, foundation.Response{Status: http.StatusOK, Body: "/a"}, response)
}

// The pool has five workers; the sixth request finds none.
func TestFetchSaysWhenNoWorkerIsFree(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		args, open := foundationtest.Args(t), make(chan struct{})
		args.Upstream = foundationtest.Upstream(func(*http.Request) (int, string) {
			<-open
			return http.StatusOK, "late"
		})
		f := foundationtest.StartWith(t, args)
		manager := f.ConnectionManager()
		var busy sync.WaitGroup
		for range 5 {
			busy.Go(func() {
				_, err := manager.Fetch(t.Context(), "/slow", time.Second)
				assert.NoError(t, err)
			})
		}
		synctest.Wait()
		_, err := manager.Fetch(t.Context(), "/", time.Second)
		var none foundation.ConnectionsBusy
		require.ErrorAs(t, err, &none)
		assert.Equal(t, time.Second, none.Waited)
		close(open)
		busy.Wait()
		synctest.Wait()
		stats, err := f.ConnectionManager().Stats(t.Context())
		require.NoError(t, err)
		assert.Equal(t, foundation.ConnectionStats{Served: 5, Failed: 1}, stats)
	})
}

func TestAnAbandonedFetchGivesItsWorkerBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		args := foundationtest.Args(t)
		args.Upstream = waitForCancel{}
		f := foundationtest.StartWith(t, args)
		for range 6 { // more than there are workers
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			_, err := f.ConnectionManager().Fetch(ctx, "/never", time.Minute)
			cancel()
			require.ErrorIs(t, err, context.DeadlineExceeded)
		}
		synctest.Wait()
		stats, err := f.ConnectionManager().Stats(t.Context())
		require.NoError(t, err)
		assert.Equal(t, foundation.ConnectionStats{Abandoned: 6}, stats)
	})
}

// waitForCancel never answers.
type waitForCancel struct{}

func (waitForCancel) RoundTrip(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}
