package supcore

import (
	"fmt"
	"time"
)

// Action is something that the shell must do now. The actions of one Step are done in order, and none of them
// may block.
type Action interface{ isAction() }

// Start begins one start attempt of a child. Spec has its defaults filled in; Spec.ID is the child.
type Start struct {
	Ref  Ref
	Spec Spec
}

// Signal tells a process to end.
type Signal struct {
	Ref  Ref
	Kind SignalKind
}

// SignalKind is the strength of a Signal.
type SignalKind uint8

const (
	_ SignalKind = iota
	// SignalShutdown asks: the process may run its Terminate.
	SignalShutdown
	// SignalKill ends the process, or abandons its start, whatever it does. Others see the reason killed.
	SignalKill
)

// String returns the word used in traces.
func (k SignalKind) String() string {
	switch k {
	case SignalShutdown:
		return "shutdown"
	case SignalKill:
		return "kill"
	default:
		panic(fmt.Sprintf("otpgen: internal: unknown kind of signal %d", k))
	}
}

// ArmTimer asks for StopTimedOut with the same Ref after that time. A Ref has one timer at most.
type ArmTimer struct {
	Ref   Ref
	After time.Duration
}

// DisarmTimer takes an armed timer back. A StopTimedOut that is already on its way does no harm, unless the same Ref
// is armed once more: then the shell must drop it.
type DisarmTimer struct{ Ref Ref }

// ArmRetry asks for RetryDue with the same Ref after the time that the Backoff of Spec gives for that attempt: the
// restarts of the child in a row, this one included. Reason is why the child is restarted. DisarmTimer takes it back.
type ArmRetry struct {
	Ref     Ref
	Spec    Spec
	Attempt int
	Reason  Reason
}

// SendSelf puts an event at the very end of the supervisor's own mailbox.
type SendSelf struct{ Event Event }

// Reply answers the Request that had the same To.
type Reply struct {
	To     uint64
	Result Result
}

// Ready says that the start of the supervisor is complete: it can be told to its parent as Started. Leave without
// Ready before it means that the start failed with that reason.
type Ready struct{}

// Leave is the last action: no child is left and the supervisor ends with Reason. Events after it are ignored.
type Leave struct{ Reason Reason }

// Obey says that the turn of an ExitRequested has come, for which somebody waits: the children are being stopped from now
// on. Others that wait never have their turn. Whoever was obeyed has what it asked for if the supervisor then ends for
// that reason, also by a kill if the reason is Killed.
type Obey struct{ To uint64 }

// Report is for observers only.
type Report struct {
	Kind   ReportKind
	Child  string // id of the child
	Ref    Ref    // the incarnation it is about
	Reason Reason // why it ended or did not start; zero for ReportStarted, ReportRestarted and ReportIgnored
	Count  int    // restarts within the period, this one included, for ReportRestarted and ReportGaveUp; else 0
}

// ReportKind is the kind of a Report.
type ReportKind uint8

const (
	_ ReportKind = iota
	// ReportStarted: a child runs, for the first time or by request.
	ReportStarted
	// ReportRestarted: a child runs again after an automatic restart.
	ReportRestarted
	// ReportIgnored: a child chose not to run.
	ReportIgnored
	// ReportStartFailed: a child could not start.
	ReportStartFailed
	// ReportStopped: a child ended normally, or because the supervisor stopped it.
	ReportStopped
	// ReportCrashed: a child ended abnormally on its own.
	ReportCrashed
	// ReportGaveUp: the exit of Child was one too many; the supervisor stops.
	ReportGaveUp
	// ReportAutoShutdown: the end of the significant Child makes the supervisor stop.
	ReportAutoShutdown
)

// String returns the word used in traces.
func (k ReportKind) String() string {
	switch k {
	case ReportStarted:
		return "started"
	case ReportRestarted:
		return "restarted"
	case ReportIgnored:
		return "ignored"
	case ReportStartFailed:
		return "start_failed"
	case ReportStopped:
		return "stopped"
	case ReportCrashed:
		return "crashed"
	case ReportGaveUp:
		return "gave_up"
	case ReportAutoShutdown:
		return "auto_shutdown"
	default:
		panic(fmt.Sprintf("otpgen: internal: unknown kind of report %d", k))
	}
}

func (Start) isAction()       {}
func (Signal) isAction()      {}
func (ArmTimer) isAction()    {}
func (DisarmTimer) isAction() {}
func (ArmRetry) isAction()    {}
func (SendSelf) isAction()    {}
func (Reply) isAction()       {}
func (Ready) isAction()       {}
func (Leave) isAction()       {}
func (Obey) isAction()        {}
func (Report) isAction()      {}
