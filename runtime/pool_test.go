package otp_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/otpgen/otpgen/runtime/otptest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// poolTree runs Root/Pool with that many workers.
func poolTree(t *testing.T, size int, route otp.Route, init func(c *otp.Ctx) error) (*otptest.Harness, otp.Addr) {
	t.Helper()
	h := harness(t, poolSpec(otp.PoolSpec{Size: size, Route: route, MaxRestarts: 100, Member: clerkSpec("Worker", init)}))
	return h, h.System().Find("Root/Pool")
}

func poolSpec(spec otp.PoolSpec) otp.ChildSpec {
	return otp.ChildSpec{ID: "Pool", Name: otp.Name{Service: "Pool"}, Start: otp.Pool(spec)}
}

// paths says where n calls to the pool end up.
func paths(t *testing.T, pool otp.Addr, n int) []string {
	t.Helper()
	var got []string
	for range n {
		got = append(got, who(t, pool).Addr().Path())
		synctest.Wait() // until then the member that has answered may still look busy
	}
	return got
}

func TestPoolMembers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		_, pool := poolTree(t, 3, otp.RoundRobin, nil)
		children, err := otp.WhichChildren(t.Context(), pool)
		require.NoError(t, err)
		var ids []string
		for _, c := range children {
			ids = append(ids, c.ID)
			assert.False(t, c.Supervisor)
			assert.Equal(t, "Root/Pool/"+c.ID, c.Ref.Addr().Path())
		}
		assert.Equal(t, []string{"2", "1", "0"}, ids)
	})
}

func TestPoolRoundRobin(t *testing.T) {
	t.Parallel()
	proof.Of(t, 419)
	synctest.Test(t, func(t *testing.T) {
		_, pool := poolTree(t, 3, otp.RoundRobin, nil)
		assert.Equal(t, []string{"Root/Pool/0", "Root/Pool/1", "Root/Pool/2", "Root/Pool/0", "Root/Pool/1"}, paths(t, pool, 5))
	})
}

func TestPoolRandom(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		_, pool := poolTree(t, 3, otp.Random, nil)
		count := make(map[string]int)
		for _, path := range paths(t, pool, 300) { // none of three is missed but once in 1e52 runs
			count[path]++
		}
		assert.Len(t, count, 3)
	})
}

func TestPoolLeastLoaded(t *testing.T) {
	t.Parallel()
	proof.Of(t, 419)
	synctest.Test(t, func(t *testing.T) {
		h, pool := poolTree(t, 3, otp.LeastLoaded, nil)
		assert.Equal(t, []string{"Root/Pool/0", "Root/Pool/1", "Root/Pool/2"}, paths(t, pool, 3), "an idle pool takes turns")

		release := make(chan struct{})
		var all sync.WaitGroup
		for range 2 { // one in hand, one waiting
			all.Go(func() {
				assert.NoError(t, runIn(t.Context(), h.System().Find("Root/Pool/0"), func(*otp.Ctx) error { <-release; return nil }))
			})
		}
		all.Go(func() {
			assert.NoError(t, runIn(t.Context(), h.System().Find("Root/Pool/1"), func(*otp.Ctx) error { <-release; return nil }))
		})
		synctest.Wait()
		assert.Equal(t, []string{"Root/Pool/2", "Root/Pool/2", "Root/Pool/2", "Root/Pool/2"}, paths(t, pool, 4))
		close(release)
		all.Wait()
	})
}

// gate lets first incarnations start and keeps later ones waiting until it is opened.
type gate struct{ open chan struct{} }

func newGate() gate { return gate{make(chan struct{})} }

func (g gate) init(c *otp.Ctx) error {
	if c.Self().Incarnation() == 1 {
		return nil
	}
	select {
	case <-g.open:
		return nil
	case <-c.Done():
		return c.Err()
	}
}

func TestPoolSkipsDeadMembers(t *testing.T) {
	t.Parallel()
	proof.Of(t, 419)
	for route, name := range map[otp.Route]string{otp.RoundRobin: "round robin", otp.Random: "random", otp.LeastLoaded: "least loaded"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				gate := newGate()
				h, pool := poolTree(t, 3, route, gate.init)
				dead := h.CrashPath("Root/Pool/1")
				synctest.Wait() // the new one waits at the gate
				assert.NotContains(t, paths(t, pool, 60), "Root/Pool/1")
				close(gate.open)
				h.AwaitReplaced(dead)
				assert.Contains(t, paths(t, pool, 60), "Root/Pool/1")
			})
		})
	}
}

func TestPoolSharesTheLoadOfTheDead(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		gate := newGate()
		h, pool := poolTree(t, 3, otp.RoundRobin, gate.init)
		h.CrashPath("Root/Pool/1")
		synctest.Wait()
		count := make(map[string]int)
		for _, path := range paths(t, pool, 60) {
			count[path]++
		}
		assert.Equal(t, map[string]int{"Root/Pool/0": 30, "Root/Pool/2": 30}, count)
		close(gate.open)
	})
}

