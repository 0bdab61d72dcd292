package otp_test

import (
	"context"
	"math/rand/v2"
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

// checkout borrows a worker for as long as the test, or fails it.
func checkout(t *testing.T, pool otp.Addr) otp.Lease {
	t.Helper()
	lease, err := otp.CheckoutWorker(t.Context(), pool)
	require.NoError(t, err)
	return lease
}

// lendingTree runs Root/Pool, whose workers are lent, and Root/Holder, which may
// borrow them.
func lendingTree(t *testing.T, size int, init func(c *otp.Ctx) error) (h *otptest.Harness, pool, holder otp.Addr) {
	t.Helper()
	h = harness(t,
		poolSpec(otp.PoolSpec{Size: size, Route: otp.CheckoutRoute, MaxRestarts: 100, Member: clerkSpec("Worker", init)}),
		clerkSpec("Holder", nil))
	return h, h.System().Find("Root/Pool"), h.System().Find("Root/Holder")
}

// requireNoneIdle checks that nothing can be borrowed now.
func requireNoneIdle(t *testing.T, pool otp.Addr) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	_, err := otp.CheckoutWorker(ctx, pool)
	require.ErrorIs(t, err, otp.ErrTimeout)
}

func TestLease(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		_, pool, _ := lendingTree(t, 2, nil)
		a, b := checkout(t, pool), checkout(t, pool)
		assert.NotEqual(t, a.Ref(), b.Ref())
		assert.Equal(t, a.Ref(), who(t, a.Addr()))
		assert.Equal(t, "Root/Pool/1", b.Addr().Path())
		requireNoneIdle(t, pool)
		a.Return()
		c := checkout(t, pool)
		assert.Equal(t, a.Ref(), c.Ref())
		assert.NotEqual(t, a, c, "another lease of the same worker")
	})
}

func TestLeaseZeroValue(t *testing.T) {
	t.Parallel()
	var none otp.Lease
	none.Return()
	assert.True(t, none.Addr().IsZero())
	assert.Equal(t, otp.Ref{}, none.Ref())
}

func TestLeaseReturnedTwice(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		_, pool, _ := lendingTree(t, 1, nil)
		a := checkout(t, pool)
		a.Return()
		a.Return()
		b := checkout(t, pool)
		a.Return() // must not return what b holds
		requireNoneIdle(t, pool)
		b.Return()
		checkout(t, pool)
		requireNoneIdle(t, pool)
	})
}

func TestCheckoutInOrder(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		_, pool, _ := lendingTree(t, 1, nil)
		held := checkout(t, pool)
		served := make(chan int, 3)
		for i := range 3 {
			go func() {
				lease, err := otp.CheckoutWorker(t.Context(), pool)
				if assert.NoError(t, err) {
					served <- i
					lease.Return()
				}
			}()
			synctest.Wait() // queued before the next one asks
		}
		held.Return()
		assert.Equal(t, []int{0, 1, 2}, []int{<-served, <-served, <-served})
	})
}

func TestCheckoutDeadlines(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		_, pool, _ := lendingTree(t, 1, nil)
		held := checkout(t, pool)
		began := time.Now()

		_, err := otp.CheckoutWorker(context.Background(), pool)
		require.ErrorIs(t, err, otp.ErrTimeout)
		assert.Equal(t, 5*time.Second, time.Since(began), "5 s without a deadline")
		assert.EqualError(t, err, "Pool.Checkout to Root/Pool: timeout")

		began = time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		_, err = otp.CheckoutWorker(ctx, pool)
		require.ErrorIs(t, err, otp.ErrTimeout)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, time.Minute, time.Since(began), "a deadline may be later")

		_, err = otp.CheckoutWorker(ctx, pool)
		require.ErrorIs(t, err, otp.ErrTimeout, "a context that is done already")

		ctx, cancel = context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		_, err = otp.CheckoutWorker(ctx, pool)
		require.ErrorIs(t, err, otp.ErrCanceled)
		require.ErrorIs(t, err, context.Canceled)

		held.Return() // goes to nobody of those who gave up
		checkout(t, pool)
	})
}

