package runners_test

import (
	"log/slog"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/golden/runners"
	otp "github.com/otpgen/otpgen/runtime"
)

func start(t *testing.T) (*runners.Tree, chan string) {
	t.Helper()
	feed := make(chan string)
	tree, err := runners.Start(t.Context(), runners.Args{Feed: feed}, otp.WithLogger(slog.New(slog.DiscardHandler)))
	require.NoError(t, err)
	return tree, feed
}

func stop(t *testing.T, tree *runners.Tree) {
	t.Helper()
	require.NoError(t, tree.Stop(t.Context()))
	assert.Empty(t, tree.System().Leaks())
}

func TestLoopIsRestartedAfterAnError(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tree, feed := start(t)
		defer stop(t, tree)
		feed <- "one"
		feed <- "poison"
		feed <- "two"
		synctest.Wait()
		lines, err := tree.Sink().Lines(t.Context())
		require.NoError(t, err)
		assert.Equal(t, []string{"begin a:", "b:one", "begin a:", "b:two"}, lines,
			"each incarnation has a copy of its arguments")
	})
}

func TestLoopThatEndsIsNotRestarted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tree, feed := start(t)
		defer stop(t, tree)
		ref, ok := tree.Pump().Addr().Ref()
		require.True(t, ok)
		close(feed)
		<-ref.Done()
		why, _ := ref.Reason()
		assert.Equal(t, "normal", why.String())
		synctest.Wait()
		_, running := tree.Pump().Ref()
		assert.False(t, running, "transient: a normal end is an end")
		_, running = tree.Ticker().Ref()
		assert.True(t, running)
	})
}
