package counter_test

import (
	"context"
	"log/slog"
	"os"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/golden/counter"
	"github.com/otpgen/otpgen/golden/counter/countertest"
	otp "github.com/otpgen/otpgen/runtime"
)

func TestAnswersAndDeclaredErrors(t *testing.T) {
	t.Parallel()
	f := countertest.Start(t)

	sum, err := f.Counter().Add(t.Context(), counter.Step{By: 7})
	require.NoError(t, err)
	assert.Equal(t, 7, sum)

	_, err = f.Counter().Add(t.Context(), counter.Step{By: 1000})
	var overflow counter.Overflow
	require.ErrorAs(t, err, &overflow)
	assert.Equal(t, counter.Overflow{By: 1000}, overflow)
	assert.EqualError(t, err, "cannot add 1000")
	var sealed counter.CounterAddError
	require.ErrorAs(t, err, &sealed)
}

func TestCrashAndRestart(t *testing.T) {
	t.Parallel()
	f := countertest.Start(t)
	first, ok := f.Counter().Ref()
	require.True(t, ok)
	_, err := first.Add(t.Context(), counter.Step{By: 5})
	require.NoError(t, err)

	journal, _ := f.Journal().Ref()
	f.AwaitReplaced(f.Crash(f.Counter()))

	sum, err := f.Counter().Add(t.Context(), counter.Step{By: 1})
	require.NoError(t, err)
	assert.Equal(t, 1, sum, "state belongs to an incarnation")
	_, err = first.Add(t.Context(), counter.Step{By: 1})
	require.ErrorIs(t, err, otp.ErrDown, "a Ref does not survive")
	second, ok := f.Counter().Ref()
	require.True(t, ok)
	assert.NotEqual(t, first, second)
	still, _ := f.Journal().Ref()
	assert.Equal(t, journal, still, "the sibling does not notice")
}

func TestPanicIsACrash(t *testing.T) {
	t.Parallel()
	f := countertest.Start(t)
	ref, _ := f.Counter().Addr().Ref()

	_, err := f.Counter().Add(t.Context(), counter.Step{By: 13})
	require.NoError(t, err)
	require.NoError(t, f.Counter().Forget(t.Context()), "nobody waits for a cast")
	<-ref.Done()
	why, _ := ref.Reason()
	assert.Equal(t, "exception:13 cannot be forgotten", why.String())
	f.AwaitReplaced(ref)
}

func TestNothingIsShared(t *testing.T) {
	t.Parallel()
	f := countertest.Start(t)
	answer := make(chan counter.Step)
	go func() {
		step, err := f.Counter().Take(t.Context())
		assert.NoError(t, err)
		answer <- step
	}()
	waitFor(t, f, func() bool {
		tags := []string{"a"}
		_, err := f.Counter().Add(t.Context(), counter.Step{By: 0, Tags: tags}) // however many it takes, no overflow
		require.NoError(t, err)
		assert.Equal(t, []string{"a"}, tags, "the handler writes to a copy")
		select {
		case step := <-answer:
			assert.Equal(t, []string{"a!"}, step.Tags)
			step.Tags[0] = "mine"
			return true
		default:
			return false
		}
	})
}

func TestTakerThatLeaves(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := countertest.Start(t)
		ctx, cancel := context.WithCancel(t.Context())
		failed := make(chan error)
		go func() {
			_, err := f.Counter().Take(ctx)
			failed <- err
		}()
		synctest.Wait()
		cancel()
		require.ErrorIs(t, <-failed, context.Canceled)
		synctest.Wait()
		lines, err := f.Journal().Lines(t.Context())
		require.NoError(t, err)
		assert.Contains(t, lines, "taker left")
	})
}

func TestTimers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := countertest.Start(t)
		<-time.After(2500 * time.Millisecond) // in the bubble no time passes
		synctest.Wait()
		lines, err := f.Journal().Lines(t.Context())
		require.NoError(t, err)
		assert.NotContains(t, lines, "three ticks")
		<-time.After(time.Hour)
		synctest.Wait()
		lines, err = f.Journal().Lines(t.Context())
		require.NoError(t, err)
		assert.Equal(t, 1, count(lines, "three ticks"), "cancelled after the third")
	})
}

func TestMonitorsRouteToTheHandler(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		disk, err := os.CreateTemp(t.TempDir(), "disk")
		require.NoError(t, err)
		defer disk.Close()
		tree, err := counter.Start(t.Context(), counter.Args{Start: 3, Disk: disk}, otp.WithLogger(slog.New(slog.DiscardHandler)))
		require.NoError(t, err)
		who, _ := tree.Journal().Ref()
		require.NoError(t, tree.Counter().Watch(t.Context(), who))
		r, _ := who.Addr().Ref()
		r.Exit(otp.Crash(os.ErrClosed))
		<-time.After(time.Second)
		synctest.Wait()

		sum, err := tree.Counter().Add(t.Context(), counter.Step{By: 1})
		require.NoError(t, err)
		assert.Zero(t, sum, "JournalDown set it to -1")
		lines, err := tree.Journal().Lines(t.Context())
		require.NoError(t, err)
		assert.Contains(t, lines, "flush after "+disk.Name())
		require.NoError(t, tree.Stop(t.Context()))
		assert.Empty(t, tree.System().Leaks())
	})
}

func TestCastsAreInOrderWithCalls(t *testing.T) {
	t.Parallel()
	f := countertest.Start(t)
	_, err := f.Counter().Add(t.Context(), counter.Step{By: 5})
	require.NoError(t, err)
	require.NoError(t, f.Counter().Forget(t.Context()))
	sum, err := f.Counter().Add(t.Context(), counter.Step{By: 1})
	require.NoError(t, err)
	assert.Equal(t, 1, sum)
}

func TestFakesInTheRealTree(t *testing.T) {
	t.Parallel()
	var lines []string
	fake := &countertest.FakeJournal{
		WriteFunc: func(_ *counter.JournalCtx, line string) { lines = append(lines, line) },
		LinesFunc: func(*counter.JournalCtx) []string { return lines },
	}
	f := countertest.Start(t, countertest.ReplaceJournal(fake))
	got, err := f.Journal().Lines(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []string{"init"}, got)
}

// waitFor repeats what is asked until it is so, without sleeping: each round is
// a call that the process answers.
func waitFor(t *testing.T, f *countertest.Fixture, done func() bool) {
	t.Helper()
	for !done() {
		_, err := f.Journal().Lines(t.Context())
		require.NoError(t, err)
	}
}

func count(lines []string, line string) int {
	return len(lines) - len(slices.DeleteFunc(slices.Clone(lines), func(l string) bool { return l == line }))
}