func TestCheckoutOfSomethingElse(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h, pool, holder := lendingTree(t, 1, nil)
		for _, at := range []otp.Addr{holder, h.System().Root(), h.System().Find("Root/Pool/0")} {
			_, err := otp.CheckoutWorker(t.Context(), at)
			require.ErrorIs(t, err, otp.ErrWrongService, "at %s", at)
		}
		_, err := otp.CheckoutWorker(t.Context(), otp.Addr{})
		require.ErrorIs(t, err, otp.ErrNoProc)
		_, err = otp.Call(t.Context(), pool, &clerkWho, struct{}{})
		require.ErrorIs(t, err, otp.ErrWrongService, "a pool that lends does not route")

		_, routed := poolTree(t, 1, otp.RoundRobin, nil)
		_, err = otp.CheckoutWorker(t.Context(), routed)
		require.ErrorIs(t, err, otp.ErrWrongService)
	})
}

func TestLeaseEndsWithTheContextOfAnOutsideHolder(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		_, pool, _ := lendingTree(t, 1, nil)
		ctx, cancel := context.WithCancel(t.Context())
		lease, err := otp.CheckoutWorker(ctx, pool)
		require.NoError(t, err)
		requireNoneIdle(t, pool)
		cancel()
		again := checkout(t, pool)
		lease.Return()
		requireNoneIdle(t, pool)
		again.Return()
	})
}

func TestLeaseOfAProcessOutlivesTheContextOfItsCheckout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		_, pool, holder := lendingTree(t, 1, nil)
		require.NoError(t, runIn(t.Context(), holder, func(c *otp.Ctx) error {
			ctx, cancel := context.WithTimeout(c, time.Second)
			defer cancel()
			_, err := otp.CheckoutWorker(ctx, pool)
			return err
		}))
		<-time.After(time.Minute) // the context of the checkout is long done
		requireNoneIdle(t, pool)
	})
}

func TestLeaseEndsWithItsHolder(t *testing.T) {
	t.Parallel()
	proof.Of(t, 415)
	ends := map[string]func(h *otptest.Harness, holder otp.Addr){
		"crash": func(h *otptest.Harness, holder otp.Addr) { h.CrashPath(holder.Path()) },
		"kill": func(h *otptest.Harness, holder otp.Addr) {
			ref, _ := holder.Ref()
			ref.Exit(otp.Killed)
			<-ref.Done()
		},
		"stop": func(h *otptest.Harness, holder otp.Addr) {
			assert.NoError(t, otp.TerminateChild(context.Background(), h.System().Root(), "Holder"))
		},
	}
	for name, end := range ends {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				h, pool, holder := lendingTree(t, 2, nil)
				require.NoError(t, runIn(t.Context(), holder, func(c *otp.Ctx) error {
					for range 2 {
						if _, err := otp.CheckoutWorker(c, pool); err != nil {
							return err
						}
					}
					return nil
				}))
				requireNoneIdle(t, pool)
				end(h, holder)
				checkout(t, pool)
				checkout(t, pool)
			})
		})
	}
}

func TestHolderDiesWhileItWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		_, pool, holder := lendingTree(t, 1, nil)
		held := checkout(t, pool)
		refused := make(chan error, 1)
		require.NoError(t, otp.Cast(t.Context(), holder, &clerkTell, func(c *otp.Ctx) {
			_, err := otp.CheckoutWorker(c, pool)
			refused <- err
		}))
		synctest.Wait()
		next := make(chan otp.Lease, 1)
		go func() {
			lease, err := otp.CheckoutWorker(t.Context(), pool)
			assert.NoError(t, err)
			next <- lease
		}()
		synctest.Wait()

		ref, _ := holder.Ref()
		ref.Exit(otp.Killed)
		require.ErrorIs(t, <-refused, otp.ErrStopped)
		held.Return()
		(<-next).Return() // the dead one is not in the way
	})
}

