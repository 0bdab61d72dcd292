package otptest

import (
	"context"
	"errors"
	"testing"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/probe"
)

// patience bounds every wait of a harness: a tree that needs longer has hung,
// and the test says so instead of running into the timeout of go test. In a
// synctest bubble it passes in no time.
const patience = time.Minute

// ErrInjected is the error that [Harness.Crash] crashes a process with.
var ErrInjected = errors.New("crash injected by a test")

// Harness is a running tree that belongs to one test.
type Harness struct {
	t    testing.TB
	sys  *otp.System
	fall fall
}

// Start starts a tree for t, and fails t if it cannot. When t ends the tree is
// stopped in order, and t fails if the stop is not orderly or leaves anything
// behind. What the tree logs at Info and above goes to t.Log: crashes, restarts
// and supervisors that give up, but neither starts nor stops, and no stack for a
// crash that the test injected. opts come after the harness's own, so that they
// may replace its logger.
//
// The handler of an inline call that blocks for 100 ms fails t, see
// [WithInlineLimit]. In a bubble that is each one which waits for time to pass or
// for a goroutine of the bubble that does; a lock, which is not durably blocking,
// stands still there, and is found outside of one. There, one that computes, or
// waits for a processor, has ten times as long.
//
// It may be used inside a testing/synctest bubble, see the package's comment,
// and outside of one, and by parallel tests; it does not call t.Parallel.
func Start(t testing.TB, start func(ctx context.Context, opts ...otp.Option) (*otp.System, error), opts ...otp.Option) *Harness {
	t.Helper()
	logger := newLogger(t)
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	h := &Harness{t: t}
	sys, err := start(ctx, append([]otp.Option{
		otp.WithLogger(logger), otp.WithEvents(h.fall.note),
		otp.WithEvents(newBlocked(t).note), WithInlineLimit(inlineLimit),
	}, opts...)...)
	if err != nil {
		t.Fatalf("the tree did not start: %v", err)
	}
	h.sys = sys
	t.Cleanup(h.stop)
	return h
}

// System returns the system that the tree runs in.
func (h *Harness) System() *otp.System { return h.sys }

// stop uses no context of the test: t.Context has ended when cleanups run.
func (h *Harness) stop() {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := h.sys.Stop(ctx); err != nil {
		h.t.Errorf("the tree did not stop in order: %v", err)
	}
	for _, leak := range h.sys.Leaks() {
		h.t.Errorf("left behind after the stop: %s", leak)
	}
}

// Crash makes the process that runs at the address of x fail as if its own code
// had panicked with [ErrInjected], and returns the incarnation that died, when
// it has died. Its supervisor has been told by then, but may still be busy
// restarting: [Harness.AwaitReplaced] and [Harness.AwaitGone] wait for that.
func (h *Harness) Crash(x interface{ Addr() otp.Addr }) otp.Ref {
	h.t.Helper()
	at := x.Addr()
	if at.IsZero() {
		h.t.Fatalf("nothing to crash: nobody has this address")
	}
	return h.crash(at, at.Path())
}

// CrashPath is [Harness.Crash] of the process at a path such as
// "FoundationSupervisor/Services/EventStore".
func (h *Harness) CrashPath(path string) otp.Ref {
	h.t.Helper()
	return h.crash(h.sys.Find(path), path)
}

func (h *Harness) crash(at otp.Addr, path string) otp.Ref {
	h.t.Helper()
	ref, ok := at.Ref()
	if !ok {
		h.t.Fatalf("nothing to crash: no process runs at %q", path)
	}
	ref.Probe(probe.Crash{Err: ErrInjected})
	h.awaitEnd(ref)
	return ref
}

// AwaitReplaced waits until the place of an incarnation has a new one, and
// returns it. The test fails if the supervisors have dealt with the end of the
// old one and none has come.
func (h *Harness) AwaitReplaced(dead otp.Ref) otp.Ref {
	h.t.Helper()
	path := h.settleAfter(dead)
	now, ok := h.sys.Find(path).Ref()
	if !ok {
		reason, _ := dead.Reason()
		h.t.Fatalf("%s was not replaced: it ended with %v, and %s", path, reason, h.fall.tell(h.sys))
	}
	return now
}

// AwaitGone waits until the end of an incarnation has been dealt with, and
// fails the test if its place has a new one.
func (h *Harness) AwaitGone(dead otp.Ref) {
	h.t.Helper()
	path := h.settleAfter(dead)
	if now, ok := h.sys.Find(path).Ref(); ok {
		h.t.Fatalf("%s is not gone: it runs as incarnation %d", path, now.Incarnation())
	}
}

// settleAfter waits until dead has ended and its supervisors are idle again. It
// returns the path of its place.
func (h *Harness) settleAfter(dead otp.Ref) (path string) {
	h.t.Helper()
	h.awaitEnd(dead)
	path = dead.Addr().Path()
	h.settle(path)
	return path
}

func (h *Harness) awaitEnd(ref otp.Ref) {
	h.t.Helper()
	timeout := time.NewTimer(patience)
	defer timeout.Stop()
	select {
	case <-ref.Done():
	case <-timeout.C:
		h.t.Fatalf("%s, incarnation %d, still runs after %v", ref.Addr().Path(), ref.Incarnation(), patience)
	}
}
