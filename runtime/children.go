package otp

import (
	"context"

	"github.com/otpgen/otpgen/runtime/internal/supcore"
)

// SpecError says that a child spec, or what a supervisor was told about itself,
// cannot be accepted. Nothing has been changed or started. It is used as
// *SpecError, which errors.As finds in the error of [StartChild] and, from the Err
// of the [Reason], in that of a supervisor whose own list or flags are wrong.
//
// Its fields are:
//
//	Supervisor string       its path
//	ID         string       of the child spec; "" if the problem is the supervisor's own
//	Problem    SpecProblem  what is wrong
//	Field      string       which is wrong: "Shutdown", "Backoff.Min"
//	Value      string       that it has; "-1" for a negative Shutdown in milliseconds
//
// Error() names all of them and the remedy. Term() prints the problem as OTP does:
// {duplicate_child_name,a}.
type SpecError = supcore.SpecError

// SpecProblem is what is wrong with a child spec, or with what a supervisor was
// told about itself: one of the constants below. The zero SpecProblem is none of
// them.
type SpecProblem = supcore.SpecProblem

const (
	// DuplicateID: two children of one supervisor have the same ID.
	DuplicateID = supcore.DuplicateID
	// MissingID: a child of a list has the ID "".
	MissingID = supcore.MissingID
	// BadCombination: a child is significant and permanent, or its supervisor never shuts down automatically.
	BadCombination = supcore.BadCombination
	// InvalidRestart: there is no such restart type.
	InvalidRestart = supcore.InvalidRestart
	// InvalidShutdown: the shutdown time is negative.
	InvalidShutdown = supcore.InvalidShutdown
	// InvalidBackoff: the waits make no sense; see the fields of [Backoff].
	InvalidBackoff = supcore.InvalidBackoff
	// InvalidIntensity: MaxRestarts is negative, of the supervisor or of the child's own limit.
	InvalidIntensity = supcore.InvalidIntensity
	// InvalidPeriod: MaxSeconds is.
	InvalidPeriod = supcore.InvalidPeriod
	// InvalidStrategy: there is no such strategy.
	InvalidStrategy = supcore.InvalidStrategy
	// InvalidAutoShutdown: there is no such automatic shutdown.
	InvalidAutoShutdown = supcore.InvalidAutoShutdown
	// InvalidMaxChildren: MaxChildren is negative.
	InvalidMaxChildren = supcore.InvalidMaxChildren
)

// ChildState says whether a child runs: [Running], [Restarting] or [Undefined],
// which String() prints as OTP's words. The zero ChildState is none of them.
type ChildState = supcore.ChildState

const (
	// Running: there is a process.
	Running = supcore.Running
	// Restarting: the last automatic restart failed and will be tried again.
	Restarting = supcore.Restarting
	// Undefined: the supervisor knows the child, but there is no process.
	Undefined = supcore.Undefined
)

// ChildInfo is what [WhichChildren] says about one child.
type ChildInfo struct {
	ID         string // of an instance without one: its key, or the number in its path
	Ref        Ref    // zero unless it runs
	State      ChildState
	Supervisor bool
}

// Counts is what [CountChildren] says.
type Counts struct {
	Specs       int // children known
	Active      int // processes
	Supervisors int // children that are supervisors, running or not
	Workers     int // children that are workers, running or not
}

// StartChild adds a child to a supervisor and starts it, as
// supervisor:start_child/2 and, for a dynamic supervisor,
// DynamicSupervisor.start_child/2. It returns when the child is up; with
// [ErrIgnored] if the child chose not to run. A start that fails is a
// [StartError], and nothing of the child is kept.
//
// In this and all requests to supervisors, ctx alone bounds the wait. A
// supervisor that is not there, or ends meanwhile, makes a [CallError].
func StartChild(ctx context.Context, sup Addr, spec ChildSpec) (Ref, error) {
	if err := checkNew(spec); err != nil {
		return Ref{}, err
	}
	if in := sup.target(); in != nil {
		if k, ok := in.kind.(*dynamicKind); ok && k.spec.Template != nil {
			return Ref{}, ErrUnsupported
		}
	}
	return started(ask(ctx, sup, "StartChild", supcore.StartChild{Spec: coreSpec(spec)}))
}

