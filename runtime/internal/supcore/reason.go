package supcore

import (
	"errors"
	"fmt"
)

// Reason says why a process ended or could not start. The zero Reason is invalid; a process that has not ended
// has none.
//
// Reasons may be compared with ==, which never panics: equal kinds with equal words are equal, and a reason made
// from an error equals only itself and its copies.
type Reason struct {
	kind reasonKind
	term string // the word of {shutdown,word}
	more *cause // what the kinds made from errors or from other reasons carry
}

// cause sits behind a pointer so that comparing two reasons never compares two error values, which may panic.
type cause struct {
	err    error
	child  string
	reason Reason
}

type reasonKind uint8

const (
	invalidReason reasonKind = iota
	reasonNormal
	reasonShutdown
	reasonShutdownTerm
	reasonKilled
	reasonNoProc
	reasonCrash
	reasonFailed
	reasonFailedChild
	reasonStartSpec
	reasonSupervisorData
)

// Normal is the reason of a process that had nothing more to do: OTP's atom normal.
func Normal() Reason { return Reason{kind: reasonNormal} }

// Shutdown is the reason of a process that its supervisor asked to end, and of a supervisor that gave up:
// OTP's atom shutdown.
func Shutdown() Reason { return Reason{kind: reasonShutdown} }

// ShutdownWith is OTP's {shutdown, Term}: a normal end that says why.
func ShutdownWith(term string) Reason { return Reason{kind: reasonShutdownTerm, term: term} }

// Killed is what others see of a process that was ended without being asked. It is abnormal.
func Killed() Reason { return Reason{kind: reasonKilled} }

// NoProc is the reason reported by a monitor of a process that was already gone.
func NoProc() Reason { return Reason{kind: reasonNoProc} }

// Crash is the reason of a process that panicked. It prints as exception:TEXT.
func Crash(err error) Reason { return Reason{kind: reasonCrash, more: &cause{err: mustError(err)}} }

// Failed is the reason of a process that stopped itself, or refused to start, with an error: OTP's {stop, Reason}
// with a reason of the program's own. It prints as the text of the error.
func Failed(err error) Reason { return Reason{kind: reasonFailed, more: &cause{err: mustError(err)}} }

// FailedToStartChild is the reason of a supervisor whose own start failed because that of a child did: OTP's
// {shutdown,{failed_to_start_child,ID,REASON}}. It nests once per level.
func FailedToStartChild(id string, r Reason) Reason {
	return Reason{kind: reasonFailedChild, more: &cause{child: id, reason: r}}
}

// StartSpec is the reason of a supervisor that was given child specs it cannot accept: OTP's {start_spec,PROBLEM}.
func StartSpec(err *SpecError) Reason { return Reason{kind: reasonStartSpec, more: &cause{err: err}} }

// SupervisorData is the reason of a supervisor that was told nonsense about itself: OTP's {supervisor_data,PROBLEM}.
func SupervisorData(err *SpecError) Reason {
	return Reason{kind: reasonSupervisorData, more: &cause{err: err}}
}

// specError is what a supervisor did not accept.
func (r Reason) specError() *SpecError { return r.more.err.(*SpecError) }

func mustError(err error) error {
	if err == nil {
		panic("otpgen: internal: exit reason made from a nil error")
	}
	return err
}

// IsZero reports that r is no reason at all.
func (r Reason) IsZero() bool { return r.kind == invalidReason }

// IsNormalEnd reports whether r is normal, shutdown or {shutdown,_}. Every other reason is abnormal: it restarts
// a transient child.
func (r Reason) IsNormalEnd() bool {
	switch r.kind {
	case reasonNormal, reasonShutdown, reasonShutdownTerm, reasonFailedChild:
		return true
	default:
		return false
	}
}

// IsCrash reports whether r is the reason of a panic.
func (r Reason) IsCrash() bool { return r.kind == reasonCrash }

// FailedChild returns the child that made a supervisor's start fail, and why that child did not start.
func (r Reason) FailedChild() (id string, why Reason, ok bool) {
	if r.kind != reasonFailedChild {
		return "", Reason{}, false
	}
	return r.more.child, r.more.reason, true
}

// Err returns r as an error: nil for normal, shutdown and {shutdown,_}, the error that Crash or Failed was made
// from, and otherwise an error which prints as r and unwraps to the error within, if there is one.
func (r Reason) Err() error {
	switch r.kind {
	case invalidReason, reasonNormal, reasonShutdown, reasonShutdownTerm:
		return nil
	case reasonCrash, reasonFailed:
		return r.more.err
	default:
		return &reasonError{r}
	}
}

// String prints r as OTP does, with exception:TEXT for a crash: "normal", "{shutdown,idle}", "killed",
// "{shutdown,{failed_to_start_child,b,exception:boom}}".
func (r Reason) String() string {
	switch r.kind {
	case invalidReason:
		return "none"
	case reasonNormal:
		return "normal"
	case reasonShutdown:
		return "shutdown"
	case reasonShutdownTerm:
		return "{shutdown," + r.term + "}"
	case reasonKilled:
		return "killed"
	case reasonNoProc:
		return "noproc"
	case reasonCrash:
		return "exception:" + r.more.err.Error()
	case reasonFailed:
		return r.more.err.Error()
	case reasonFailedChild:
		return fmt.Sprintf("{shutdown,{failed_to_start_child,%s,%s}}", r.more.child, r.more.reason)
	case reasonStartSpec:
		return "{start_spec," + r.specError().Term() + "}"
	case reasonSupervisorData:
		return "{supervisor_data," + r.specError().Term() + "}"
	default:
		panic(fmt.Sprintf("otpgen: internal: unknown kind of exit reason %d", r.kind))
	}
}

// reasonError is a reason without an error of its own, seen as an error.
type reasonError struct{ reason Reason }

func (e *reasonError) Error() string { return e.reason.String() }

func (e *reasonError) Unwrap() error {
	if e.reason.more == nil {
		return nil
	}
	return errors.Join(e.reason.more.err, e.reason.more.reason.Err())
}

// Is makes errors.Is(err, otp reason as error) hold for equal reasons, for example killed.
func (e *reasonError) Is(target error) bool {
	other, ok := target.(*reasonError)
	return ok && other.reason == e.reason
}
