package supcore

import (
	"errors"
	"fmt"
)

// Result is the answer to a Request.
type Result interface{ isResult() }

// ChildStarted answers StartChild and RestartChild: the child runs as Ref.
type ChildStarted struct{ Ref Ref }

// ChildIgnored answers StartChild and RestartChild: the child chose not to run.
type ChildIgnored struct{}

// Done answers TerminateChild, TerminateInstance and DeleteChild.
type Done struct{}

// ChildSpec answers GetSpec.
type ChildSpec struct{ Spec Spec }

// Children answers Which: all children, last added first.
type Children struct{ List []ChildInfo }

// Refused answers every request that could not be carried out: one of the Err values, *AlreadyStartedError,
// *StartError or *SpecError.
type Refused struct{ Err error }

// ChildInfo is one line of Children.
type ChildInfo struct {
	ID string
	// Ref is the running incarnation. A restarting child has the ref under which it waits for its retry; that of a
	// dynamic supervisor's child is the last incarnation, and TerminateInstance takes it. An undefined child has 0.
	Ref   Ref
	State ChildState
	Type  ChildType
}

// ChildState says whether a child runs.
type ChildState uint8

const (
	_ ChildState = iota
	// Running: there is a process.
	Running
	// Restarting: the last automatic restart failed and will be tried again.
	Restarting
	// Undefined: the supervisor knows the child, but there is no process.
	Undefined
)

// String returns OTP's word for s.
func (s ChildState) String() string {
	switch s {
	case Running:
		return "running"
	case Restarting:
		return "restarting"
	case Undefined:
		return "undefined"
	default:
		return fmt.Sprintf("state(%d)", uint8(s))
	}
}

// Counts answers Count: all specs, live processes, and how many specs are supervisors and workers, running or not.
type Counts struct{ Specs, Active, Supervisors, Workers int }

func (ChildStarted) isResult() {}
func (ChildIgnored) isResult() {}
func (Done) isResult()         {}
func (ChildSpec) isResult()    {}
func (Children) isResult()     {}
func (Counts) isResult()       {}
func (Refused) isResult()      {}

// Why a request was refused, in OTP's words.
var (
	// ErrAlreadyPresent: StartChild with the id of a child that does not run.
	ErrAlreadyPresent = errors.New("already_present")
	// ErrRunning: RestartChild or DeleteChild of a child that runs.
	ErrRunning = errors.New("running")
	// ErrRestarting: RestartChild or DeleteChild of a child whose restart is being retried.
	ErrRestarting = errors.New("restarting")
	// ErrNotFound: no such child.
	ErrNotFound = errors.New("not_found")
	// ErrMaxChildren: the dynamic supervisor has as many children as it may have.
	ErrMaxChildren = errors.New("max_children")
	// ErrUnsupported: this kind of supervisor has no such request.
	ErrUnsupported = errors.New("unsupported")
)

// AlreadyStartedError refuses StartChild: a child of that id runs as Ref.
type AlreadyStartedError struct {
	ID  string
	Ref Ref
}

func (e *AlreadyStartedError) Error() string { return "already_started: " + e.ID }

// StartError refuses StartChild and RestartChild: the child could not start. StartChild has kept nothing of it,
// RestartChild leaves it undefined; it is not tried again.
type StartError struct {
	ID     string
	Reason Reason
}

func (e *StartError) Error() string { return "start of " + e.ID + " failed: " + e.Reason.String() }

// Unwrap returns the error within the reason.
func (e *StartError) Unwrap() error { return e.Reason.Err() }
