package supcore

import (
	"fmt"
	"time"
)

// Ref names one start attempt of one child, and the process that came of it: an incarnation. A machine numbers
// its attempts 1, 2, 3... and never reuses a number. The zero Ref is no process.
type Ref uint64

// Spec is what a supervisor knows about a child.
type Spec struct {
	ID          string
	Restart     Restart // zero: Permanent
	Shutdown    ShutdownRule
	Type        ChildType // zero: Worker
	Significant bool
	Backoff     Backoff    // zero: restarts do not wait
	Limit       *Intensity // of this child's own restarts, besides that of its supervisor; nil: none
	// Data is the shell's own, above all how to start the child. The machine hands it back with every Start and
	// never looks at it.
	Data any
}

// Restart says when a child that has ended is started again.
type Restart uint8

const (
	// Permanent children are restarted after every exit, a normal one too.
	Permanent Restart = iota
	// Transient children are restarted after an abnormal exit only.
	Transient
	// Temporary children are never restarted, and are forgotten when they end.
	Temporary
)

// String returns OTP's word for r.
func (r Restart) String() string {
	switch r {
	case Permanent:
		return "permanent"
	case Transient:
		return "transient"
	case Temporary:
		return "temporary"
	default:
		return fmt.Sprintf("restart(%d)", uint8(r))
	}
}

// ChildType tells workers from supervisors, for counting and for the default shutdown.
type ChildType uint8

const (
	// Worker is a child without children of its own.
	Worker ChildType = iota
	// Supervisor is a child that is a supervisor.
	Supervisor
)

// String returns OTP's word for t.
func (t ChildType) String() string {
	switch t {
	case Worker:
		return "worker"
	case Supervisor:
		return "supervisor"
	default:
		return fmt.Sprintf("type(%d)", uint8(t))
	}
}

// DefaultShutdown is the time that a worker gets to end when its spec does not say.
const DefaultShutdown = 5 * time.Second

// ShutdownRule says how a child is stopped. The zero value is the default: DefaultShutdown for a worker, infinity for
// a supervisor.
type ShutdownRule struct {
	kind  shutdownKind
	after time.Duration
}

type shutdownKind uint8

const (
	shutdownDefault shutdownKind = iota
	shutdownAfter
	shutdownInfinity
	shutdownBrutal
)

// ShutdownAfter asks a child to end and kills it when it has not ended after d. A negative d makes the spec invalid.
func ShutdownAfter(d time.Duration) ShutdownRule { return ShutdownRule{kind: shutdownAfter, after: d} }

// ShutdownInfinity asks a child to end and waits for as long as that takes.
func ShutdownInfinity() ShutdownRule { return ShutdownRule{kind: shutdownInfinity} }

// BrutalKill kills a child without asking it.
func BrutalKill() ShutdownRule { return ShutdownRule{kind: shutdownBrutal} }

// IsBrutalKill reports whether s is BrutalKill.
func (s ShutdownRule) IsBrutalKill() bool { return s.kind == shutdownBrutal }

// After returns the time a child is given. It is false for infinity, brutal_kill and the unresolved default.
func (s ShutdownRule) After() (time.Duration, bool) { return s.after, s.kind == shutdownAfter }

// For replaces the default by what it means for a child of type t.
func (s ShutdownRule) For(t ChildType) ShutdownRule {
	switch {
	case s.kind != shutdownDefault:
		return s
	case t == Supervisor:
		return ShutdownInfinity()
	default:
		return ShutdownAfter(DefaultShutdown)
	}
}

// String prints s as a child spec of OTP has it: milliseconds, infinity or brutal_kill.
func (s ShutdownRule) String() string {
	switch s.kind {
	case shutdownDefault:
		return "default"
	case shutdownAfter:
		return fmt.Sprint(s.after.Milliseconds())
	case shutdownInfinity:
		return "infinity"
	case shutdownBrutal:
		return "brutal_kill"
	default:
		panic(fmt.Sprintf("otpgen: internal: unknown kind of shutdown %d", s.kind))
	}
}

// Strategy says which children are restarted together.
type Strategy uint8

const (
	// OneForOne restarts the child that ended and touches no other.
	OneForOne Strategy = iota
	// OneForAll stops all other children, then starts all.
	OneForAll
	// RestForOne stops the children after the one that ended, then starts it and them.
	RestForOne
)

// String returns OTP's word for s.
func (s Strategy) String() string {
	switch s {
	case OneForOne:
		return "one_for_one"
	case OneForAll:
		return "one_for_all"
	case RestForOne:
		return "rest_for_one"
	default:
		return fmt.Sprintf("strategy(%d)", uint8(s))
	}
}

// AutoShutdown says when a supervisor stops itself because significant children have ended.
type AutoShutdown uint8

const (
	// Never is the default: no child may be significant.
	Never AutoShutdown = iota
	// AnySignificant stops the supervisor when one significant child has ended and is not restarted.
	AnySignificant
	// AllSignificant stops it when the last significant child has.
	AllSignificant
)

// String returns OTP's word for a.
func (a AutoShutdown) String() string {
	switch a {
	case Never:
		return "never"
	case AnySignificant:
		return "any_significant"
	case AllSignificant:
		return "all_significant"
	default:
		return fmt.Sprintf("auto_shutdown(%d)", uint8(a))
	}
}

// DefaultPeriod is the length of the restart window, in seconds, when none is given.
const DefaultPeriod = 5

// Intensity bounds restarts: more than MaxRestarts within Period seconds make the supervisor give up. MaxRestarts
// is taken literally, so the zero value allows no restart at all; a Period of 0 means DefaultPeriod.
type Intensity struct {
	MaxRestarts int
	Period      int
}

// StaticFlags are the flags of a supervisor with a list of children.
type StaticFlags struct {
	Strategy     Strategy
	Intensity    Intensity
	AutoShutdown AutoShutdown
}

// DynamicFlags are the flags of a supervisor whose children are all started by request. MaxChildren 0 is no limit.
type DynamicFlags struct {
	Intensity   Intensity
	MaxChildren int
}
