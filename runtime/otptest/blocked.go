package otptest

import (
	"sync"
	"testing"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/probe"
)

// inlineLimit is for how long the handler of an inline call may be blocked.
const inlineLimit = 100 * time.Millisecond

// WithInlineLimit sets for how long the handler of an inline call may be blocked
// before the test fails: 100 ms unless it is given to [Start], and 0 for ever,
// for a test whose fakes block on purpose.
func WithInlineLimit(limit time.Duration) otp.Option {
	return otp.WithWatchdog(probe.Watchdog{Limit: limit})
}

// blocked fails the test when the handler of an inline call blocks. What it
// hears after the end of the test is nobody's.
type blocked struct {
	mu sync.Mutex
	t  testing.TB // nil once the test is over
}

// newBlocked must be called before the cleanup that stops the tree is registered:
// what happens while it stops still belongs to t.
func newBlocked(t testing.TB) *blocked {
	b := &blocked{t: t}
	t.Cleanup(b.close)
	return b
}

// note is an observer of the tree.
func (b *blocked) note(ev otp.Event) {
	e, ok := ev.(otp.InlineBlocked)
	if !ok {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.t != nil {
		b.t.Errorf("%s of %s is inline, but its handler has blocked for %v (%s, incarnation %d): "+
			"let it not wait for anything, or delete inline: in the schema; its stack is in the log",
			e.Message, e.Service, e.Held.Round(time.Millisecond), e.Path, e.Incarnation)
	}
}

func (b *blocked) close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.t = nil
}