// StartInstance starts a child of a dynamic supervisor with a template, as
// supervisor:start_child/2 under simple_one_for_one.
func StartInstance(ctx context.Context, sup Addr, args any) (Ref, error) {
	return startInstance(ctx, sup, args, nil)
}

// startInstance starts the instance of the template if the caller accepts its spec; nil: any will do.
func startInstance(ctx context.Context, sup Addr, args any, accept func(ChildSpec) error) (Ref, error) {
	in := sup.target()
	if in == nil {
		w := newWait(ctx, sup, "supervisor", "StartInstance", Infinity)
		return Ref{}, w.absent()
	}
	k, ok := in.kind.(*dynamicKind)
	if !ok || k.spec.Template == nil {
		return Ref{}, ErrUnsupported
	}
	spec, err := k.spec.Template(args)
	if err == nil {
		err = checkNew(spec)
	}
	if err == nil && accept != nil {
		err = accept(spec)
	}
	if err != nil {
		return Ref{}, err
	}
	return started(ask(ctx, sup, "StartInstance", supcore.StartChild{Spec: coreSpec(spec)}))
}

// TerminateChild stops a child by its shutdown rule and keeps its spec unless it
// is temporary, as supervisor:terminate_child/2. It returns when the child is
// gone; nil if it did not run.
func TerminateChild(ctx context.Context, sup Addr, id string) error {
	_, err := ask(ctx, sup, "TerminateChild", supcore.TerminateChild{ID: id})
	return err
}

// TerminateInstance stops a child of a dynamic supervisor and forgets it, as
// DynamicSupervisor.terminate_child/2: [ErrNotFound] for a child that has
// ended already.
func TerminateInstance(ctx context.Context, sup Addr, ref Ref) error {
	var handle supcore.Ref // of nobody, which the supervisor says when it is its turn
	r := &request{name: "TerminateInstance"}
	in := sup.target()
	if in != nil && ref.in != nil && ref.in.sup == in {
		handle, r.about = ref.in.handle, ref.in.slot
	}
	r.op = supcore.TerminateInstance{Ref: handle}
	_, err := askAt(ctx, sup, in, r) // the handle means nothing to another life of it
	return err
}

// RestartChild starts a child that does not run, as
// supervisor:restart_child/2. [ErrIgnored] if it chose not to run.
func RestartChild(ctx context.Context, sup Addr, id string) (Ref, error) {
	return started(ask(ctx, sup, "RestartChild", supcore.RestartChild{ID: id}))
}

// DeleteChild forgets a child that does not run, as supervisor:delete_child/2.
func DeleteChild(ctx context.Context, sup Addr, id string) error {
	_, err := ask(ctx, sup, "DeleteChild", supcore.DeleteChild{ID: id})
	return err
}

// GetChildSpec returns the spec of a child with its defaults filled in, as
// supervisor:get_childspec/2.
func GetChildSpec(ctx context.Context, sup Addr, id string) (ChildSpec, error) {
	return asked[ChildSpec](ask(ctx, sup, "GetChildSpec", supcore.GetSpec{ID: id}))
}

// WhichChildren lists the children, last added first, as
// supervisor:which_children/1. The order below a dynamic supervisor means nothing.
func WhichChildren(ctx context.Context, sup Addr) ([]ChildInfo, error) {
	return asked[[]ChildInfo](ask(ctx, sup, "WhichChildren", supcore.Which{}))
}

// CountChildren counts the children, as supervisor:count_children/1.
func CountChildren(ctx context.Context, sup Addr) (Counts, error) {
	return asked[Counts](ask(ctx, sup, "CountChildren", supcore.Count{}))
}

func started(v any, err error) (Ref, error) { return asked[Ref](v, err) }

// asked gives the answer of a request its type.
func asked[T any](v any, err error) (T, error) {
	if err != nil {
		var none T
		return none, err
	}
	return v.(T), nil
}
