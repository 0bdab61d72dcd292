package otp

import (
	"time"

	"github.com/otpgen/otpgen/runtime/internal/supcore"
	"github.com/otpgen/otpgen/runtime/internal/vector"
)

// childSpec makes the child spec of a process of the scenario.
func (p *player) childSpec(parent string, c vector.Spec) ChildSpec {
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
	var kind starter
	switch {
	case c.Type != "supervisor":
		kind = p.worker(path, c)
	case c.IsDynamic():
		kind = p.dynamic(path, c)
	default:
		kind = p.supervisor(path, c)
	}
	spec.Start = Start{tracedKind{kind, p}}
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

func (p *player) worker(path string, c vector.Spec) starter {
	k := ServerKind[scripted]{
		Service: "scripted",
		New: func(ctx *Ctx) *scripted {
			return &scripted{traced: p.begins(path, c, ctx.in), c: ctx, state: "init"}
		},
		Init:   (*scripted).init,
		Timers: []Timer[scripted]{{Name: "timeout", Fire: func(w *scripted) { w.logf("info", "timeout") }}},
	}
	if !c.TrapExit {
		return untrapped{Server(k).kind}
	}
	k.Terminate = (*scripted).terminate
	return Server(k).kind
}

// untrapped is a gen_server with a terminate callback that does not trap exits,
// which a ServerKind cannot be: it runs after a stop and a crash, and not after
// an exit signal.
type untrapped struct{ starter }

func (k untrapped) newBody(in *incarnation) body {
	return untrappedBody{k.starter.newBody(in).(*server[scripted])}
}

type untrappedBody struct{ *server[scripted] }

func (b untrappedBody) terminate(why Reason) {
	defer b.server.terminate(why)
	if signal, asked := b.in.askedToStop(); !asked || signal != why {
		b.state.terminate(why)
	}
}

// supInit is the init callback of a supervisor.
func (p *player) supInit(path string, c vector.Spec, in *incarnation) error {
	x := p.begins(path, c, in)
	x.logf("sup_init", "")
	switch _, _, outcome, arg := x.script(c.Init); outcome {
	case "ignore":
		return Ignore
	case "raise":
		panic(said(arg))
	}
	return nil
}

func intensity(c vector.Spec, n int) (restarts, seconds int) {
	restarts, seconds = n, 5
	if c.Intensity != nil {
		restarts = *c.Intensity
	}
	if c.Period != nil {
		seconds = *c.Period
	}
	return restarts, seconds
}

func (p *player) supervisor(path string, c vector.Spec) starter {
	return perLife{supcore.Supervisor, func(in *incarnation) starter {
		return Supervisor(func() (SupervisorSpec, error) {
			if err := p.supInit(path, c, in); err != nil {
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
		}).kind
	}}
}

func (p *player) dynamic(path string, c vector.Spec) starter {
	return perLife{supcore.Supervisor, func(in *incarnation) starter {
		spec := DynamicSpec{}
		n := 1
		if c.Strategy == "dynamic" {
			n = 3
		}
		spec.MaxRestarts, spec.MaxSeconds = intensity(c, n)
		if c.MaxChildren != nil {
			spec.MaxChildren = *c.MaxChildren
		}
		return initialized{&dynamicKind{spec}, func() error { return p.supInit(path, c, in) }}
	}}
}

// initialized is a dynamic supervisor with an init callback.
type initialized struct {
	starter
	init func() error
}

func (k initialized) newBody(in *incarnation) body {
	s := k.starter.newBody(in).(*shell)
	prepare := s.prepare
	s.prepare = func() (machine, error) {
		if err := k.init(); err != nil {
			return nil, err
		}
		return prepare()
	}
	return s
}

// perLife makes the kind of each incarnation.
type perLife struct {
	as   supcore.ChildType
	kind func(in *incarnation) starter
}

func (k perLife) childType() supcore.ChildType { return k.as }
func (k perLife) service() string              { return "" }
func (k perLife) newBody(in *incarnation) body { return k.kind(in).newBody(in) }
