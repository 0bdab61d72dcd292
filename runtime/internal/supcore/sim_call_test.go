package supcore_test

import (
	"errors"
	"strings"

	"github.com/otpgen/otpgen/runtime/internal/supcore"
	"github.com/otpgen/otpgen/runtime/internal/vector"
)

// outcome is the result of a step.
type outcome = map[string]any

// call is somebody who waits for an outcome. Only the first one counts.
type call struct {
	outcome outcome
	obeyed  bool // the turn of a stop has come
	settled []func()
}

func (c *call) obey() {
	if c != nil {
		c.obeyed = true
	}
}

func (c *call) finish(o outcome) {
	if c == nil || c.outcome != nil {
		return
	}
	c.outcome = o
	for _, f := range c.settled {
		f()
	}
}

func done(o outcome) *call { return &call{outcome: o} }

func okay() outcome { return outcome{"ok": true} }

func reply(v string) outcome { return outcome{"reply": v} }

func exits(why string) outcome { return outcome{"exit": why} }

func failsWith(e string) outcome { return outcome{"error": e} }

// target finds the process that a step is about: the newest of a path, or the holder of a name.
func (w *world) target(name string) (p process, known bool) {
	if n, ok := strings.CutPrefix(name, "@"); ok {
		return w.names[n], true
	}
	p, known = w.newest[name]
	return p, known
}

// api does a step that may have to wait for its outcome.
func (w *world) api(s vector.Step) *call {
	name := s.Target
	if name == "" {
		name = s.Sup
	}
	p, known := w.target(name)
	switch {
	case !known:
		return done(outcome{"skipped": "unknown"})
	case p == nil || !p.self().alive:
		return done(exits("noproc"))
	}
	c := &call{}
	watch := p.self().watch(func(r supcore.Reason) {
		if s.Op == "stop" && c.obeyed && r.String() == s.Reason {
			c.finish(okay())
		} else {
			c.finish(exits(r.String()))
		}
	})
	c.settled = append(c.settled, func() { p.self().unwatch(watch) })
	w.limit(c, s)
	if sup, ok := p.(*supervisor); ok {
		sup.order(c, s)
	} else {
		p.(*worker).order(c, s)
	}
	return c
}

// limit gives a call its time-out.
func (w *world) limit(c *call, s vector.Step) {
	n := s.Timeout
	if n == 0 && (s.Op == "call" || s.Op == "late") {
		n = 5000
	}
	if n > 0 {
		t := w.after(ms(n), nil, false, func() { c.finish(exits("timeout")) })
		c.settled = append(c.settled, func() { w.cancel(t) })
	}
}

func (wk *worker) order(c *call, s vector.Step) {
	switch s.Op {
	case "call", "late":
		a, err := s.Action()
		if err != nil {
			panic(err)
		}
		wk.deliver(message{kind: callMessage, do: a, caller: c})
	case "stop":
		wk.deliver(message{kind: stopOrder, reason: word(s.Reason), caller: c})
	default:
		panic("unknown operation on a worker: " + s.Op)
	}
}

func (s *supervisor) order(c *call, step vector.Step) {
	switch step.Op {
	case "stop":
		s.lastTo++
		s.callers[s.lastTo] = c
		s.post(supcore.ExitRequested{Reason: word(step.Reason), To: s.lastTo})
	case "start_child":
		s.request(c, supcore.StartChild{Spec: s.newChild(step)})
	case "terminate_child":
		if step.Tag != "" {
			s.terminateInstance(c, step.Tag)
		} else {
			s.request(c, supcore.TerminateChild{ID: step.ID})
		}
	case "restart_child":
		s.request(c, supcore.RestartChild{ID: step.ID})
	case "delete_child":
		s.request(c, supcore.DeleteChild{ID: step.ID})
	case "get_childspec":
		s.request(c, supcore.GetSpec{ID: step.ID})
	case "which_children":
		s.request(c, supcore.Which{})
	case "count_children":
		s.request(c, supcore.Count{})
	default:
		panic("unknown operation on a supervisor: " + step.Op)
	}
}

