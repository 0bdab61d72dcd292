// Package probe holds the faults that a test may inject into a running
// process, and what a test may have a system look at. It is internal so that only
// the runtime's own test package (runtime/otptest) can make one: production code
// has no way to reach into another process but its messages and exit signals.
package probe

// Command is a fault. The variants are in this file: [Crash].
type Command interface{ command() }

// Crash makes the process fail at its next step exactly as if its own code had
// panicked with Err there: the stack is reported, Terminate runs where the
// service has one, and the supervisor restarts it.
type Crash struct {
	Err error
}

func (Crash) command() {}
