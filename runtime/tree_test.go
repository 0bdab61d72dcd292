package otp_test

import (
	"context"
	"errors"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestChildrenStartInOrderAndStopInReverse(t *testing.T) {
	proof.Of(t, 1, 2, 3)
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t,
			workerOf("a", j.logged),
			supervisorOf("s", []otp.ChildSpec{workerOf("b", j.logged), workerOf("c", j.logged)}),
			workerOf("d", j.logged),
		)
		assert.Equal(t, []string{"init Root/a#1", "init Root/s/b#1", "init Root/s/c#1", "init Root/d#1"}, j.take())
		require.NoError(t, w.Stop(t.Context()))
		assert.Equal(t, []string{
			"terminate Root/d#1 shutdown", "terminate Root/s/c#1 shutdown", "terminate Root/s/b#1 shutdown", "terminate Root/a#1 shutdown",
		}, j.take())
		assert.Equal(t, otp.Shutdown, w.Wait())
	})
}

func TestStrategies(t *testing.T) {
	t.Parallel()
	proof.Of(t, 22, 23, 30, 31)
	for _, c := range []struct {
		strategy otp.Strategy
		replaced []bool // of a, b, c after a crash of b
	}{
		{otp.OneForOne, []bool{false, true, false}},
		{otp.OneForAll, []bool{true, true, true}},
		{otp.RestForOne, []bool{false, true, true}},
	} {
		t.Run(c.strategy.String(), func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				w := startRoot(t, supervisorOf("Root", []otp.ChildSpec{workerOf("a"), workerOf("b"), workerOf("c")},
					func(s *otp.SupervisorSpec) { s.Strategy = c.strategy }))
				w.crash("b")
				for i, name := range []string{"a", "b", "c"} {
					assert.Equal(t, c.replaced[i], w.ref(name).Incarnation() == 2, name)
				}
			})
		})
	}
}

func TestRestartTypes(t *testing.T) {
	t.Parallel()
	proof.Of(t, 16, 17, 19)
	failed := errors.New("failed")
	for _, c := range []struct {
		restart otp.Restart
		why     otp.Reason
		runs    bool
	}{
		{otp.Permanent, otp.Normal, true},
		{otp.Permanent, otp.Failed(failed), true},
		{otp.Transient, otp.Normal, false},
		{otp.Transient, otp.ShutdownWith("idle"), false},
		{otp.Transient, otp.Failed(failed), true},
		{otp.Temporary, otp.Failed(failed), false},
	} {
		t.Run(c.restart.String()+" "+c.why.String(), func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				spec := workerOf("a")
				spec.Restart = c.restart
				w := start(t, spec)
				ref := w.ref("a")
				tell(t, ref.Addr(), func(w *worker) { w.c.Stop(c.why) })
				<-ref.Done()
				synctest.Wait()
				why, over := ref.Reason()
				assert.True(t, over)
				assert.Equal(t, c.why, why)
				_, runs := w.at("a").Ref()
				assert.Equal(t, c.runs, runs)
				if !c.runs {
					_, err := do(t.Context(), w.at("a"), answer(1))
					assert.ErrorIs(t, err, otp.ErrNoProc)
				}
			})
		})
	}
}

func TestGivingUpEscalatesToTheParent(t *testing.T) {
	proof.Of(t, 42, 45)
	bubble(t, func(t *testing.T) {
		w := start(t,
			supervisorOf("s", []otp.ChildSpec{workerOf("a"), workerOf("b")}, func(s *otp.SupervisorSpec) { s.MaxRestarts = 1 }),
			workerOf("c"),
		)
		b, c := w.ref("b"), w.ref("c")
		w.crash("a")
		assert.Equal(t, b, w.ref("b"))
		w.crash("a")
		assert.EqualValues(t, 2, w.ref("s").Incarnation())
		assert.NotEqual(t, b, w.ref("b"))
		assert.Equal(t, c, w.ref("c"))

		gaveUp := eventsOf[otp.GaveUp](w)
		require.Len(t, gaveUp, 1)
		assert.Equal(t, "Root/s", gaveUp[0].Path)
		assert.Equal(t, "a", gaveUp[0].Child)
		assert.Equal(t, "exception:boom", gaveUp[0].Reason.String())
	})
}

