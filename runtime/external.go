package otp

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// ErrExternalTimeout is what errors.Is finds in the error of an [External]
// that did not answer within its own timeout. errors.As finds the
// [ExternalTimeoutError], which names it.
var ErrExternalTimeout = errors.New("external timed out")

// External is something that is not ours and may fail to answer: a file, a
// database, another program's API. It is handed in through the arguments of the
// tree and reaches a service as a field of its context. Do bounds each use by
// the timeout that the schema declares, so that a service cannot wait for a
// dead disk for longer than its own callers wait for it.
type External[T any] struct {
	name    string
	value   T
	timeout time.Duration
}

// NewExternal gives v a name and a timeout. A timeout of 0 or [Infinity] sets
// no bound of its own; the context given to Do still does.
func NewExternal[T any](name string, v T, timeout time.Duration) External[T] {
	return External[T]{name: name, value: v, timeout: timeout}
}

// Value returns what was handed in, for what needs no deadline.
func (e External[T]) Value() T { return e.value }

// Do runs f on this goroutine with a context that ends after the timeout, and
// returns the error of f.
//
// If f fails after that timeout has passed, whatever words its driver has for
// it ("i/o timeout", "canceling statement"), the error is an
// [ExternalTimeoutError] which wraps the error of f. A context of the caller
// that ended first is told apart: then it is the caller who gave up, and the
// error of f passes through unchanged. A success is a success, however late.
//
// Do cannot interrupt an f that ignores its context: it returns when f does.
func (e External[T]) Do(ctx context.Context, f func(ctx context.Context, v T) error) error {
	if e.timeout <= 0 || e.timeout == Infinity {
		return f(ctx, e.value)
	}
	timeout := &ExternalTimeoutError{Name: e.name, Timeout: e.timeout}
	bounded, cancel := context.WithTimeoutCause(ctx, e.timeout, timeout)
	defer cancel()
	err := f(bounded, e.value)
	if err == nil || context.Cause(bounded) != error(timeout) {
		return err
	}
	// A copy, because f may have kept the cause of its context.
	return &ExternalTimeoutError{Name: e.name, Timeout: e.timeout, Err: err}
}

// ExternalTimeoutError says which external did not answer in time. It is
// [ErrExternalTimeout] and context.DeadlineExceeded to errors.Is.
type ExternalTimeoutError struct {
	Name    string        // as the schema names it
	Timeout time.Duration // what it was given
	Err     error         // what the use of it answered; nil in the cause of its context
}

func (e *ExternalTimeoutError) Error() string {
	if e.Err == nil {
		return fmt.Sprintf("external %s: no answer within %v", e.Name, e.Timeout)
	}
	return fmt.Sprintf("external %s: no answer within %v: %v", e.Name, e.Timeout, e.Err)
}

// Unwrap lets errors.Is and errors.As see the timeout and the error beneath it.
func (e *ExternalTimeoutError) Unwrap() []error {
	wrapped := []error{ErrExternalTimeout, context.DeadlineExceeded}
	if e.Err != nil {
		wrapped = append(wrapped, e.Err)
	}
	return wrapped
}
