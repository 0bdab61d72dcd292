package otp

import (
	"time"

	"github.com/otpgen/otpgen/runtime/internal/supcore"
)

// ChildSpec tells a supervisor how to start, restart and stop one child, as a
// child specification of OTP. Whether the child is a worker or a supervisor
// follows from Start.
type ChildSpec struct {
	// ID is unique among the children of a supervisor with a list of children.
	ID string
	// Name is what the child is registered under; the zero Name: nothing.
	Name Name
	// Start makes the process: Server, StateMachine, Runner, Registry, PubSub, Supervisor, Dynamic,
	// PartitionSupervisor, TaskSupervisor or Pool.
	Start Start
	// Restart says which ends are followed by a restart; zero: Permanent.
	Restart Restart
	// Shutdown says how the child is stopped; zero: 5 s for a worker, infinity for a supervisor.
	Shutdown ShutdownRule
	// Significant children take part in the automatic shutdown of their supervisor.
	Significant bool
	// Backoff makes automatic restarts wait; zero: they do not, as in OTP.
	Backoff Backoff
	// Intensity limits the restarts of this child alone, besides the limit of its supervisor; nil: there is none, as
	// in OTP. One too many makes the supervisor give up.
	Intensity *Intensity
}

// Start is a way to make processes of one kind. The zero Start makes none.
type Start struct{ kind starter }

// Restart says when a child that has ended is started again: [Permanent], the
// zero Restart, [Transient] or [Temporary]. String() prints OTP's words. What is a
// normal end is said by the [Reason].
type Restart = supcore.Restart

const (
	// Permanent children are restarted after every end, a normal one too.
	Permanent = supcore.Permanent
	// Transient children are restarted after an abnormal end only.
	Transient = supcore.Transient
	// Temporary children are never restarted.
	Temporary = supcore.Temporary
)

// Strategy says which children are restarted together: [OneForOne], the zero
// Strategy, [OneForAll] or [RestForOne]. String() prints OTP's words.
type Strategy = supcore.Strategy

const (
	// OneForOne restarts the child that ended and touches no other.
	OneForOne = supcore.OneForOne
	// OneForAll stops all other children, last started first, then starts all.
	OneForAll = supcore.OneForAll
	// RestForOne stops the children after the one that ended, then starts it and them.
	RestForOne = supcore.RestForOne
)

// AutoShutdown says when a supervisor stops because significant children ended:
// [Never], the zero AutoShutdown, [AnySignificant] or [AllSignificant]. String()
// prints OTP's words.
type AutoShutdown = supcore.AutoShutdown

const (
	// Never is the default; then no child may be significant.
	Never = supcore.Never
	// AnySignificant: as soon as one significant child has ended for good.
	AnySignificant = supcore.AnySignificant
	// AllSignificant: when the last significant child has.
	AllSignificant = supcore.AllSignificant
)

// ShutdownRule says how a child is stopped: [ShutdownAfter], [ShutdownInfinity]
// or [BrutalKill]. The zero rule is ShutdownAfter(5 * time.Second) for a worker
// and ShutdownInfinity for a supervisor. Rules may be compared with ==.
//
// Its methods are:
//
//	String() string                as OTP has it: "5000" for milliseconds, "infinity", "brutal_kill"; "default"
//	After() (time.Duration, bool)  the time of ShutdownAfter; false for any other rule
//	IsBrutalKill() bool
type ShutdownRule = supcore.ShutdownRule

// ShutdownAfter asks a child to stop and fences it off when it has not ended
// after d. 0 asks and fences off at once; a negative d makes the spec invalid.
func ShutdownAfter(d time.Duration) ShutdownRule { return supcore.ShutdownAfter(d) }

// The rules without a time. They are values, never assigned to.
var (
	// ShutdownInfinity asks a child to stop and waits for as long as that takes.
	ShutdownInfinity = supcore.ShutdownInfinity()
	// BrutalKill ends a child without asking it.
	BrutalKill = supcore.BrutalKill()
)

// starter is one kind of process.
type starter interface {
	// childType tells workers from supervisors.
	childType() supcore.ChildType
	// service is the name of the program's own kind of process, for reports.
	service() string
	// newBody makes what runs in one incarnation.
	newBody(in *incarnation) body
}

// body is what runs in one incarnation.
type body interface {
	// run is a stretch of the life: from the start, or from the message that has
	// found the process at rest, to the next rest or the end. It calls in.ready
	// when the start is complete, or in.ignore before it returns from a start that
	// was refused; an end before that is a failed start. Whoever rests has no turn
	// any more. Otherwise what it returns is the exit reason. It may panic: that is
	// a crash, or a failed start.
	run(in *incarnation) (why Reason, rests bool)
	// traps says whether a request to stop waits its turn in the mailbox, so
	// that terminate runs. Otherwise it interrupts the mailbox.
	traps() bool
	// terminate is the last thing that runs in a process which had started and
	// was not killed, whatever the reason of its end.
	terminate(why Reason)
}
