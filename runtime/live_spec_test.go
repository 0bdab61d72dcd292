package otp

import (
	"time"

	"github.com/otpgen/otpgen/runtime/internal/supcore"
	"github.com/otpgen/otpgen/runtime/internal/vector"
)

// childSpec makes the child spec of a process of the scenario.
func (p *livePlayer) childSpec(parent string, c vector.Spec) ChildSpec {
	path := vector.Join(parent, c.ID)
	spec := ChildSpec{ID: c.ID, Significant: c.Significant}
	if c.Register != "" {
		spec.Name = Name{Service: c.Register}
	}
	if c.Restart == "sometimes" {
		spec.Restart = 99
	} else {
		spec.Restart = enum(c.Restart, Permanent, Transient, Temporary)
	}
	switch v := c.Shutdown.(type) {
	case nil:
	case float64:
		spec.Shutdown = ShutdownAfter(time.Duration(v) * time.Millisecond)
	case string:
		spec.Shutdown = enum(v, ShutdownInfinity, BrutalKill)
	default:
		panic("unknown shutdown")
	}
	kind := liveKind{p: p, is: enum(c.Type, supcore.Worker, supcore.Supervisor)}
	switch {
	case kind.is == supcore.Worker:
		kind.kind = func(*incarnation) starter { return p.worker(path, c).kind }
	case c.IsDynamic():
		kind.kind = func(*incarnation) starter { return p.dynamic(path, c).kind }
		kind.init = func(in *incarnation) error { return p.initSupervisor(path, c, in) }
	default:
		kind.kind = func(in *incarnation) starter { return p.static(path, c, in).kind }
	}
	spec.Start = Start{kind}
	return spec
}

// enum returns the value that prints as name; the first one is the default.
func enum[T interface{ String() string }](name string, values ...T) T {
	if name == "" {
		return values[0]
	}
	for _, v := range values {
		if v.String() == name {
			return v
		}
	}
	panic("unknown value " + name)
}

func (p *livePlayer) worker(path string, c vector.Spec) Start {
	return Server(ServerKind[liveWorker]{
		Service: "live",
		New: func(ctx *Ctx) *liveWorker {
			return &liveWorker{liveProc: p.begins(path, c, ctx.in), c: ctx, state: "init"}
		},
		Init:       (*liveWorker).init,
		Terminate:  (*liveWorker).terminate,
		NoTrapExit: !c.TrapExit,
		ExitSignal: func(w *liveWorker, why Reason) { w.logf("info", "EXIT:"+why.String()) },
		Idle:       func(w *liveWorker) { w.logf("info", "timeout") },
	})
}

// initSupervisor is the init callback of a supervisor.
func (p *livePlayer) initSupervisor(path string, c vector.Spec, in *incarnation) error {
	x := p.begins(path, c, in)
	x.logf("sup_init", "")
	switch s := x.script(); s.outcome {
	case "ok":
		return nil
	case "ignore":
		return Ignore
	case "raise":
		panic(said(s.arg))
	default: // the recorder knows no other outcome of a supervisor and crashed
		panic(said("case_clause"))
	}
}

func (p *livePlayer) static(path string, c vector.Spec, in *incarnation) Start {
	return Supervisor(func() (SupervisorSpec, error) {
		if err := p.initSupervisor(path, c, in); err != nil {
			return SupervisorSpec{}, err
		}
		spec := SupervisorSpec{
			Strategy:     enum(c.Strategy, OneForOne, OneForAll, RestForOne),
			AutoShutdown: enum(c.AutoShutdown, Never, AnySignificant, AllSignificant),
		}
		spec.MaxRestarts, spec.MaxSeconds = intensity(c, 1)
		for _, child := range c.Children {
			spec.Children = append(spec.Children, p.childSpec(path, child))
		}
		return spec, nil
	})
}

// dynamic makes a DynamicSupervisor, or a simple_one_for_one by way of the
// template.
func (p *livePlayer) dynamic(path string, c vector.Spec) Start {
	var spec DynamicSpec
	if c.Strategy == "dynamic" {
		spec.MaxRestarts, spec.MaxSeconds = intensity(c, 3)
	} else {
		spec.MaxRestarts, spec.MaxSeconds = intensity(c, 1)
		spec.Template = func(args any) (ChildSpec, error) {
			return p.childSpec(path, args.(liveInstance).of(*c.Template)), nil
		}
	}
	if c.MaxChildren != nil {
		spec.MaxChildren = *c.MaxChildren
	}
	return Dynamic(spec)
}

func intensity(c vector.Spec, fallback int) (restarts, seconds int) {
	restarts = fallback
	if c.Intensity != nil {
		restarts = *c.Intensity
	}
	if c.Period != nil {
		seconds = *c.Period
	}
	return restarts, seconds
}

// liveInstance are the arguments of an instance of simple_one_for_one.
type liveInstance struct {
	tag  string
	init map[string]string // in place of the template's
}

func (i liveInstance) of(template vector.Spec) vector.Spec {
	template.ID = i.tag
	if i.init != nil {
		template.Init = i.init
	}
	return template
}
