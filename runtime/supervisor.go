package otp

import (
	"errors"

	"github.com/otpgen/otpgen/runtime/internal/supcore"
)

// SupervisorSpec is what a supervisor supervises and how, as the result of the
// init callback of OTP's supervisor.
type SupervisorSpec struct {
	Strategy Strategy // zero: OneForOne
	// More than MaxRestarts restarts within MaxSeconds make the supervisor give up: it stops its children and
	// ends. MaxRestarts is taken literally, 0 allows none. MaxSeconds 0 means 5.
	MaxRestarts, MaxSeconds int
	AutoShutdown            AutoShutdown // zero: Never
	// Scope opens a scope for the names of the children. Without it their names are in the scope that the
	// supervisor itself lives in.
	Scope bool
	// Names are the names that will be found in that scope, those of children further down included, so that
	// looking them up does not depend on the order of starts.
	Names    []Name
	Children []ChildSpec // started in this order, stopped in reverse
}

// Supervisor makes supervisors with a list of children. init is called at every
// start of the supervisor; it may return [Ignore].
func Supervisor(init func() (SupervisorSpec, error)) Start {
	return Start{&staticKind{init: init}}
}

// DynamicSpec describes a supervisor whose children are all started by request.
type DynamicSpec struct {
	// Template makes the spec of one child from the arguments of [StartInstance]; it runs on the goroutine of
	// the caller. nil: [StartChild] brings the spec.
	Template                func(args any) (ChildSpec, error)
	MaxRestarts, MaxSeconds int
	MaxChildren             int // 0: no limit
}

// Dynamic makes dynamic supervisors, as Elixir's DynamicSupervisor. They open no
// scope: the names of their children are in the scope that they live in.
func Dynamic(spec DynamicSpec) Start { return Start{&dynamicKind{spec: spec}} }

// staticKind is a supervisor with a list of children, and a pool.
type staticKind struct {
	init func() (SupervisorSpec, error)
	// observe, if set, makes what is told of the children of one incarnation.
	observe func(in *incarnation) childObserver
}

// childObserver is told, on the goroutine of the supervisor, of what becomes of
// its children. It must not block.
type childObserver interface {
	childUp(id string, child Ref)
	childDown(id string, child Ref)
	// ended says that the supervisor is over; childDown may still follow.
	ended(why Reason)
}

func (k *staticKind) childType() supcore.ChildType { return supcore.Supervisor }
func (k *staticKind) service() string              { return "" }

func (k *staticKind) newBody(in *incarnation) body {
	s := newShell(in)
	s.prepare = func() (machine, error) {
		spec, err := k.init()
		if err != nil {
			return nil, err
		}
		in.slot.settleScope(spec.Scope)
		scope := in.slot.childScope()
		scope.declareAll(spec.Names)
		specs := make([]supcore.Spec, len(spec.Children))
		for i, c := range spec.Children {
			if !c.Name.IsZero() {
				scope.declare(c.Name)
			}
			specs[i] = coreSpec(c)
		}
		in.slot.keepKids(spec.Children)
		if k.observe != nil {
			s.observer = k.observe(in)
		}
		return supcore.NewStatic(supcore.StaticFlags{
			Strategy:     spec.Strategy,
			Intensity:    supcore.Intensity{MaxRestarts: spec.MaxRestarts, Period: spec.MaxSeconds},
			AutoShutdown: spec.AutoShutdown,
		}, specs), nil
	}
	s.place = func(c *childData) (*slot, string) { return in.slot.child(c.spec.ID, c.spec.Name), c.spec.ID }
	return s
}

type dynamicKind struct{ spec DynamicSpec }

func (k *dynamicKind) childType() supcore.ChildType { return supcore.Supervisor }
func (k *dynamicKind) service() string              { return "" }

func (k *dynamicKind) newBody(in *incarnation) body {
	s := newShell(in)
	s.prepare = func() (machine, error) {
		in.slot.settleScope(false)
		in.slot.keepKids(nil)
		return supcore.NewDynamic(supcore.DynamicFlags{
			Intensity:   supcore.Intensity{MaxRestarts: k.spec.MaxRestarts, Period: k.spec.MaxSeconds},
			MaxChildren: k.spec.MaxChildren,
		}), nil
	}
	s.place = func(c *childData) (*slot, string) {
		if c.slot == nil {
			c.slot, c.pathID = in.slot.instance(c.spec.ID, c.spec.Name)
		}
		in.slot.adopt(c.pathID, c.slot)
		return c.slot, c.pathID
	}
	s.transient = true
	return s
}

// childData is what the machine keeps about a child for the shell.
type childData struct {
	spec   ChildSpec
	slot   *slot  // of a dynamic child: made at its first start
	pathID string // of a dynamic child
}

// coreSpec is the machine's view of a child.
func coreSpec(c ChildSpec) supcore.Spec {
	spec := supcore.Spec{
		ID: c.ID, Restart: c.Restart, Shutdown: c.Shutdown, Significant: c.Significant,
		Data: &childData{spec: c},
	}
	if c.Start.kind != nil {
		spec.Type = c.Start.kind.childType()
	}
	return spec
}

// errNoStart is the failed start of a spec whose Start is zero.
var errNoStart = errors.New("child spec without a Start")
