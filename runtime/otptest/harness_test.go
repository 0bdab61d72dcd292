package otptest_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/otptest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// inAndOutOfBubble runs a test both ways.
func inAndOutOfBubble(t *testing.T, f func(t *testing.T)) {
	t.Run("synctest", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, f)
	})
	t.Run("real time", func(t *testing.T) {
		t.Parallel()
		f(t)
	})
}

func TestCrashAndAwaitReplaced(t *testing.T) {
	t.Parallel()
	inAndOutOfBubble(t, func(t *testing.T) {
		h := start(t, sample())
		dead := h.Crash(find(h, "Root/Web"))
		assert.Equal(t, "Root/Web", dead.Addr().Path())
		why, over := dead.Reason()
		require.True(t, over)
		assert.Equal(t, otp.Crash(otptest.ErrInjected).String(), why.String())
		require.ErrorIs(t, why.Err(), otptest.ErrInjected)
		now := h.AwaitReplaced(dead)
		assert.Equal(t, uint64(2), now.Incarnation())
		assert.Equal(t, "Root/Web", now.Addr().Path())
		assert.Equal(t, now, h.AwaitReplaced(dead), "it is still so")
	})
}

// A runner that looks at its context panics with the injected fault when it returns.
func TestCrashOfARunner(t *testing.T) {
	t.Parallel()
	inAndOutOfBubble(t, func(t *testing.T) {
		loop := otp.ChildSpec{ID: "loop", Start: otp.Runner(otp.RunnerKind[node]{
			Service: "loop",
			New:     func(c *otp.Ctx) *node { return &node{c} },
			Run:     func(n *node) error { n.c.Ready(); <-n.c.Done(); return n.c.Err() },
		})}
		h := start(t, supervisor("Root", 5, otp.OneForOne, loop))
		dead := h.CrashPath("Root/loop")
		now := h.AwaitReplaced(dead)
		why, _ := dead.Reason()
		require.ErrorIs(t, why.Err(), otptest.ErrInjected)
		assert.True(t, why.IsCrash())
		assert.Equal(t, uint64(2), now.Incarnation())
	})
}

func TestCrashTheSameProcessAgainAndAgain(t *testing.T) {
	t.Parallel()
	inAndOutOfBubble(t, func(t *testing.T) {
		h := start(t, supervisor("Root", 50, otp.OneForAll, server("a", nil), server("b", nil)))
		for i := range 25 {
			now := h.AwaitReplaced(h.CrashPath("Root/b"))
			require.Equal(t, uint64(i+2), now.Incarnation())
		}
	})
}

func TestAwaitGone(t *testing.T) {
	t.Parallel()
	inAndOutOfBubble(t, func(t *testing.T) {
		h := start(t, sample())
		h.AwaitGone(h.CrashPath("Root/Services/Once"))
	})
}

func TestAwaitWhatTheTestItselfDidNotCrash(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := start(t, sample())
		ref, _ := h.System().Find("Root/Web").Ref()
		time.AfterFunc(time.Second, func() { ref.Exit(otp.Killed) })
		assert.NotEqual(t, ref, h.AwaitReplaced(ref))
	})
}

func TestCrashOfASupervisor(t *testing.T) {
	t.Parallel()
	inAndOutOfBubble(t, func(t *testing.T) {
		h := start(t, sample())
		h.CheckCrash(otptest.CrashCase{
			Path:     "Root/Services",
			Replaced: []string{"Root/Services", "Root/Services/Left", "Root/Services/Right", "Root/Services/Once", "Root/Web"},
			Kept:     []string{"Root", "Root/Store"},
		})
	})
}

func TestRestartThatFailsAtFirst(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		refused := errors.New("not yet")
		h := start(t, supervisor("Root", 10, otp.OneForOne, server("a", func(c *otp.Ctx) error {
			if n := c.Self().Incarnation(); n > 1 && n < 5 {
				return refused
			}
			return nil
		})))
		now := h.AwaitReplaced(h.CrashPath("Root/a"))
		assert.Equal(t, uint64(5), now.Incarnation())
	})
}

func TestRestartThatTakesItsTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := start(t, supervisor("Root", 10, otp.OneForAll, server("a", nil), server("b", func(c *otp.Ctx) error {
			if c.Self().Incarnation() > 1 {
				<-time.After(time.Second)
			}
			return nil
		})))
		b, _ := h.System().Find("Root/b").Ref()
		began := time.Now()
		h.AwaitReplaced(h.CrashPath("Root/a"))
		assert.Equal(t, time.Second, time.Since(began), "not before the whole group is up")
		h.AwaitReplaced(b)
	})
}

func TestStartThatFails(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := record(func(t testing.TB) {
			start(t, supervisor("Root", 0, otp.OneForOne, server("a", func(*otp.Ctx) error { return errors.New("no disk") })))
			assert.Fail(t, "Start returned")
		})
		require.Len(t, r.failures, 1)
		assert.Contains(t, r.failures[0], "the tree did not start: ")
		assert.Contains(t, r.failures[0], "no disk")
	})
}

func TestStopIsPartOfTheTest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var sys *otp.System
		last := otp.ChildSpec{ID: "Last", Start: otp.Server(otp.ServerKind[node]{
			New:       func(c *otp.Ctx) *node { return &node{c} },
			Terminate: func(n *node, _ otp.Reason) { n.c.Log().Info("last words") },
		})}
		r := record(func(t testing.TB) { sys = start(t, supervisor("Root", 0, otp.OneForOne, last)).System() })
		assert.Empty(t, r.failures)
		assert.Equal(t, otp.Shutdown, sys.Wait())
		assert.Equal(t, `level=INFO msg="last words" path=Root/Last incarnation=1`, r.log())
	})
}

func TestTreeThatDoesNotStop(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		r := record(func(t testing.TB) {
			deaf := server("Deaf", func(c *otp.Ctx) error {
				c.Continue(func() { <-release })
				return nil
			})
			deaf.Shutdown = otp.ShutdownInfinity
			start(t, supervisor("Root", 0, otp.OneForOne, deaf))
		})
		require.Len(t, r.failures, 2)
		assert.Contains(t, r.failures[0], "the tree did not stop in order: ")
		assert.Contains(t, r.failures[0], "Root/Deaf#1")
		assert.Contains(t, r.failures[1], "left behind after the stop: goroutine of Root/Deaf#1")
		close(release)
	})
}

func TestTreeThatLogsAfterTheTest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		logged := make(chan struct{})
		r := record(func(t testing.TB) {
			start(t, supervisor("Root", 0, otp.OneForOne, server("Late", func(c *otp.Ctx) error {
				c.Continue(func() {
					<-release
					c.Log().Error("far too late") // must not reach a test that is over
					close(logged)
				})
				return nil
			})))
		})
		close(release)
		<-logged
		assert.NotContains(t, r.log(), "far too late")
	})
}

func TestOptionsOfTheUserCount(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		events := 0
		r := record(func(t testing.TB) {
			start(t, sample(), otp.WithLogger(slog.New(slog.DiscardHandler)), otp.WithEvents(func(otp.Event) { events++ }))
		})
		assert.Empty(t, r.log())
		assert.Positive(t, events)
	})
}

func TestCrashOfWhatDoesNotRun(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := record(func(t testing.TB) { start(t, sample()).CrashPath("Root/Wed") })
		assert.Equal(t, []string{`nothing to crash: no process runs at "Root/Wed"`}, r.failures)
		r = record(func(t testing.TB) {
			h := start(t, sample())
			once := find(h, "Root/Services/Once")
			h.AwaitGone(h.Crash(once))
			h.Crash(once)
		})
		assert.Equal(t, []string{`nothing to crash: no process runs at "Root/Services/Once"`}, r.failures)
		r = record(func(t testing.TB) { start(t, sample()).Crash(client{}) })
		assert.Equal(t, []string{`nothing to crash: nobody has this address`}, r.failures)
	})
}

