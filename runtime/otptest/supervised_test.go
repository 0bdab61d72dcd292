package otptest_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/otpgen/otpgen/runtime/otptest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var errRefused = errors.New("start refused")

func TestSupervisedStart(t *testing.T) {
	t.Parallel()
	proof.Of(t, 212)
	inAndOutOfBubble(t, func(t *testing.T) {
		sup := otptest.NewTestSupervisor(t)
		store, err := sup.StartSupervised(server("Store", nil))
		require.NoError(t, err)
		assert.Equal(t, "Test/Store#1", store.String())
		named, _ := sup.System().Lookup(otp.Name{Service: "Store"}).Ref()
		assert.Equal(t, store, named)
		web := sup.MustStartSupervised(server("Web", nil))

		for range 50 { // more than any supervisor would bear
			store = sup.AwaitReplaced(sup.Crash(store))
		}
		_, over := web.Reason()
		assert.False(t, over, "one_for_one")

		_, err = sup.StartSupervised(server("Refused", func(*otp.Ctx) error { return errRefused }))
		var failed *otp.StartError
		require.ErrorAs(t, err, &failed, "what start_child answers")
		require.ErrorIs(t, err, errRefused)
		_, err = sup.StartSupervised(server("Ignored", func(*otp.Ctx) error { return otp.Ignore }))
		require.ErrorIs(t, err, otp.ErrIgnored)
		_, err = sup.StartSupervised(otp.ChildSpec{ID: "empty"})
		require.ErrorContains(t, err, `child spec "empty" has no Start`)
	})
}

func TestSupervisedIDsAreUnique(t *testing.T) {
	t.Parallel()
	proof.Of(t, 213)
	inAndOutOfBubble(t, func(t *testing.T) {
		sup := otptest.NewTestSupervisor(t)
		first := sup.MustStartSupervised(server("Store", nil))
		other := server("Store", nil)
		other.Name = otp.Name{}
		_, err := sup.StartSupervised(other)
		require.ErrorIs(t, err, otp.ErrAlreadyStarted)
		var taken *otp.AlreadyStartedError
		require.ErrorAs(t, err, &taken)
		assert.Equal(t, first, taken.Ref)

		transient := server("Once", nil)
		transient.Restart = otp.Transient
		require.NoError(t, sup.MustStartSupervised(transient).Stop(t.Context(), otp.Normal))
		_, err = sup.StartSupervised(transient)
		require.ErrorIs(t, err, otp.ErrAlreadyPresent)

		again := otptest.NewTestSupervisor(t)
		again.MustStartSupervised(server("Store", nil))
	})
}

func TestSupervisedRestartTypes(t *testing.T) {
	t.Parallel()
	proof.Of(t, 213)
	for _, row := range []struct {
		restart      otp.Restart
		normal, fail bool // whether it comes back
	}{
		{otp.Permanent, true, true},
		{otp.Transient, false, true},
		{otp.Temporary, false, false},
	} {
		t.Run(row.restart.String(), func(t *testing.T) {
			t.Parallel()
			inAndOutOfBubble(t, func(t *testing.T) {
				sup := otptest.NewTestSupervisor(t)
				begin := func(id string) otp.Ref {
					spec := server(id, nil)
					spec.Restart = row.restart
					return sup.MustStartSupervised(spec)
				}
				ends, fails := begin("Ends"), begin("Fails")
				require.NoError(t, ends.Stop(t.Context(), otp.Normal))
				sup.Crash(fails)
				for ref, comesBack := range map[otp.Ref]bool{ends: row.normal, fails: row.fail} {
					if comesBack {
						sup.AwaitReplaced(ref)
					} else {
						sup.AwaitGone(ref)
					}
				}
			})
		})
	}
}

func TestSupervisedStop(t *testing.T) {
	t.Parallel()
	proof.Of(t, 214)
	inAndOutOfBubble(t, func(t *testing.T) {
		sup := otptest.NewTestSupervisor(t)
		for _, spec := range []otp.ChildSpec{server("Store", nil), temporary(server("Store", nil))} {
			ref := sup.MustStartSupervised(spec)
			require.NoError(t, sup.StopSupervised("Store"))
			why, over := ref.Reason()
			assert.True(t, over, "it is gone")
			assert.Equal(t, otp.Shutdown, why)
			require.ErrorIs(t, sup.StopSupervised("Store"), otp.ErrNotFound, "and its id is free")
		}
		require.ErrorIs(t, sup.StopSupervised("Unknown"), otp.ErrNotFound)

		transient := server("Store", nil)
		transient.Restart = otp.Transient
		require.NoError(t, sup.MustStartSupervised(transient).Stop(t.Context(), otp.Normal))
		sup.MustStopSupervised("Store") // has ended already
		sup.MustStartSupervised(server("Store", nil))
		list, err := otp.WhichChildren(t.Context(), sup.Addr())
		require.NoError(t, err)
		assert.Len(t, list, 1)
	})
}

// lines is what happened, in order.
type lines struct {
	mu   sync.Mutex
	list []string
}

func (l *lines) add(format string, args ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.list = append(l.list, fmt.Sprintf(format, args...))
}