// newChild makes the spec for start_child: from the template, or as given.
func (s *supervisor) newChild(step vector.Step) supcore.Spec {
	var spec vector.Spec
	switch {
	case s.spec.Template != nil:
		spec = *s.spec.Template
		if step.Init != nil {
			spec.Init = step.Init
		}
	default:
		spec = *step.Spec
	}
	if step.Tag != "" {
		spec.ID = step.Tag
	}
	return childSpec(spec)
}

// terminateInstance names the child by its newest process. To a simple_one_for_one, unlike a DynamicSupervisor, the
// name of any dead process is good enough.
func (s *supervisor) terminateInstance(c *call, tag string) {
	var ref supcore.Ref
	p, ever := s.w.newest[s.path+"/"+tag]
	if ever && s.kids[p.self().ref] == p {
		ref = p.self().ref
	}
	if s.spec.Strategy != "simple_one_for_one" || !ever {
		s.request(c, supcore.TerminateInstance{Ref: ref})
		return
	}
	inner, restarting := &call{}, !p.self().alive
	inner.settled = append(inner.settled, func() {
		if inner.outcome["ok"] == true && restarting {
			s.miscounted++
		}
		if inner.outcome["error"] == "not_found" && !p.self().alive {
			c.finish(okay())
		} else {
			c.finish(inner.outcome)
		}
	})
	s.request(inner, supcore.TerminateInstance{Ref: ref})
}

// result puts an answer of the machine into the words of the scenarios.
func (s *supervisor) result(r supcore.Result) outcome {
	switch r := r.(type) {
	case supcore.ChildStarted:
		kid := s.kids[r.Ref].self()
		return outcome{"ok": true, "child": kid.path, "n": kid.n}
	case supcore.ChildIgnored:
		return outcome{"ignore": true}
	case supcore.Done:
		return okay()
	case supcore.ChildSpec:
		return outcome{"ok": true, "spec": specOutcome(r.Spec)}
	case supcore.Children:
		return outcome{"ok": true, "children": s.children(r)}
	case supcore.Counts:
		return outcome{"ok": true, "counts": s.counts(s.living(r))}
	case supcore.Refused:
		return s.refusal(r.Err)
	default:
		panic("unknown result")
	}
}

func (s *supervisor) refusal(err error) outcome {
	var running *supcore.AlreadyStartedError
	var failed *supcore.StartError
	var wrong *supcore.SpecError
	switch {
	case errors.As(err, &running):
		kid := s.kids[running.Ref].self()
		return outcome{"error": "already_started", "child": kid.path, "n": kid.n}
	case errors.As(err, &failed):
		return outcome{"error": "start_failed", "reason": failed.Reason.String()}
	case errors.As(err, &wrong):
		return specRefusal(wrong)
	case errors.Is(err, supcore.ErrUnsupported):
		return failsWith("simple_one_for_one")
	default:
		return failsWith(err.Error())
	}
}

func specRefusal(wrong *supcore.SpecError) outcome {
	o := outcome{"error": "invalid_spec"}
	switch wrong.Problem {
	case supcore.BadCombination:
		o["reason"] = "bad_combination"
	case supcore.InvalidRestart:
		o["reason"], o["value"] = "invalid_restart_type", "sometimes"
	case supcore.InvalidShutdown:
		o["reason"], o["value"] = "invalid_shutdown", -1
	default:
		panic("unexpected problem of a spec")
	}
	return o
}

func specOutcome(spec supcore.Spec) outcome {
	o := outcome{
		"id": spec.ID, "type": spec.Type.String(), "restart": spec.Restart.String(),
		"shutdown": spec.Shutdown.String(), "significant": spec.Significant,
	}
	if after, finite := spec.Shutdown.After(); finite {
		o["shutdown"] = after.Milliseconds()
	}
	return o
}