func TestAwaitTheWrongThing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := record(func(t testing.TB) {
			h := start(t, sample())
			h.AwaitReplaced(h.CrashPath("Root/Services/Once"))
		})
		assert.Equal(t, []string{"Root/Services/Once was not replaced: it ended with exception:crash injected by a test, and its supervisors left it at that"}, r.failures)

		r = record(func(t testing.TB) {
			h := start(t, sample())
			h.AwaitGone(h.CrashPath("Root/Web"))
		})
		assert.Equal(t, []string{"Root/Web is not gone: it runs as incarnation 2"}, r.failures)

		r = record(func(t testing.TB) {
			h := start(t, sample())
			ref, _ := h.System().Find("Root/Web").Ref()
			h.AwaitReplaced(ref) // nobody crashed it
		})
		assert.Equal(t, []string{"Root/Web, incarnation 1, still runs after 1m0s"}, r.failures)
	})
}

func TestInstancesOfADynamicSupervisor(t *testing.T) {
	t.Parallel()
	inAndOutOfBubble(t, func(t *testing.T) {
		h := start(t, supervisor("Root", 0, otp.OneForOne, otp.ChildSpec{
			ID: "Rooms",
			Start: otp.Dynamic(otp.DynamicSpec{MaxRestarts: 5, Template: func(key any) (otp.ChildSpec, error) {
				room := server("Room", nil)
				room.Name.Key = key
				return room, nil
			}}),
		}))
		rooms := h.System().Find("Root/Rooms")
		a, err := otp.StartInstance(t.Context(), rooms, "a/b") // a path inside a path
		require.NoError(t, err)
		b, err := otp.StartInstance(t.Context(), rooms, "c")
		require.NoError(t, err)

		now := h.AwaitReplaced(h.Crash(find(h, a.Addr().Path())))
		assert.Equal(t, a.Addr().Path(), now.Addr().Path())
		kept, _ := h.System().Find(b.Addr().Path()).Ref()
		assert.Equal(t, b, kept)
		require.NoError(t, otp.TerminateInstance(t.Context(), rooms, now))
		h.AwaitGone(now)
	})
}

func TestRootThatGivesUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := start(t, supervisor("Root", 0, otp.OneForOne, server("a", nil)))
		h.AwaitGone(h.CrashPath("Root/a"))
		assert.Equal(t, otp.Shutdown, h.System().Wait())
	})
}

func TestContextOfTheStartIsBounded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := record(func(t testing.TB) {
			otptest.Start(t, func(ctx context.Context, _ ...otp.Option) (*otp.System, error) {
				<-ctx.Done()
				return nil, ctx.Err()
			})
		})
		assert.Equal(t, []string{"the tree did not start: context deadline exceeded"}, r.failures)
	})
}

// A registry is a process like any other: it crashes, and is back without entries.
func TestCrashOfARegistry(t *testing.T) {
	t.Parallel()
	inAndOutOfBubble(t, func(t *testing.T) {
		names := otp.ChildSpec{ID: "names", Name: otp.Name{Service: "names"}, Start: otp.Registry(otp.RegistrySpec[string, int]{Keys: otp.Unique})}
		h := start(t, supervisor("Root", 5, otp.RestForOne, names, server("user", func(c *otp.Ctx) error {
			return otp.RegistryAt[string, int](c.Lookup(otp.Name{Service: "names"})).Register(c, "it", 1)
		})))
		at := otp.RegistryAt[string, int](h.System().Find("Root/names"))
		require.Equal(t, 1, at.Count())
		dead := h.CrashPath("Root/names")
		h.AwaitReplaced(dead)
		assert.Equal(t, 1, at.Count(), "whoever registered was restarted with it, and has registered again")
	})
}