func TestPoolWithoutRunningMember(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		gate := newGate()
		h, pool := poolTree(t, 1, otp.RoundRobin, gate.init)
		dead := h.CrashPath("Root/Pool/0")
		synctest.Wait()

		err := runIn(t.Context(), pool, nil)
		var failure *otp.CallError
		require.ErrorAs(t, err, &failure)
		assert.Equal(t, otp.ErrRestarting, failure.Kind)
		assert.Equal(t, "Root/Pool", failure.Path)
		assert.Positive(t, failure.After)
		require.NoError(t, otp.Cast(t.Context(), pool, &clerkTell, func(*otp.Ctx) { t.Error("a cast to nobody arrived") }))

		time.AfterFunc(time.Second, func() { close(gate.open) })
		began := time.Now()
		again := who(t, pool) // idempotent: waits for the next incarnation
		assert.Equal(t, time.Second, time.Since(began))
		assert.Equal(t, h.AwaitReplaced(dead), again)
	})
}

func TestPoolIdempotentCallGivesUpAtItsDeadline(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		gate := newGate()
		h, pool := poolTree(t, 2, otp.RoundRobin, gate.init)
		h.CrashPath("Root/Pool/0")
		h.CrashPath("Root/Pool/1")
		began := time.Now()
		_, err := otp.Call(t.Context(), pool, &clerkWho, struct{}{})
		require.ErrorIs(t, err, otp.ErrRestarting)
		assert.Equal(t, 5*time.Second, time.Since(began))
		close(gate.open)
	})
}

func TestPoolIdempotentCallMovesToAnotherMember(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		gate := newGate()
		defer close(gate.open)
		h, pool := poolTree(t, 2, otp.RoundRobin, gate.init)
		release := make(chan struct{})
		// Member 0 is busy, and dies with the call in its mailbox.
		require.NoError(t, otp.Cast(t.Context(), h.System().Find("Root/Pool/0"), &clerkTell, func(*otp.Ctx) {
			<-release
			panic(errBoom)
		}))
		var got otp.Ref
		var all sync.WaitGroup
		all.Go(func() { got = who(t, pool) })
		synctest.Wait()
		close(release)
		all.Wait()
		assert.Equal(t, "Root/Pool/1", got.Addr().Path())
	})
}

func TestPoolWhoseMembersAreGone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		member := clerkSpec("Worker", nil)
		member.Restart = otp.Transient
		h := harness(t, poolSpec(otp.PoolSpec{Size: 2, Member: member}))
		pool := h.System().Find("Root/Pool")
		for _, path := range []string{"Root/Pool/0", "Root/Pool/1"} {
			at := h.System().Find(path)
			ref, _ := at.Ref()
			require.NoError(t, runIn(t.Context(), at, func(c *otp.Ctx) error { c.Stop(otp.Normal); return nil }))
			h.AwaitGone(ref)
		}
		_, err := otp.Call(t.Context(), pool, &clerkWho, struct{}{})
		require.ErrorIs(t, err, otp.ErrNoProc, "nobody is there and nobody is expected")
		pinned, _ := pool.Ref()
		_, err = otp.Call(t.Context(), pinned.Addr(), &clerkWho, struct{}{})
		require.ErrorIs(t, err, otp.ErrNoProc, "the pool itself is not down")
	})
}

func TestPoolThatGivesUpIsReplaced(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := harness(t, poolSpec(otp.PoolSpec{Size: 2, MaxRestarts: 0, Member: clerkSpec("Worker", nil)}))
		pool := h.System().Find("Root/Pool")
		h.CheckCrash(otptest.CrashCase{
			Path:     "Root/Pool/1",
			Replaced: []string{"Root/Pool", "Root/Pool/0", "Root/Pool/1"},
			Kept:     []string{"Root"},
		})
		assert.Equal(t, []string{"Root/Pool/0", "Root/Pool/1", "Root/Pool/0"}, paths(t, pool, 3), "the address is still good")
	})
}

func TestPoolUsedWhileMembersCrash(t *testing.T) {
	t.Parallel()
	h, pool := poolTree(t, 4, otp.LeastLoaded, nil)
	var all sync.WaitGroup
	var answers atomic.Int32
	for range 4 {
		all.Go(func() {
			for range 50 {
				if _, err := otp.Call(t.Context(), pool, &clerkWho, struct{}{}); assert.NoError(t, err) {
					answers.Add(1)
				}
			}
		})
	}
	for range 10 {
		h.AwaitReplaced(h.CrashPath("Root/Pool/0"))
	}
	all.Wait()
	assert.Equal(t, int32(200), answers.Load())
}

func TestPoolSpecsThatCannotWork(t *testing.T) {
	t.Parallel()
	good := otp.PoolSpec{Size: 1, Member: clerkSpec("Worker", nil)}
	for want, change := range map[string]func(*otp.PoolSpec){
		"a pool of 0 members: it needs at least one":  func(s *otp.PoolSpec) { s.Size = 0 },
		"a pool of -1 members: it needs at least one": func(s *otp.PoolSpec) { s.Size = -1 },
		"a pool with the unknown route 9":             func(s *otp.PoolSpec) { s.Route = 9 },
		`child spec "0" has no Start`:                 func(s *otp.PoolSpec) { s.Member.Start = otp.Start{} },
		"start refused":                               func(s *otp.PoolSpec) { s.Member = clerkSpec("Worker", func(*otp.Ctx) error { return errRefused }) },
	} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				spec := good
				change(&spec)
				_, err := otp.StartRoot(t.Context(), rootOf(poolSpec(spec)), quiet())
				require.ErrorContains(t, err, want)
			})
		})
	}
}
