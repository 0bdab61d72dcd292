package otp

import (
	"fmt"

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
	mustFunc("Supervisor", init != nil)
	return Start{&staticKind{init: init}}
}

// DynamicSpec describes a supervisor whose children are all started by request.
type DynamicSpec struct {
	// Template makes the spec of one child from the arguments of [StartInstance]; it runs on the goroutine of
	// the caller. nil: [StartChild] brings the spec.
	Template func(args any) (ChildSpec, error)
	// More than MaxRestarts restarts of children within MaxSeconds make the supervisor give up. MaxRestarts is taken
	// literally: 0 allows none, where Elixir's default is 3. MaxSeconds 0 means 5.
	MaxRestarts, MaxSeconds int
	MaxChildren             int // at one time, restarting ones included; 0: no limit
}

// Dynamic makes dynamic supervisors, as Elixir's DynamicSupervisor. They open no
// scope: the names of their children are in the scope that they live in.
func Dynamic(spec DynamicSpec) Start { return Start{&dynamicKind{spec: spec}} }

// staticKind is a supervisor with a list of children, and a pool.
type staticKind struct {
	init func() (SupervisorSpec, error)
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
			if c.Start.kind == nil {
				return nil, errNoStart(c.ID)
			}
			if !c.Name.IsZero() {
				scope.declareForGood(c.Name)
			}
			specs[i] = listedSpec(c)
		}
		in.slot.keepKids(spec.Children)
		s.grouped = spec.Strategy != OneForOne
		return supcore.NewStatic(supcore.StaticFlags{
			Strategy:     spec.Strategy,
			Intensity:    supcore.Intensity{MaxRestarts: spec.MaxRestarts, Period: spec.MaxSeconds},
			AutoShutdown: spec.AutoShutdown,
		}, specs), nil
	}
	s.place = func(c *childData) (*slot, string) {
		c.declares = c.declares || in.slot.childScope().declared(c.spec.Name) == nil
		return in.slot.child(c.spec.ID, c.spec.Name), c.spec.ID
	}
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
		id := s.admit(c)
		in.slot.adopt(id, c.slot)
		return c.slot, id
	}
	s.admit = func(c *childData) string {
		if c.slot == nil {
			c.slot, c.pathID = in.slot.instance(c.spec.ID, c.spec.Name)
		}
		return c.pathID
	}
	s.transient = true
	return s
}

// childData is what the machine keeps about a child for the shell.
type childData struct {
	spec     ChildSpec
	listed   bool   // by the supervisor's own spec
	declares bool   // its name was not declared before; of a static child
	slot     *slot  // of a dynamic child: made when it is asked for
	pathID   string // of a dynamic child
}

// coreSpec is the machine's view of a child.
func coreSpec(c ChildSpec) supcore.Spec {
	return supcore.Spec{
		ID: c.ID, Restart: c.Restart, Shutdown: c.Shutdown, Significant: c.Significant,
		Type: c.Start.kind.childType(), Backoff: supcore.Backoff(c.Backoff), Limit: c.Intensity.core(),
		Data: &childData{spec: c},
	}
}

// listedSpec is coreSpec for a child that the supervisor's own spec lists.
func listedSpec(c ChildSpec) supcore.Spec {
	spec := coreSpec(c)
	spec.Data.(*childData).listed = true
	return spec
}

// checkNew refuses a child that is asked for before its supervisor sees it.
func checkNew(spec ChildSpec) error {
	if spec.Start.kind == nil {
		return errNoStart(spec.ID)
	}
	return spec.Name.check()
}

// errNoStart is the error of a spec whose Start is zero.
func errNoStart(id string) error { return fmt.Errorf("child spec %q has no Start", id) }
