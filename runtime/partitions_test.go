package otp_test

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"testing"
	"testing/synctest"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPartitionsRouteIntegers(t *testing.T) {
	t.Parallel()
	proof.Of(t, 204)
	type userID int32
	synctest.Test(t, func(t *testing.T) {
		_, p := partitionTree(t, 3)
		for key, want := range map[int]string{0: "0", 1: "1", 2: "2", 3: "0", -1: "1", -4: "1", math.MaxInt64: "1", math.MinInt64: "2"} {
			assert.Equal(t, "Root/Parts/"+want, partition(t, p, key).Path(), "key %d", key)
		}
		assert.Equal(t, "Root/Parts/2", partition(t, p, int8(-128)).Path())
		assert.Equal(t, "Root/Parts/0", partition(t, p, uint64(math.MaxUint64)).Path())
		assert.Equal(t, "Root/Parts/2", partition(t, p, userID(-5)).Path(), "a type of its own")
		assert.Equal(t, "Root/Parts/2", partition(t, p, any(5)).Path(), "in an interface")
	})
}

func TestPartitionsRouteOtherKeys(t *testing.T) {
	t.Parallel()
	proof.Of(t, 204)
	type key struct {
		tenant string
		n      int
	}
	synctest.Test(t, func(t *testing.T) {
		h, p := partitionTree(t, 4)
		const keys = 200
		route := func() (names []otp.Addr) {
			for i := range keys {
				names = append(names, partition(t, p, strconv.Itoa(i)), partition(t, p, key{"t", i}),
					partition(t, p, 0.5+float64(i)), partition(t, p, any(strconv.Itoa(i))))
			}
			return names
		}
		first := route()
		reached := map[otp.Addr]int{}
		for _, a := range first {
			reached[a]++
		}
		assert.Len(t, reached, 4, "all partitions have some of %d keys", len(first))
		assert.Equal(t, first, route(), "always the same")

		h.AwaitReplaced(h.CrashPath("Root/Parts"))
		assert.Equal(t, first, route(), "in the next life of the supervisor, too")
		assert.Equal(t, partition(t, p, any(nil)), partition(t, p, any(nil)))
		assert.Equal(t, partition(t, p, "ann"), partition(t, p, any("ann")))
	})
}

// What is kept by the partition of a string key is found again after a release.
func TestPartitionsRouteStringsForEver(t *testing.T) {
	proof.Of(t, 204)
	bubble(t, func(t *testing.T) {
		_, p := partitionTree(t, 8)
		for key, want := range map[string]string{"": "1", "ann": "1", "bob": "5", "0f8fad5b-d9cb-469f-a165-70867728950e": "1"} {
			assert.Equal(t, "Root/Parts/"+want, partition(t, p, key).Path(), key)
		}
		shares := map[otp.Addr]int{}
		for i := range 8000 {
			shares[partition(t, p, fmt.Sprintf("user-%04d", i))]++
		}
		for a, n := range shares {
			assert.InDelta(t, 1000, n, 150, "share of %s", a)
		}
	})
}

func TestPartitionsResize(t *testing.T) {
	t.Parallel()
	proof.Of(t, 207)
	synctest.Test(t, func(t *testing.T) {
		_, p := partitionTree(t, 4)
		kept := who(t, partition(t, p, 1))
		assert.Equal(t, 4, resize(t, p, 2))
		assert.Equal(t, []string{"1", "0"}, idsOf(t, p.Addr()))
		assert.Equal(t, "Root/Parts/1", partition(t, p, 3).Path())
		counts, err := otp.CountChildren(t.Context(), p.Addr())
		require.NoError(t, err)
		assert.Equal(t, otp.Counts{Specs: 4, Active: 2, Workers: 4}, counts, "terminated, not deleted")

		assert.Equal(t, 2, resize(t, p, 2), "to what it is")
		assert.Equal(t, 2, resize(t, p, 3))
		assert.Equal(t, []string{"2", "1", "0"}, idsOf(t, p.Addr()))
		assert.Equal(t, uint64(2), who(t, partition(t, p, 2)).Incarnation())
		assert.Equal(t, 3, resize(t, p, 0))
		_, err = otp.PartitionFor(p, "any")
		require.ErrorIs(t, err, otp.ErrNoPartitions)
		require.EqualError(t, err, "PartitionSupervisor.PartitionFor to Root/Parts: no partitions")
		assert.Empty(t, idsOf(t, p.Addr()))
		assert.Equal(t, 0, resize(t, p, 4))
		assert.NotEqual(t, kept, who(t, partition(t, p, 1)))

		for _, n := range []int{-1, 5} {
			_, err = p.Resize(t.Context(), n)
			require.ErrorIs(t, err, otp.ErrPartitionRange)
		}
		count, err := p.Count()
		require.NoError(t, err)
		assert.Equal(t, 4, count)
	})
}

