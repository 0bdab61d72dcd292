package otptest_test

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// recorder stands in for the test of a user, so that its failures can be looked
// at. Only the methods that a harness uses are there; any other one panics.
type recorder struct {
	testing.TB
	mu       sync.Mutex
	failures []string
	logs     []string
	cleanups []func()
	over     bool
	ctx      context.Context
}

func (r *recorder) Helper() {}

func (r *recorder) Log(args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.over {
		panic("Log in goroutine after the test has completed")
	}
	r.logs = append(r.logs, fmt.Sprint(args...))
}

func (r *recorder) Errorf(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.failures = append(r.failures, fmt.Sprintf(format, args...))
}

func (r *recorder) Fatalf(format string, args ...any) {
	r.Errorf(format, args...)
	runtime.Goexit()
}

func (r *recorder) Context() context.Context { return r.ctx }

func (r *recorder) Cleanup(f func()) { r.cleanups = append(r.cleanups, f) }

// record plays a test to its end, cleanups included.
func record(test func(t testing.TB)) *recorder {
	ctx, cancel := context.WithCancel(context.Background())
	r := &recorder{ctx: ctx}
	r.play(func() { test(r) })
	cancel()
	for len(r.cleanups) > 0 { // a cleanup may register others, which come next
		last := len(r.cleanups) - 1
		f := r.cleanups[last]
		r.cleanups = r.cleanups[:last]
		r.play(f)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.over = true
	return r
}

// play runs f on a goroutine of its own, which Fatalf may end.
func (r *recorder) play(f func()) {
	var done sync.WaitGroup
	done.Go(f)
	done.Wait()
}

func (r *recorder) log() string { return strings.Join(r.logs, "\n") }