// leaving is a process that says when it ends, and whether the test goes on.
func (l *lines) leaving(t testing.TB, id string) otp.ChildSpec {
	return otp.ChildSpec{ID: id, Start: otp.Server(otp.ServerKind[node]{
		Service: id,
		New:     func(c *otp.Ctx) *node { return &node{c} },
		Terminate: func(_ *node, why otp.Reason) {
			<-time.After(time.Millisecond) // is waited for
			l.add("%s: %v, test: %v", id, why, t.Context().Err())
		},
	})}
}

func TestSupervisedEndOfTheTest(t *testing.T) {
	t.Parallel()
	proof.Of(t, 215)
	inAndOutOfBubble(t, func(t *testing.T) {
		var l lines
		record(func(r testing.TB) {
			r.Cleanup(func() { l.add("cleanup from before") })
			sup := otptest.NewTestSupervisor(r)
			sup.OnExit(func() { l.add("on exit 1") })
			sup.MustStartSupervised(l.leaving(r, "a"))
			sup.OnExit(func() {
				sup.OnExit(func() { l.add("on exit of on exit 2") })
				l.add("on exit 2")
				r.Fatalf("which fails")
			})
			sup.MustStartSupervised(l.leaving(r, "b"))
			r.Cleanup(func() {
				_, err := sup.StartSupervised(server("late", nil))
				l.add("cleanup from after: %v", err)
			})
			sup.MustStartSupervised(l.leaving(r, "c"))
		})
		assert.Equal(t, []string{
			"cleanup from after: the test is over",
			"c: shutdown, test: context canceled",
			"b: shutdown, test: context canceled",
			"a: shutdown, test: context canceled",
			"on exit 2",
			"on exit of on exit 2",
			"on exit 1",
			"cleanup from before",
		}, l.list)
	})
}

// TestSupervisedEndOfARealTest is the same with the testing package itself.
func TestSupervisedEndOfARealTest(t *testing.T) {
	proof.Of(t, 215)
	var l lines
	t.Run("test", func(t *testing.T) {
		sup := otptest.NewTestSupervisor(t)
		sup.OnExit(func() { l.add("on exit 1") })
		sup.OnExit(func() { l.add("on exit 2") })
		sup.MustStartSupervised(l.leaving(t, "a"))
		sup.MustStartSupervised(l.leaving(t, "b"))
	})
	assert.Equal(t, []string{
		"b: shutdown, test: context canceled", "a: shutdown, test: context canceled", "on exit 2", "on exit 1",
	}, l.list)
}

func TestSupervisedChildThatDoesNotEnd(t *testing.T) {
	t.Parallel()
	proof.Of(t, 215)
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		release := make(chan struct{})
		r := record(func(r testing.TB) {
			sup := otptest.NewTestSupervisor(r)
			sup.OnExit(func() {
				assert.Equal(t, time.Minute, time.Since(began), "that is awaited")
				close(release)
			})
			spec := otp.ChildSpec{ID: "stuck", Shutdown: otp.ShutdownInfinity, Start: otp.Runner(otp.RunnerKind[node]{
				Service: "Stuck",
				New:     func(c *otp.Ctx) *node { return &node{c} },
				Run:     func(n *node) error { n.c.Ready(); <-release; return nil },
			})}
			sup.MustStartSupervised(spec)
		})
		require.NotEmpty(t, r.failures)
		assert.Contains(t, r.failures[0], "abandoned")
		assert.Contains(t, r.failures[0], "Test/stuck#1")
	})
}

func TestSupervisedByOtherGoroutines(t *testing.T) {
	t.Parallel()
	proof.Of(t, 216)
	inAndOutOfBubble(t, func(t *testing.T) {
		sup := otptest.NewTestSupervisor(t)
		var all sync.WaitGroup
		got := make(chan error, 20)
		for i := range 20 {
			all.Go(func() {
				id := fmt.Sprint("child", i/2)
				_, err := sup.StartSupervised(server(id, nil))
				got <- err
			})
		}
		all.Wait()
		close(got)
		taken := 0
		for err := range got {
			if err != nil {
				require.ErrorIs(t, err, otp.ErrAlreadyStarted)
				taken++
			}
		}
		assert.Equal(t, 10, taken, "one of two has each id")
		for i := range 10 {
			all.Go(func() { assert.NoError(t, sup.StopSupervised(fmt.Sprint("child", i))) })
		}
		all.Wait()
	})
}

func TestSupervisedMust(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := record(func(r testing.TB) {
			otptest.NewTestSupervisor(r).MustStartSupervised(server("Store", func(*otp.Ctx) error { return errRefused }))
		})
		assert.Equal(t, []string{`child "Store" did not start: start of Store: start refused`}, r.failures)
		r = record(func(r testing.TB) { otptest.NewTestSupervisor(r).MustStopSupervised("Store") })
		assert.Equal(t, []string{`child "Store" was not stopped: not found`}, r.failures)
	})
}

func TestSupervisedStartThatHangs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sup := otptest.NewTestSupervisor(t)
		_, err := sup.StartSupervised(server("Slow", func(c *otp.Ctx) error { <-c.Done(); return context.Cause(c) }))
		require.ErrorIs(t, err, otp.ErrTimeout)
	})
}
