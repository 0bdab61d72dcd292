package otp

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestOneDumpASecond(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		defer close(release)
		stuck := func() (who whose, since time.Time) {
			number := make(chan uint64)
			go func() { number <- goroutineID(); <-release }()
			return byNumber(<-number), time.Now()
		}
		var d stackDump
		first, firstSince := stuck()
		second, secondSince := stuck()
		assert.Contains(t, string(d.of(first, firstSince)), "TestOneDumpASecond")
		assert.Contains(t, string(d.of(second, secondSince)), "TestOneDumpASecond", "the dump has it, too")
		time.Sleep(dumpEvery / 2)
		late, lateSince := stuck()
		assert.Nil(t, d.of(late, lateSince), "it is too early for another dump")
		assert.NotNil(t, d.of(first, firstSince))
		assert.Nil(t, d.of(first, lateSince), "it was somewhere else when the dump was taken")
		time.Sleep(dumpEvery / 2)
		assert.NotNil(t, d.of(late, lateSince))
		time.Sleep(dumpEvery)
		synctest.Wait()
		assert.Nil(t, d.stacks, "the memory is free")
	})
}

func TestNoDumpOfTooManyGoroutines(t *testing.T) {
	t.Parallel()
	var d stackDump
	d.take(1)
	assert.Empty(t, d.stacks)
	d.take(maxDumped)
	assert.True(t, slices.ContainsFunc(d.stacks, byNumber(goroutineID())))
}

func TestAllThatIsAbandonedInOneHaltHasItsStack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const n = 300
		release := make(chan struct{})
		spec := SupervisorSpec{}
		for i := range n {
			spec.Children = append(spec.Children, deaf(fmt.Sprint(i), release))
		}
		var abandoned []Abandoned
		sys, err := StartRoot(t.Context(), ChildSpec{ID: "Root", Start: Supervisor(func() (SupervisorSpec, error) { return spec, nil })},
			WithLogger(slog.New(slog.DiscardHandler)), WithEvents(func(ev Event) {
				if a, ok := ev.(Abandoned); ok {
					abandoned = append(abandoned, a)
				}
			}))
		require.NoError(t, err)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		began := time.Now()
		require.Error(t, sys.Stop(ctx))
		assert.Equal(t, time.Second+killGrace, time.Since(began))
		require.Len(t, abandoned, n)
		for _, a := range abandoned {
			assert.Contains(t, a.Stack.String(), "deaf")
		}
		close(release)
	})
}