func TestRootThatGivesUpEndsTheSystem(t *testing.T) {
	proof.Of(t, 44, 46)
	bubble(t, func(t *testing.T) {
		w := startRoot(t, supervisorOf("Root", []otp.ChildSpec{workerOf("a")}, func(s *otp.SupervisorSpec) { s.MaxRestarts = 0 }))
		w.crash("a")
		assert.Equal(t, otp.Shutdown, w.Wait())
		assert.NoError(t, w.Stop(t.Context()))
		_, err := do(t.Context(), w.at("a"), answer(1))
		assert.ErrorIs(t, err, otp.ErrNoProc)
	})
}

func TestFailedStartStopsWhatWasStarted(t *testing.T) {
	t.Parallel()
	proof.Of(t, 4, 5, 6)
	broken := errors.New("broken")
	for name, c := range map[string]struct {
		init   func(w *worker) error
		reason string
	}{
		"error":  {func(*worker) error { return broken }, "broken"},
		"panic":  {func(*worker) error { panic(broken) }, "exception:broken"},
		"stop":   {func(w *worker) error { w.c.Stop(otp.Failed(broken)); return nil }, "broken"},
		"goexit": {func(*worker) error { runtime.Goexit(); return nil }, "exception:runtime.Goexit called in a process"},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				var j journal
				l := &eventLog{}
				sys := otp.NewSystem(quietly(l)...)
				root := supervisorOf("Root", []otp.ChildSpec{
					workerOf("a", j.logged),
					supervisorOf("s", []otp.ChildSpec{workerOf("b", j.logged), workerOf("c", j.logged, func(k *otp.ServerKind[worker]) { k.Init = c.init })}),
					workerOf("d", j.logged),
				})
				_, err := otp.StartRoot(t.Context(), root, otp.InSystem(sys))
				var failed *otp.StartError
				require.ErrorAs(t, err, &failed)
				assert.Equal(t, "{shutdown,{failed_to_start_child,s,{shutdown,{failed_to_start_child,c,"+c.reason+"}}}}", failed.Reason.String())
				if name != "goexit" {
					assert.ErrorIs(t, err, broken)
				}
				assert.Equal(t, []string{"init Root/a#1", "init Root/s/b#1", "terminate Root/s/b#1 shutdown", "terminate Root/a#1 shutdown"}, j.take())
				synctest.Wait()
				assert.Empty(t, sys.Leaks())
			})
		})
	}
}

func TestStartThatIsIgnored(t *testing.T) {
	proof.Of(t, 8)
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a", func(k *otp.ServerKind[worker]) { k.Init = func(*worker) error { return otp.Ignore } }), workerOf("b"))
		_, err := do(t.Context(), w.at("a"), answer(1))
		assert.ErrorIs(t, err, otp.ErrNoProc)
		children, err := otp.WhichChildren(t.Context(), w.Root())
		require.NoError(t, err)
		assert.Equal(t, []otp.ChildInfo{
			{ID: "b", Ref: w.ref("b"), State: otp.Running},
			{ID: "a", State: otp.Undefined},
		}, children)
	})
}

func TestSecondStartOfARootIsRefused(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"))
		ref, _ := w.Root().Ref()
		_, err := otp.StartRoot(t.Context(), supervisorOf("Root", nil), otp.InSystem(w.System))
		assert.ErrorIs(t, err, otp.ErrAlreadyStarted)
		var started *otp.AlreadyStartedError
		require.ErrorAs(t, err, &started)
		assert.Equal(t, ref, started.Ref)
	})
}

func TestStartAfterAFailedStart(t *testing.T) {
	bubble(t, func(t *testing.T) {
		sys := otp.NewSystem(quietly(&eventLog{})...)
		fails := true
		root := supervisorOf("Root", []otp.ChildSpec{workerOf("a", func(k *otp.ServerKind[worker]) {
			k.Init = func(*worker) error {
				if fails {
					return errors.New("not yet")
				}
				return nil
			}
		})})
		_, err := otp.StartRoot(t.Context(), root, otp.InSystem(sys))
		require.Error(t, err)
		fails = false
		_, err = otp.StartRoot(t.Context(), root, otp.InSystem(sys))
		require.NoError(t, err)
		require.NoError(t, sys.Stop(t.Context()))
		_, err = otp.StartRoot(t.Context(), root, otp.InSystem(sys))
		require.Error(t, err, "a system that was stopped starts no root")
	})
}

func TestStartIsGivenUpWithItsContext(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var j journal
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := otp.StartRoot(ctx, supervisorOf("Root", []otp.ChildSpec{
			workerOf("a", j.logged),
			supervisorOf("s", []otp.ChildSpec{workerOf("b", func(k *otp.ServerKind[worker]) {
				k.Init = func(w *worker) error {
					<-w.c.Done() // a start that takes long, and looks at its context
					return w.c.Err()
				}
			})}),
		}), quietly(&eventLog{})...)
		assert.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, []string{"init Root/a#1", "terminate Root/a#1 shutdown"}, j.take())
	})
}

