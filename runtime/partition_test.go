package otp_test

import (
	"context"
	"fmt"
	"runtime"
	"testing"
	"testing/synctest"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/otpgen/otpgen/runtime/otptest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// partitionsSpec is a child "Parts" with partitions that are clerks without a
// name; change may alter it.
func partitionsSpec(n int, change ...func(s *otp.PartitionsSpec)) otp.ChildSpec {
	spec := otp.PartitionsSpec{Partitions: n, Child: unnamedClerk(nil)}
	for _, f := range change {
		f(&spec)
	}
	return otp.ChildSpec{ID: "Parts", Name: otp.Name{Service: "Parts"}, Start: otp.PartitionSupervisor(spec)}
}

// unnamedClerk makes the clerks that partitions are; init gets the number.
func unnamedClerk(init func(i int, c *otp.Ctx) error) func(i int) otp.ChildSpec {
	return func(i int) otp.ChildSpec {
		spec := clerkSpec("not used", func(c *otp.Ctx) error {
			if init == nil {
				return nil
			}
			return init(i, c)
		})
		spec.Name = otp.Name{}
		return spec
	}
}

func partitionTree(t *testing.T, n int, change ...func(s *otp.PartitionsSpec)) (*otptest.Harness, otp.Partitions) {
	t.Helper()
	h := harness(t, partitionsSpec(n, change...))
	return h, otp.PartitionsAt(h.System().Find("Root/Parts"))
}

// partition looks a key up, or fails the test.
func partition[K comparable](t *testing.T, p otp.Partitions, key K) otp.Addr {
	t.Helper()
	a, err := otp.PartitionFor(p, key)
	require.NoError(t, err)
	return a
}

func resize(t *testing.T, p otp.Partitions, n int) (old int) {
	t.Helper()
	old, err := p.Resize(t.Context(), n)
	require.NoError(t, err)
	return old
}

// idsOf lists the children that run, in the order of WhichChildren.
func idsOf(t *testing.T, sup otp.Addr) []string {
	t.Helper()
	list, err := otp.WhichChildren(t.Context(), sup)
	require.NoError(t, err)
	var ids []string
	for _, c := range list {
		if c.State == otp.Running {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

func TestPartitionsStart(t *testing.T) {
	t.Parallel()
	proof.Of(t, 203)
	synctest.Test(t, func(t *testing.T) {
		_, p := partitionTree(t, 3)
		assert.Equal(t, []string{"2", "1", "0"}, idsOf(t, p.Addr()))
		counts, err := otp.CountChildren(t.Context(), p.Addr())
		require.NoError(t, err)
		assert.Equal(t, otp.Counts{Specs: 3, Active: 3, Workers: 3}, counts)
		n, err := p.Count()
		require.NoError(t, err)
		assert.Equal(t, 3, n)
		assert.Equal(t, "Root/Parts/1", partition(t, p, 1).Path())
		assert.Equal(t, "Root/Parts/1#1", who(t, partition(t, p, 1)).String())
	})
}

func TestPartitionsAreAsManyAsProcessors(t *testing.T) {
	t.Parallel()
	proof.Of(t, 203)
	synctest.Test(t, func(t *testing.T) {
		_, p := partitionTree(t, 0)
		n, err := p.Count()
		require.NoError(t, err)
		assert.Equal(t, runtime.GOMAXPROCS(0), n)
	})
}

func TestPartitionsRestartOneForOne(t *testing.T) {
	t.Parallel()
	proof.Of(t, 203)
	synctest.Test(t, func(t *testing.T) {
		h, p := partitionTree(t, 3)
		first := p.Addr()
		before := map[int]otp.Ref{}
		for i := range 3 {
			before[i] = who(t, partition(t, p, i))
		}
		for range 3 { // within 5 s
			h.AwaitReplaced(h.Crash(at(partition(t, p, 1))))
		}
		assert.Equal(t, before[0], who(t, partition(t, p, 0)), "the others are not touched")
		assert.Equal(t, before[2], who(t, partition(t, p, 2)))
		sup, _ := first.Ref()
		h.Crash(at(partition(t, p, 1))) // the fourth
		h.AwaitReplaced(sup)
	})
}

// at makes an address something that has one.
type at otp.Addr

func (a at) Addr() otp.Addr { return otp.Addr(a) }

func TestPartitionsRestartAsOftenAsTheyMay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h, p := partitionTree(t, 2, func(s *otp.PartitionsSpec) { s.MaxRestarts = 1 })
		sup, _ := p.Addr().Ref()
		h.AwaitReplaced(h.Crash(at(partition(t, p, 0))))
		h.Crash(at(partition(t, p, 0)))
		h.AwaitReplaced(sup)
	})
}

func TestPartitionsGiveUpAtOnceWithoutRestarts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h, p := partitionTree(t, 2, func(s *otp.PartitionsSpec) { s.MaxRestarts = -1 })
		sup, _ := p.Addr().Ref()
		h.Crash(at(partition(t, p, 0)))
		h.AwaitReplaced(sup)
	})
}

