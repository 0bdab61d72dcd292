package otp

import (
	"fmt"
	"time"

	"github.com/otpgen/otpgen/runtime/internal/supcore"
)

// Infinity is the timeout that never ends, as OTP's atom infinity.
const Infinity = time.Duration(1<<63 - 1)

// Reason says why a process ended or could not start: [Normal], [Shutdown],
// [Killed], [NoProc], or what [ShutdownWith], [Crash] and [Failed] make. Reasons
// may be compared with ==, which never panics; one that was made from an error
// equals only its copies. The zero Reason belongs to a process that has not ended.
//
// Its methods are:
//
//	String() string      as OTP prints it: "normal", "{shutdown,idle}", "exception:boom", "none" for the zero Reason
//	Err() error          for errors.Is and errors.As: nil for normal, shutdown and {shutdown,_}, the error that Crash
//	                     or Failed was given, otherwise an error that prints as the reason
//	IsZero() bool        it is no reason
//	IsNormalEnd() bool   normal, shutdown or {shutdown,_}: a Transient child is not restarted
//	IsCrash() bool       it comes from a panic
//	FailedChild() (id string, why Reason, ok bool)
//	                     the child that made the start of a supervisor fail, and why it did not start
type Reason = supcore.Reason

// The reasons that have a name of their own in OTP. They are values, never
// assigned to.
var (
	// Normal: there was nothing more to do.
	Normal = supcore.Normal()
	// Shutdown: the supervisor asked, or was itself a supervisor that gave up.
	Shutdown = supcore.Shutdown()
	// Killed: ended without being asked, or after it was asked in vain.
	Killed = supcore.Killed()
	// NoProc: a monitor found no process.
	NoProc = supcore.NoProc()
)

// ShutdownWith is OTP's {shutdown, Detail}: a normal end that says why.
func ShutdownWith(detail string) Reason { return supcore.ShutdownWith(detail) }

// Crash is the reason of a panic with err: abnormal, printed as exception:TEXT.
func Crash(err error) Reason { return supcore.Crash(err) }

// Failed is the reason of a process that stopped itself with an error, as OTP's
// {stop, Reason}: abnormal, printed as the text of err.
func Failed(err error) Reason { return supcore.Failed(err) }

// orNormal is the reason of an end for which none was given.
func orNormal(r Reason) Reason {
	if r.IsZero() {
		return Normal
	}
	return r
}

// PanicError is the error in the reason of a process that panicked with
// something that is not an error.
type PanicError struct {
	Value any // what it panicked with
}

func (e *PanicError) Error() string { return fmt.Sprint(e.Value) }

// panicReason turns what recover returned into the exit reason and the stack,
// which is still the one of the panic while deferred functions run.
func panicReason(recovered any) (Reason, Stack) {
	err, isError := recovered.(error)
	if !isError {
		err = &PanicError{Value: recovered}
	}
	return Crash(err), here()
}
