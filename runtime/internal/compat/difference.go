package compat

// Why is a reason to differ from OTP. There are no others.
type Why uint8

const (
	_ Why = iota
	// NoKill: a goroutine cannot be killed (docs/adr/0001-fencing.md).
	NoKill
	// NoCodeChange: a Go program is replaced, not upgraded while it runs.
	NoCodeChange
	// Typed: what OTP refuses or drops at run time does not compile, or has no words.
	Typed
	// OneNode: a system is one node.
	OneNode
	// Bounded: mailboxes have a bound (docs/adr/0004-bounded-mailboxes.md).
	Bounded
	// ZeroIsZero: the zero value of a number is that number, not a default.
	ZeroIsZero
	// OneKind: one kind of process stands for two of OTP that differ in this.
	OneKind
	// Places: an address is that of a place, not of a process (docs/adr/0002-addresses.md).
	Places
	// NoProcess: who calls, and a test, need not be a process (docs/adr/0012-partitions-tasks-tests.md).
	NoProcess
	// NoPartitions: a registry has a lock for each part of its table and needs no processes for them.
	NoPartitions
	whyEnd
)

// String is the reason as the page prints it.
func (w Why) String() string {
	switch w {
	case NoKill:
		return "a goroutine cannot be killed"
	case NoCodeChange:
		return "no code change"
	case Typed:
		return "types make it impossible to write"
	case OneNode:
		return "one node"
	case Bounded:
		return "mailboxes are bounded"
	case ZeroIsZero:
		return "zero means zero"
	case OneKind:
		return "one kind of process here, two in OTP"
	case Places:
		return "an address is that of a place"
	case NoProcess:
		return "a caller need not be a process"
	case NoPartitions:
		return "a registry needs no partitions"
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