func TestPartitionsThatCannotStart(t *testing.T) {
	t.Parallel()
	proof.Of(t, 203)
	significant := func(i int) otp.ChildSpec {
		spec := unnamedClerk(nil)(i)
		spec.Significant, spec.Restart = true, otp.Transient
		return spec
	}
	cases := map[string]struct {
		spec otp.PartitionsSpec
		says string
	}{
		"a negative number":                     {otp.PartitionsSpec{Partitions: -1, Child: unnamedClerk(nil)}, "a partition supervisor of -1 partitions"},
		"no Child":                              {otp.PartitionsSpec{Partitions: 1}, "without Child"},
		"no Start":                              {otp.PartitionsSpec{Partitions: 1, Child: func(int) otp.ChildSpec { return otp.ChildSpec{} }}, `child spec "0" has no Start`},
		"significant for an automatic shutdown": {otp.PartitionsSpec{Partitions: 1, Child: significant}, "bad_combination"},
		"one name for all":                      {otp.PartitionsSpec{Partitions: 2, Child: func(int) otp.ChildSpec { return clerkSpec("Clerk", nil) }}, "already_started"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := otp.StartRoot(t.Context(), otp.ChildSpec{ID: "Root", Start: otp.PartitionSupervisor(c.spec)}, quiet())
			require.ErrorContains(t, err, c.says)
		})
	}
}

func TestPartitionsFindARestartedPartition(t *testing.T) {
	t.Parallel()
	proof.Of(t, 205)
	synctest.Test(t, func(t *testing.T) {
		var hold chan struct{}
		h, p := partitionTree(t, 2, func(s *otp.PartitionsSpec) {
			s.Child = unnamedClerk(func(_ int, c *otp.Ctx) error {
				if hold != nil {
					<-hold
				}
				return nil
			})
		})
		before := partition(t, p, 1)
		first := who(t, before)

		hold = make(chan struct{})
		h.CrashPath("Root/Parts/1")
		assert.Equal(t, before, partition(t, p, 1), "the route does not change between death and restart")
		_, runs := before.Ref()
		assert.False(t, runs)
		close(hold)
		second := h.AwaitReplaced(first)
		assert.Equal(t, second, who(t, partition(t, p, 1)))
		assert.Equal(t, second, who(t, before), "an address from before finds it again")

		hold = nil
		h.AwaitReplaced(h.CrashPath("Root/Parts"))
		assert.Equal(t, uint64(3), who(t, before).Incarnation(), "also after the end of the supervisor")
	})
}

func TestPartitionsDiffer(t *testing.T) {
	t.Parallel()
	proof.Of(t, 206)
	synctest.Test(t, func(t *testing.T) {
		h, p := partitionTree(t, 3, func(s *otp.PartitionsSpec) {
			s.Child = func(i int) otp.ChildSpec {
				spec := clerkSpec("Clerk", nil)
				spec.Name.Key = fmt.Sprint("part", i)
				return spec
			}
		})
		for i := range 3 {
			named := h.System().Lookup(otp.Name{Service: "Clerk", Key: fmt.Sprint("part", i)})
			assert.Equal(t, who(t, partition(t, p, i)), who(t, named))
		}
	})
}

func TestPartitionsThatIgnoreTheirStart(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		_, p := partitionTree(t, 2, func(s *otp.PartitionsSpec) {
			s.Child = unnamedClerk(func(i int, _ *otp.Ctx) error {
				if i == 1 {
					return otp.Ignore
				}
				return nil
			})
		})
		assert.Equal(t, 2, resize(t, p, 0))
		assert.Equal(t, 0, resize(t, p, 2))
		assert.Equal(t, []string{"0"}, idsOf(t, p.Addr()))
		_, err := otp.Call(t.Context(), partition(t, p, 1), &clerkWho, struct{}{})
		require.ErrorIs(t, err, otp.ErrNoProc)
	})
}