func TestWorkerDiesWhileLent(t *testing.T) {
	t.Parallel()
	proof.Of(t, 415)
	synctest.Test(t, func(t *testing.T) {
		gate := newGate()
		h, pool, _ := lendingTree(t, 1, gate.init)
		lease := checkout(t, pool)
		require.ErrorIs(t, runIn(t.Context(), lease.Addr(), func(*otp.Ctx) error { panic(errBoom) }), errBoom)
		requireNoneIdle(t, pool) // nobody is there to be lent
		lease.Return()
		requireNoneIdle(t, pool)

		close(gate.open)
		again := checkout(t, pool)
		assert.Equal(t, h.AwaitReplaced(lease.Ref()), again.Ref())
		lease.Return()
		requireNoneIdle(t, pool)
		_, err := otp.Call(t.Context(), lease.Addr(), &clerkWho, struct{}{})
		require.ErrorIs(t, err, otp.ErrDown, "the address is that of the dead one")
	})
}

func TestPoolStopsWhileLent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h, pool, _ := lendingTree(t, 1, nil)
		lease := checkout(t, pool)
		refused := make(chan error, 1)
		go func() {
			_, err := otp.CheckoutWorker(t.Context(), pool)
			refused <- err
		}()
		synctest.Wait()
		require.NoError(t, otp.TerminateChild(t.Context(), h.System().Root(), "Pool"))
		err := <-refused
		require.ErrorIs(t, err, otp.ErrDown)
		assert.EqualError(t, err, "Pool.Checkout to Root/Pool: process down: shutdown")
		lease.Return()
		_, err = otp.CheckoutWorker(t.Context(), pool)
		require.ErrorIs(t, err, otp.ErrNoProc)

		_, err = otp.RestartChild(t.Context(), h.System().Root(), "Pool")
		require.NoError(t, err)
		lease.Return()
		checkout(t, pool)
		requireNoneIdle(t, pool)
	})
}

func TestCheckoutByAMemberThatIsStarting(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		_, err := otp.StartRoot(t.Context(), rootOf(poolSpec(otp.PoolSpec{
			Size: 1, Route: otp.CheckoutRoute,
			Member: clerkSpec("Worker", func(c *otp.Ctx) error {
				_, err := otp.CheckoutWorker(c, c.Lookup(otp.Name{Service: "Pool"}))
				return err
			}),
		})), quiet())
		require.ErrorIs(t, err, otp.ErrCycle)
		assert.Zero(t, time.Since(began))
	})
}

// Workers crash while many borrow them: nobody ever has a worker that another
// one has, and none is lost.
func TestLeaseStorm(t *testing.T) {
	t.Parallel()
	proof.Of(t, 415)
	const size = 3
	h, pool, _ := lendingTree(t, size, nil)
	var mu sync.Mutex
	held := make(map[otp.Ref]bool)
	var all sync.WaitGroup
	for seed := range uint64(8) {
		all.Go(func() {
			rnd := rand.New(rand.NewPCG(seed, 0))
			for range 40 {
				lease, err := otp.CheckoutWorker(t.Context(), pool)
				if !assert.NoError(t, err) {
					return
				}
				mu.Lock()
				assert.False(t, held[lease.Ref()], "%s is lent twice", lease.Ref())
				held[lease.Ref()] = true
				mu.Unlock()
				_ = runIn(t.Context(), lease.Addr(), func(*otp.Ctx) error {
					if rnd.IntN(10) == 0 {
						panic(errBoom)
					}
					return nil
				})
				mu.Lock()
				delete(held, lease.Ref())
				mu.Unlock()
				lease.Return()
			}
		})
	}
	all.Wait()
	_, err := otp.WhichChildren(t.Context(), pool) // the last restart is over
	require.NoError(t, err)
	for range size {
		checkout(t, pool)
	}
	requireNoneIdle(t, pool)
	assert.Empty(t, h.System().Find("Root/Pool/3").Path())
}