func TestRestartThatFailsIsRetriedUntilTheIntensityIsReached(t *testing.T) {
	proof.Of(t, 58, 59)
	bubble(t, func(t *testing.T) {
		starts := 0
		w := startRoot(t, supervisorOf("Root", []otp.ChildSpec{workerOf("a", func(k *otp.ServerKind[worker]) {
			k.Init = func(*worker) error {
				if starts++; starts > 1 {
					return errors.New("never again")
				}
				return nil
			}
		})}, func(s *otp.SupervisorSpec) { s.MaxRestarts = 3 }))
		w.crash("a")
		assert.Equal(t, otp.Shutdown, w.Wait())
		assert.Equal(t, 4, starts)
	})
}

func TestHistoryRemembersRestarts(t *testing.T) {
	proof.Of(t, 406)
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"))
		w.crash("a")
		time.Sleep(10 * time.Second)
		w.crash("a")
		h := w.History("Root/a")
		require.Len(t, h, 2)
		assert.EqualValues(t, 2, h[0].Incarnation)
		assert.EqualValues(t, 3, h[1].Incarnation)
		assert.Equal(t, "exception:boom", h[1].Reason.String())
		assert.Equal(t, 10*time.Second, h[1].At.Sub(h[0].At))
		assert.Empty(t, w.History("Root/nobody"))
	})
}

func TestSupervisorRequests(t *testing.T) {
	proof.Of(t, 12, 64, 66, 73, 75, 76, 77, 78, 79, 81)
	bubble(t, func(t *testing.T) {
		ctx := t.Context()
		w := start(t, workerOf("a"))
		root := w.Root()

		b, err := otp.StartChild(ctx, root, workerOf("b"))
		require.NoError(t, err)
		assert.Equal(t, "Root/b#1", b.String())
		_, err = otp.StartChild(ctx, root, workerOf("b"))
		assert.ErrorIs(t, err, otp.ErrAlreadyStarted)
		assert.ErrorIs(t, otp.DeleteChild(ctx, root, "b"), otp.ErrRunning)
		_, err = otp.RestartChild(ctx, root, "b")
		assert.ErrorIs(t, err, otp.ErrRunning)

		require.NoError(t, otp.TerminateChild(ctx, root, "b"))
		_, err = do(ctx, w.at("b"), answer(1))
		assert.ErrorIs(t, err, otp.ErrNoProc, "nobody is going to start it")
		_, err = otp.StartChild(ctx, root, workerOf("b"))
		assert.ErrorIs(t, err, otp.ErrAlreadyPresent)
		again, err := otp.RestartChild(ctx, root, "b")
		require.NoError(t, err)
		assert.EqualValues(t, 2, again.Incarnation())

		spec, err := otp.GetChildSpec(ctx, root, "b")
		require.NoError(t, err)
		assert.Equal(t, "5000", spec.Shutdown.String())
		counts, err := otp.CountChildren(ctx, root)
		require.NoError(t, err)
		assert.Equal(t, otp.Counts{Specs: 2, Active: 2, Workers: 2}, counts)

		require.NoError(t, otp.TerminateChild(ctx, root, "b"))
		require.NoError(t, otp.DeleteChild(ctx, root, "b"))
		assert.ErrorIs(t, otp.TerminateChild(ctx, root, "b"), otp.ErrNotFound)

		_, err = otp.StartChild(ctx, root, workerOf("c", func(k *otp.ServerKind[worker]) { k.Init = func(*worker) error { return errors.New("no") } }))
		var failed *otp.StartError
		require.ErrorAs(t, err, &failed)
		assert.Equal(t, "c", failed.ID)
		_, err = otp.StartChild(ctx, root, workerOf("c", func(k *otp.ServerKind[worker]) { k.Init = func(*worker) error { return otp.Ignore } }))
		assert.ErrorIs(t, err, otp.ErrIgnored)
		_, err = otp.StartChild(ctx, root, otp.ChildSpec{ID: "empty"})
		assert.ErrorContains(t, err, `"empty" has no Start`)

		_, err = otp.WhichChildren(ctx, w.at("a"))
		assert.ErrorIs(t, err, otp.ErrWrongService)
		_, err = otp.WhichChildren(ctx, otp.Addr{})
		assert.ErrorIs(t, err, otp.ErrNoProc)
	})
}