func TestPartitionsLookEachOtherUpInInit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var seen []otp.Ref
		partitionTree(t, 2, func(s *otp.PartitionsSpec) {
			s.Child = unnamedClerk(func(i int, c *otp.Ctx) error {
				p := otp.PartitionsAt(c.Lookup(otp.Name{Service: "Parts"}))
				other, err := otp.PartitionFor(p, 1-i)
				if err != nil {
					return err
				}
				_, err = otp.Call(c, other, &clerkWho, struct{}{})
				if i == 0 {
					assert.ErrorIs(t, err, otp.ErrNoProc, "1 is to be started yet")
					return nil
				}
				ref, _ := other.Ref()
				seen = append(seen, ref)
				return err
			})
		})
		require.Len(t, seen, 1)
		assert.Equal(t, "Root/Parts/0#1", seen[0].String())
	})
}

func TestPartitionsOfASupervisorThatIsAboutToStart(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sys := otp.NewSystem(quiet())
		p := otp.PartitionsAt(sys.Lookup(otp.Name{Service: "Parts"}))
		spec := partitionsSpec(1, func(s *otp.PartitionsSpec) {
			inner := s.Child
			s.Child = func(i int) otp.ChildSpec {
				_, err := otp.PartitionFor(p, i)
				assert.ErrorIs(t, err, otp.ErrRestarting)
				return inner(i)
			}
		})
		_, err := otp.StartRoot(t.Context(), spec, otp.InSystem(sys))
		require.NoError(t, err)
		who(t, partition(t, p, 0))
		require.NoError(t, sys.Stop(t.Context()))
	})
}

func TestPartitionsThatAreNotThere(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := harness(t, partitionsSpec(2), clerkSpec("Worker", nil))
		cases := map[string]struct {
			p  otp.Partitions
			is error
		}{
			"nobody":        {otp.Partitions{}, otp.ErrNoProc},
			"another kind":  {otp.PartitionsAt(h.System().Find("Root/Worker")), otp.ErrWrongService},
			"never started": {otp.PartitionsAt(h.System().Lookup(otp.Name{Service: "Other"})), otp.ErrNoProc},
		}
		for name, c := range cases {
			_, err := otp.PartitionFor(c.p, "key")
			require.ErrorIs(t, err, c.is, name)
			_, err = c.p.Count()
			require.ErrorIs(t, err, c.is, name)
			_, err = c.p.Resize(t.Context(), 1)
			require.ErrorIs(t, err, c.is, name)
		}
		_, err := otp.Call(t.Context(), h.System().Find("Root/Parts"), &clerkWho, struct{}{})
		require.ErrorIs(t, err, otp.ErrWrongService, "its own address is not that of a partition")
	})
}

func TestPartitionsOfDynamicSupervisors(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h, p := partitionTree(t, 2, func(s *otp.PartitionsSpec) {
			s.Child = func(int) otp.ChildSpec { return otp.ChildSpec{Start: otp.Dynamic(otp.DynamicSpec{MaxRestarts: 3})} }
		})
		for i := range 4 {
			spec := clerkSpec(fmt.Sprint("clerk", i), nil)
			_, err := otp.StartChild(t.Context(), partition(t, p, i), spec)
			require.NoError(t, err)
		}
		assert.ElementsMatch(t, []string{"clerk0", "clerk2"}, idsOf(t, h.System().Find("Root/Parts/0")))
		assert.ElementsMatch(t, []string{"clerk1", "clerk3"}, idsOf(t, h.System().Find("Root/Parts/1")))
		counts, err := otp.CountChildren(t.Context(), p.Addr())
		require.NoError(t, err)
		assert.Equal(t, otp.Counts{Specs: 2, Active: 2, Supervisors: 2}, counts)
	})
}

func TestPartitionsOfTaskSupervisors(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		_, p := partitionTree(t, 2, func(s *otp.PartitionsSpec) {
			s.Child = func(int) otp.ChildSpec { return otp.ChildSpec{Start: otp.TaskSupervisor(otp.TasksSpec{})} }
		})
		task := async(t, otp.TasksAt(partition(t, p, "ann")), func(context.Context) (int, error) { return 42, nil })
		n, err := task.Await(t.Context())
		require.NoError(t, err)
		assert.Equal(t, 42, n)
	})
}