func TestPartitionsResizedComeBackAfterARestart(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h, p := partitionTree(t, 3)
		resize(t, p, 1)
		h.AwaitReplaced(h.CrashPath("Root/Parts"))
		assert.Len(t, idsOf(t, p.Addr()), 3)
	})
}

func TestPartitionsResizeThatFails(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fails := true
		stuck := make(chan struct{})
		_, p := partitionTree(t, 3, func(s *otp.PartitionsSpec) {
			starts := map[int]int{}
			s.Child = unnamedClerk(func(i int, c *otp.Ctx) error {
				starts[i]++
				if i == 2 && starts[i] > 1 && fails {
					return errRefused
				}
				return nil
			})
		})
		// One that hangs when it is told to stop: the resize is given up, and made again.
		require.NoError(t, otp.Cast(t.Context(), partition(t, p, 2), &clerkTell, func(*otp.Ctx) { <-stuck }))
		synctest.Wait()
		ctx, cancel := context.WithCancel(t.Context())
		got := make(chan error, 1)
		go func() {
			_, err := p.Resize(ctx, 1)
			got <- err
		}()
		synctest.Wait()
		again := make(chan error, 1)
		go func() { // waits for its turn
			old, err := p.Resize(t.Context(), 0)
			assert.Equal(t, 1, old)
			again <- err
		}()
		synctest.Wait()
		waiting, giveUp := context.WithCancel(t.Context())
		giveUp()
		_, err := p.Resize(waiting, 0)
		require.ErrorIs(t, err, otp.ErrCanceled)
		cancel()
		require.ErrorIs(t, <-got, otp.ErrCanceled)
		close(stuck)
		require.NoError(t, <-again)
		assert.Empty(t, idsOf(t, p.Addr()))

		_, err = p.Resize(t.Context(), 3)
		require.ErrorIs(t, err, errRefused)
		count, err := p.Count()
		require.NoError(t, err)
		assert.Equal(t, 2, count, "those that are up serve")
		fails = false
		assert.Equal(t, 2, resize(t, p, 3))
		assert.Len(t, idsOf(t, p.Addr()), 3)
	})
}

func TestPartitionsResizeWaitsInVainForItsTurn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h, p := partitionTree(t, 1)
		stuck := make(chan struct{})
		require.NoError(t, otp.Cast(t.Context(), partition(t, p, 0), &clerkTell, func(*otp.Ctx) { <-stuck }))
		synctest.Wait()
		got := make(chan error, 2)
		for range 2 {
			go func() {
				_, err := p.Resize(context.Background(), 0)
				got <- err
			}()
		}
		synctest.Wait()
		ref, _ := p.Addr().Ref()
		ref.Exit(otp.Killed)
		for range 2 {
			require.ErrorIs(t, <-got, otp.ErrDown)
		}
		h.AwaitReplaced(ref)
		close(stuck)
		synctest.Wait()
	})
}

func TestPartitionsNoAllocation(t *testing.T) {
	sys, err := otp.StartRoot(t.Context(), partitionsSpec(4), quiet())
	require.NoError(t, err)
	defer func() { require.NoError(t, sys.Stop(context.Background())) }()
	p := otp.PartitionsAt(sys.Root())
	key := t.Name()
	assert.Zero(t, testing.AllocsPerRun(100, func() { _, _ = otp.PartitionFor(p, key) }), "a string")
	assert.Zero(t, testing.AllocsPerRun(100, func() { _, _ = otp.PartitionFor(p, 1<<40) }), "an integer")
}

func BenchmarkPartitionFor(b *testing.B) {
	sys, err := otp.StartRoot(b.Context(), partitionsSpec(4), quiet())
	require.NoError(b, err)
	defer func() { require.NoError(b, sys.Stop(context.Background())) }()
	p := otp.PartitionsAt(sys.Root())
	b.Run("integer", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			if _, err := otp.PartitionFor(p, i); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("string", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := otp.PartitionFor(p, "0f8fad5b-d9cb-469f-a165-70867728950e"); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func TestPartitionForAKeyThatIsNotItself(t *testing.T) {
	t.Parallel()
	assert.PanicsWithValue(t, "otp: NaN cannot be a key: it is not equal to itself", func() {
		_, _ = otp.PartitionFor(otp.Partitions{}, math.NaN())
	})
}
