package otp

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Why a call failed; errors.Is finds them in a [CallError].
var (
	// ErrTimeout: no answer before the deadline. The server is not told and may still do the work.
	ErrTimeout = errors.New("timeout")
	// ErrNoProc: nobody is there, and nobody is expected.
	ErrNoProc = errors.New("no process")
	// ErrDown: the process ended while the call waited; CallError.Reason says why.
	ErrDown = errors.New("process down")
	// ErrRestarting: the process is being started again; ask again after CallError.After.
	ErrRestarting = errors.New("process restarting")
	// ErrOverloaded: the mailbox is full.
	ErrOverloaded = errors.New("process overloaded")
	// ErrCycle: the process waits, through its own calls, for the one that calls. Calls of goroutines that a
	// callback started with its Ctx and did not wait for are taken for its own: see Ctx.
	ErrCycle = errors.New("call cycle")
	// ErrStopped: the calling process is to stop. It is also the cause of its context.
	ErrStopped = errors.New("process stopped")
	// ErrCanceled: the context of the caller was cancelled.
	ErrCanceled = errors.New("call cancelled")
	// ErrWrongService: the process at the address is of another service.
	ErrWrongService = errors.New("wrong service")
)

// Ignore, returned by an Init, says that the process chooses not to run: no
// error, no process, as OTP's ignore.
//
//lint:ignore ST1012 it is OTP's word
var Ignore = errors.New("ignore")

// ErrNilState is why a process did not start whose New has returned nil.
var ErrNilState = errors.New("no state: New returned nil")

// Why a supervisor refused a request, in OTP's words.
var (
	// ErrAlreadyStarted: such a child runs; errors.As finds its Ref in an AlreadyStartedError.
	ErrAlreadyStarted = errors.New("already started")
	// ErrAlreadyPresent: a child of that id is known but does not run: restart or delete it.
	ErrAlreadyPresent = errors.New("already present")
	// ErrRunning: the child runs.
	ErrRunning = errors.New("running")
	// ErrChildRestarting: the supervisor is trying to start the child.
	ErrChildRestarting = errors.New("restarting")
	// ErrNotFound: no such child.
	ErrNotFound = errors.New("not found")
	// ErrMaxChildren: there are as many children as there may be.
	ErrMaxChildren = errors.New("max children")
	// ErrUnsupported: this kind of supervisor has no such request.
	ErrUnsupported = errors.New("unsupported by this kind of supervisor")
	// ErrIgnored: the child chose not to run.
	ErrIgnored = errors.New("ignored")
)

// errDropped is what a caller is told whose message gave way to a newer one.
var errDropped = ErrOverloaded

// CallError says why a call, a cast or a request failed. errors.Is finds its
// Kind, the error of the context that ended it, and what is in its Reason.
type CallError struct {
	Kind    error         // one of the Err values above
	Service string        // of the operation
	Message string        // of the operation
	Path    string        // of the process
	Reason  Reason        // why it ended, for ErrDown
	After   time.Duration // when to ask again, for ErrRestarting
	Cause   error         // of the context, and the last failure of a call that was made again and again; or nil
}

// Error prints e as "EventStore.Store to Root/EventStore: process down: killed".
func (e *CallError) Error() string {
	text := fmt.Sprintf("%s.%s to %s: %v", e.Service, e.Message, e.Path, e.Kind)
	if !e.Reason.IsZero() {
		text += ": " + e.Reason.String()
	}
	return text
}

// Unwrap lets errors.Is and errors.As see what is within.
func (e *CallError) Unwrap() []error {
	within := []error{e.Kind}
	if e.Cause != nil {
		within = append(within, e.Cause)
	}
	if err := e.Reason.Err(); err != nil {
		within = append(within, err)
	}
	return within
}

// kindOf says how the end of a caller's context is called.
func kindOf(ctx context.Context) (kind, cause error) {
	err := ctx.Err()
	switch {
	case errors.Is(context.Cause(ctx), ErrStopped):
		return ErrStopped, err
	case errors.Is(err, context.DeadlineExceeded):
		return ErrTimeout, err
	default:
		return ErrCanceled, err
	}
}

// AlreadyStartedError refuses a start: the name, or the id, belongs to Ref.
type AlreadyStartedError struct{ Ref Ref }

// Error prints e as OTP does: {already_started,Root/EventStore#1}.
func (e *AlreadyStartedError) Error() string { return "{already_started," + e.Ref.String() + "}" }

// Is makes it ErrAlreadyStarted.
func (e *AlreadyStartedError) Is(target error) bool { return target == ErrAlreadyStarted }

// StartError says that a child could not start.
type StartError struct {
	ID     string
	Reason Reason
}

// Error prints e with its reason as OTP has it, and what a [SpecError] has to say
// besides:
//
//	start of Root: {start_spec,missing_id}: child "" of Root: ID is "": each child in a list needs an id
func (e *StartError) Error() string {
	text := fmt.Sprintf("start of %s: %v", e.ID, e.Reason)
	var wrong *SpecError
	if errors.As(e.Reason.Err(), &wrong) {
		text += ": " + wrong.Error()
	}
	return text
}

// Unwrap returns the error within the reason.
func (e *StartError) Unwrap() error { return e.Reason.Err() }
