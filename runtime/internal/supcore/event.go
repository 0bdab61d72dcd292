package supcore

import "time"

// Event is something that happened to a supervisor. The shell hands every event to Step in order of arrival.
//
// What the shell owes the machine: for every Start exactly one of Started, Ignored and StartFailed; after a Started
// exactly one Exited; both about the Ref of that Start. At is monotonic time since any fixed moment; the machine
// counts restarts in the latest time it has seen.
type Event interface{ isEvent() }

// Begin is the first event, once. A static supervisor starts its children; it is up when it says Ready.
type Begin struct{}

// Started says that the start of Ref is complete and the process runs.
type Started struct {
	Ref Ref
	At  time.Duration
}

// Ignored says that the child chose not to run. There is no process.
type Ignored struct {
	Ref Ref
	At  time.Duration
}

// StartFailed says that there is no process because its start went wrong. A start that the shell abandons, after a
// Signal to kill it or because the whole system is being torn down, is reported as StartFailed with Killed.
type StartFailed struct {
	Ref    Ref
	Reason Reason
	At     time.Duration
}

// Exited says that a process which had started is gone, with its name free and what it owned closed.
type Exited struct {
	Ref    Ref
	Reason Reason
	At     time.Duration
}

// StopTimedOut says that the timer which ArmTimer set for Ref has run out.
type StopTimedOut struct{ Ref Ref }

// Retry comes from the machine itself, through SendSelf: try again to restart a child. A retry that is no longer wanted
// matches nothing and does nothing.
//
// A static supervisor looks for the child by its id, as OTP does. So a retry that has been overtaken by a group restart,
// which failed in the same child, is carried out all the same, before what came between; the one of that second failure
// then finds a child that runs. A dynamic supervisor looks for the handle, which is Ref; to a static one Ref says only
// which attempt had failed.
type Retry struct {
	ID  string
	Ref Ref
}

// RetryDue says that the time of a restart that waits has come: the timer which ArmRetry set for Ref has run out. One
// that is no longer wanted matches nothing and does nothing.
type RetryDue struct{ Ref Ref }

// Request is a question or an order from outside, answered by one Reply with the same To, or never if the machine
// leaves first: whoever still waits then gets the reason of Leave.
type Request struct {
	To uint64
	Op Op
}

// ExitRequested asks the supervisor to stop its children in order and to leave with Reason: the exit of its parent,
// the parent's shutdown signal, or a stop request. The caller of a stop is told by Obey and Leave.
//
// It waits like any event while a child starts. So that a start which hangs cannot hold up the stop for ever, the
// starting child gets its own shutdown time from then on (the default for brutal_kill, no limit for infinity); when that
// is over the machine signals kill for the Ref that is starting, and the shell abandons that start and answers
// StartFailed with Killed. The shell may do so unasked at any time.
type ExitRequested struct {
	Reason Reason
	To     uint64 // whoever waits for it, for Obey; 0: nobody
}

// Hurry tells a supervisor that is starting that the one above it is to stop. Nothing is stopped yet, as in OTP, where
// that one waits for the start to be over; but a start which hangs is bounded as after ExitRequested.
type Hurry struct{}

func (Begin) isEvent()         {}
func (Hurry) isEvent()         {}
func (Started) isEvent()       {}
func (Ignored) isEvent()       {}
func (StartFailed) isEvent()   {}
func (Exited) isEvent()        {}
func (StopTimedOut) isEvent()  {}
func (Retry) isEvent()         {}
func (RetryDue) isEvent()      {}
func (Request) isEvent()       {}
func (ExitRequested) isEvent() {}

// Op is what a Request asks for. Static supervisors refuse TerminateInstance, dynamic ones all operations by id,
// with ErrUnsupported.
type Op interface{ isOp() }

// StartChild adds a child and starts it, as supervisor:start_child/2: answered by ChildStarted, ChildIgnored or
// Refused.
type StartChild struct{ Spec Spec }

// TerminateChild stops a child and keeps its spec unless it is temporary, as supervisor:terminate_child/2.
type TerminateChild struct{ ID string }

// TerminateInstance stops one child of a dynamic supervisor and forgets it, as DynamicSupervisor.terminate_child/2.
type TerminateInstance struct{ Ref Ref }

// RestartChild starts a child that does not run, as supervisor:restart_child/2.
type RestartChild struct{ ID string }

// DeleteChild forgets a child that does not run, as supervisor:delete_child/2.
type DeleteChild struct{ ID string }

// GetSpec asks for the spec of a child, defaults filled in, as supervisor:get_childspec/2: answered by ChildSpec.
type GetSpec struct{ ID string }

// Which asks for all children, as supervisor:which_children/1: answered by Children.
type Which struct{}

// Count asks for numbers, as supervisor:count_children/1: answered by Counts.
type Count struct{}

func (StartChild) isOp()        {}
func (TerminateChild) isOp()    {}
func (TerminateInstance) isOp() {}
func (RestartChild) isOp()      {}
func (DeleteChild) isOp()       {}
func (GetSpec) isOp()           {}
func (Which) isOp()             {}
func (Count) isOp()             {}
