package otptest_test

import (
	"runtime"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/otptest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// promise is a call whose handler promises not to block, and does what it is
// told.
var promise = otp.CallOp[node, func(), int]{
	Service: "a", Message: "Promise", Inline: true,
	Handle: func(_ *node, f func()) (int, error) { f(); return 1, nil },
}

// busy is a call that is not inline.
var busy = otp.CallOp[node, func(), int]{
	Service: "a", Message: "Busy",
	Handle: func(_ *node, f func()) (int, error) { f(); return 1, nil },
}

// keep calls, in a test of its own, and returns what becomes of that test.
func keep(t *testing.T, op *otp.CallOp[node, func(), int], f func(), opts ...otp.Option) *recorder {
	t.Helper()
	return record(func(rt testing.TB) {
		h := start(rt, supervisor("Root", 1, otp.OneForOne, server("a", nil)), opts...)
		n, err := otp.Call(t.Context(), h.System().Find("Root/a"), op, f)
		assert.NoError(t, err)
		assert.Equal(t, 1, n)
	})
}

// The handler blocks until that has been found, so this does not depend on how
// fast the machine is.
func TestInlineHandlerThatBlocks(t *testing.T) {
	t.Parallel()
	for name, opts := range map[string][]otp.Option{"by default": nil, "with the limit of the test": {otptest.WithInlineLimit(30 * time.Millisecond)}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inAndOutOfBubble(t, func(t *testing.T) {
				found := make(chan struct{})
				opts := append([]otp.Option{otp.WithEvents(func(ev otp.Event) {
					if _, ok := ev.(otp.InlineBlocked); ok {
						close(found)
					}
				})}, opts...)
				r := keep(t, &promise, func() { <-found }, opts...)
				require.Len(t, r.failures, 1)
				assert.Contains(t, r.failures[0], "Promise of a is inline, but its handler has blocked for ")
				assert.Contains(t, r.failures[0], "ms (Root/a, incarnation 1): let it not wait for anything, or delete inline:")
				assert.Regexp(t, `level=ERROR msg="inline handler blocked" path=Root/a incarnation=1 message=Promise held=\d+`, r.log())
				assert.Contains(t, r.log(), "TestInlineHandlerThatBlocks", "the stack")
			})
		})
	}
}

// In a bubble the time is exact.
func TestInlineHandlerThatBlocksForSoLong(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		blocked time.Duration
		op      *otp.CallOp[node, func(), int]
		fails   bool
	}{
		{100*time.Millisecond - 1, &promise, false},
		{100*time.Millisecond + 1, &promise, true},
		{time.Second, &busy, false}, // which promises nothing
	} {
		synctest.Test(t, func(t *testing.T) {
			r := keep(t, c.op, func() { time.Sleep(c.blocked) })
			if !c.fails {
				assert.Empty(t, r.failures, c.blocked)
				return
			}
			require.Len(t, r.failures, 1)
			assert.Contains(t, r.failures[0], "has blocked for 100ms")
		})
	}
}

// A server that is busy has the message in its mailbox, and its own goroutine
// handles it. The promise is the same.
func TestInlineHandlerThatBlocksOnTheServersGoroutine(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := record(func(rt testing.TB) {
			h := start(rt, supervisor("Root", 1, otp.OneForOne, server("a", nil)))
			to := h.System().Find("Root/a")
			go func() { _, _ = otp.Call(t.Context(), to, &busy, func() { time.Sleep(time.Second) }) }()
			synctest.Wait()
			_, err := otp.Call(t.Context(), to, &promise, func() { time.Sleep(time.Second) })
			assert.NoError(t, err)
		})
		require.Len(t, r.failures, 1, "and the wait for the turn is not the handler's")
		assert.Contains(t, r.failures[0], "has blocked for 100ms")
	})
}

// One that has blocked and then crashes is reported for both; one that ends its
// goroutine leaves no watchdog behind.
func TestInlineHandlerThatDoesNotReturn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := record(func(rt testing.TB) {
			h := start(rt, supervisor("Root", 2, otp.OneForOne, server("a", nil)))
			synctest.Wait()
			to := h.System().Find("Root/a")
			_, err := otp.Call(t.Context(), to, &promise, func() { time.Sleep(time.Second); panic("late") })
			assert.ErrorIs(t, err, otp.ErrDown)
			synctest.Wait()
			go func() { _, _ = otp.Call(t.Context(), to, &promise, runtime.Goexit) }()
			time.Sleep(time.Minute)
		})
		assert.Len(t, r.failures, 1)
	})
}

// Outside of a bubble a handler that computes is not taken for one that blocks,
// until it has taken ten times as long.
func TestInlineHandlerThatComputes(t *testing.T) {
	t.Parallel()
	var held atomic.Int64
	heard := otp.WithEvents(func(ev otp.Event) {
		if e, ok := ev.(otp.InlineBlocked); ok {
			held.Store(int64(e.Held))
		}
	})
	compute := func() {
		for held.Load() == 0 {
			runtime.Gosched()
		}
	}
	r := keep(t, &promise, compute, otptest.WithInlineLimit(5*time.Millisecond), heard)
	assert.Len(t, r.failures, 1)
	assert.GreaterOrEqual(t, time.Duration(held.Load()), 50*time.Millisecond)
}

func TestInlineHandlersMayBlockWhereTheTestSaysSo(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		assert.Empty(t, keep(t, &promise, func() { time.Sleep(time.Hour) }, otptest.WithInlineLimit(0)).failures)
	})
}