func TestBadSpecsStartNothing(t *testing.T) {
	proof.Of(t, 14, 120)
	bubble(t, func(t *testing.T) {
		for want, children := range map[string][]otp.ChildSpec{
			"{start_spec,{duplicate_child_name,a}}": {workerOf("a"), workerOf("a")},
			"{start_spec,bad_combination}":          {{ID: "a", Start: workerOf("a").Start, Significant: true}},
			`child spec "a" has no Start`:           {{ID: "a"}},
		} {
			_, err := otp.StartRoot(t.Context(), supervisorOf("Root", children), quietly(&eventLog{})...)
			var failed *otp.StartError
			require.ErrorAs(t, err, &failed)
			assert.Equal(t, want, failed.Reason.String())
		}
	})
}

// Nonsense is a failed start, as in OTP, and never a crash of the supervisor.
func TestFlagsThatMakeNoSenseStartNothing(t *testing.T) {
	bubble(t, func(t *testing.T) {
		flags := func(set func(*otp.SupervisorSpec)) otp.Start { return supervisorOf("s", nil, set).Start }
		for want, sup := range map[string]otp.Start{
			"{supervisor_data,{invalid_intensity,-1}}":          flags(func(s *otp.SupervisorSpec) { s.MaxRestarts = -1 }),
			"{supervisor_data,{invalid_period,-1}}":             flags(func(s *otp.SupervisorSpec) { s.MaxSeconds = -1 }),
			"{supervisor_data,{invalid_strategy,strategy(99)}}": flags(func(s *otp.SupervisorSpec) { s.Strategy = 99 }),
			"{supervisor_data,{invalid_intensity,-2}}":          otp.Pool(otp.PoolSpec{Size: 1, Member: workerOf("m"), MaxRestarts: -2}),
			"{supervisor_data,{invalid_period,-2}}":             otp.Pool(otp.PoolSpec{Size: 1, Member: workerOf("m"), MaxSeconds: -2}),
			"{supervisor_data,{invalid_max_children,-1}}":       otp.Dynamic(otp.DynamicSpec{MaxChildren: -1}),
			"{supervisor_data,{invalid_max_children,-2}}":       otp.TaskSupervisor(otp.TasksSpec{MaxChildren: -2}),
			"{supervisor_data,{invalid_period,-3}}":             otp.PartitionSupervisor(otp.PartitionsSpec{Partitions: 1, MaxSeconds: -3, Child: unnamedClerk(nil)}),
		} {
			root := supervisorOf("Root", []otp.ChildSpec{workerOf("a"), {ID: "s", Start: sup}})
			_, err := otp.StartRoot(t.Context(), root, quietly(&eventLog{})...)
			var failed *otp.StartError
			require.ErrorAs(t, err, &failed)
			assert.Equal(t, "{shutdown,{failed_to_start_child,s,"+want+"}}", failed.Reason.String())
			var wrong *otp.SpecError
			require.ErrorAs(t, err, &wrong)
			assert.Equal(t, "Root/s", wrong.Supervisor)
			assert.ErrorContains(t, err, ": the supervisor Root/s: ")
		}
	})
}

func TestARefusedSpecSaysWhose(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t)
		spec := workerOf("a")
		spec.Restart = 77
		_, err := otp.StartChild(t.Context(), w.Root(), spec)
		assert.EqualError(t, err, `child "a" of Root: Restart is restart(77): use Permanent, Transient or Temporary`)
		_, err = otp.StartChild(t.Context(), w.Root(), otp.ChildSpec{Start: spec.Start})
		assert.EqualError(t, err, `child "" of Root: ID is "": each child in a list needs an id`)
		_, err = otp.StartRoot(t.Context(), otp.ChildSpec{Start: spec.Start}, quietly(&eventLog{})...)
		assert.EqualError(t, err, `start of : {start_spec,missing_id}: child "": ID is "": each child in a list needs an id`)
	})
}

func TestAutomaticShutdown(t *testing.T) {
	proof.Of(t, 122)
	bubble(t, func(t *testing.T) {
		job := workerOf("job")
		job.Restart, job.Significant = otp.Transient, true
		w := startRoot(t, supervisorOf("Root", []otp.ChildSpec{workerOf("a"), job}, func(s *otp.SupervisorSpec) { s.AutoShutdown = otp.AnySignificant }))
		tell(t, w.at("job"), func(w *worker) { w.c.Stop(otp.Normal) })
		assert.Equal(t, otp.Shutdown, w.Wait())
		assert.Len(t, eventsOf[otp.AutoShutDown](w), 1)
	})
}
