package compat

// Why is a reason to differ from OTP. There are no others.
type Why uint8

const (
	_ Why = iota
	// NoKill: a goroutine cannot be killed (docs/adr/0001-fencing.md).
	NoKill
	// NoCodeChange: a Go program is replaced, not upgraded while it runs.
	NoCodeChange
	// Unsayable: Go's types, or the options that there are, leave no words for it.
	Unsayable
	// OneNode: a system is one node.
	OneNode
	// Bounded: mailboxes have a bound (docs/adr/0004-bounded-mailboxes.md).
	Bounded
	// LiteralRestarts: a limit of 0 restarts must be sayable, and nobody is to get restarts that he did not ask for.
	LiteralRestarts
	// OneKind: one kind of process stands for two of OTP that differ in this.
	OneKind
	// Places: an address is that of a place, not of a process (docs/adr/0002-addresses.md).
	Places
	// NoProcess: who calls, and a test, need not be a process (docs/adr/0012-partitions-tasks-tests.md).
	NoProcess
	// NoPartitions: a registry has a lock for each part of its table and needs no processes for them.
	NoPartitions
	// OwnedTimers: a timer is part of the process that set it, not a message under way
	// (docs/adr/0011-state-machines-and-timers.md).
	OwnedTimers
	// Methods: a handler asks for what is to happen by calling methods, where OTP's returns a list
	// (docs/adr/0011-state-machines-and-timers.md).
	Methods
	// Contexts: whoever waits has a context, and what ends the wait is an error.
	Contexts
	// LastWords: a Terminate is written in order to be run.
	LastWords
	// OwnLinks: links are made by the runtime only (docs/adr/0013-links-and-requests.md).
	OwnLinks
	// NoTerms: a Go value is no term: not all of them can be hashed in the same way for ever.
	NoTerms
	// Mended: a fault of the OTP that recorded the scenarios.
	Mended
	whyEnd
)

// String is the reason as the page prints it.
func (w Why) String() string {
	switch w {
	case NoKill:
		return "a goroutine cannot be killed"
	case NoCodeChange:
		return "no code change"
	case Unsayable:
		return "there are no words for it here"
	case OneNode:
		return "one node"
	case Bounded:
		return "mailboxes are bounded"
	case LiteralRestarts:
		return "MaxRestarts is taken literally"
	case OneKind:
		return "one kind of process here, two in OTP"
	case Places:
		return "an address is that of a place"
	case NoProcess:
		return "a caller or a test need not be a process"
	case NoPartitions:
		return "a registry needs no partitions"
	case OwnedTimers:
		return "a timer is part of the process that set it"
	case Methods:
		return "a handler calls methods and returns no list"
	case Contexts:
		return "whoever waits has a context"
	case LastWords:
		return "what is written for the end is run"
	case OwnLinks:
		return "links are made by the runtime only"
	case NoTerms:
		return "a Go value is no term"
	case Mended:
		return "a fault of OTP 25"
	default:
		panic("otpgen: internal: unknown reason to differ")
	}
}

// Difference says that we do not do what a statement says, or not all of it.
type Difference struct {
	Statement int
	Why       Why
	// Part: the rest of the statement holds, and must be proven like any other.
	Part bool
	// Here is what happens instead.
	Here string
}
