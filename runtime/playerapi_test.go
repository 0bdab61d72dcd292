package otp

import (
	"context"
	"errors"
	"time"

	"github.com/otpgen/otpgen/runtime/internal/supcore"
	"github.com/otpgen/otpgen/runtime/internal/vector"
)

// api does a step that has to wait for its result.
func (p *player) api(s vector.Step) result {
	target := s.Target
	if target == "" {
		target = s.Sup
	}
	x, known := p.find(target)
	switch {
	case !known:
		return result{"skipped": "unknown"}
	case !x.isAlive():
		return result{"exit": "noproc"}
	}
	ctx, cancel := context.Background(), func() {}
	if s.Timeout > 0 {
		ctx, cancel = context.WithTimeout(ctx, millis(s.Timeout))
	}
	defer cancel()
	to := Ref{x.in}.Addr()
	switch s.Op {
	case "call", "late":
		return p.call(ctx, to, s)
	case "stop":
		if err := (Ref{x.in}).Stop(ctx, word(s.Reason)); err != nil {
			return p.refusal(err)
		}
		return okay()
	default:
		return p.request(ctx, x, to, s)
	}
}

func (p *player) call(ctx context.Context, to Addr, s vector.Step) result {
	a, err := s.Action()
	if err != nil {
		p.t.Error(err)
	}
	op := scriptedLater
	if a.Reply != nil && !a.SaveFrom {
		op = scriptedCall
	}
	v, err := Call(ctx, to, &op, a)
	if err != nil {
		return p.refusal(err)
	}
	return result{"reply": v}
}

func (p *player) request(ctx context.Context, x *traced, to Addr, s vector.Step) result {
	simple := x.spec.Strategy == "simple_one_for_one"
	switch s.Op {
	case "start_child":
		return p.startedChild(StartChild(ctx, to, p.childSpec(x.path, newChild(x.spec, s))))
	case "terminate_child":
		switch {
		case s.Tag != "":
			return p.terminateInstance(ctx, x, to, s.Tag)
		case simple:
			return result{"error": "simple_one_for_one"}
		}
		return p.done(TerminateChild(ctx, to, s.ID))
	case "restart_child", "delete_child":
		switch {
		case simple:
			return result{"error": "simple_one_for_one"}
		case s.Op == "restart_child":
			return p.startedChild(RestartChild(ctx, to, s.ID))
		}
		return p.done(DeleteChild(ctx, to, s.ID))
	case "get_childspec":
		spec, err := GetChildSpec(ctx, to, s.ID)
		if err != nil {
			return p.refusal(err)
		}
		return result{"ok": true, "spec": specOutcome(spec)}
	case "which_children":
		infos, err := WhichChildren(ctx, to)
		if err != nil {
			return p.refusal(err)
		}
		return result{"ok": true, "children": p.children(x, infos)}
	case "count_children":
		counts, err := CountChildren(ctx, to)
		if err != nil {
			return p.refusal(err)
		}
		return result{"ok": true, "counts": p.counts(x, counts)}
	default:
		panic("unknown step " + s.Op)
	}
}

// newChild makes the spec of start_child: from the template, or as given.
func newChild(sup vector.Spec, s vector.Step) vector.Spec {
	var spec vector.Spec
	if sup.Template != nil {
		spec = *sup.Template
		if s.Init != nil {
			spec.Init = s.Init
		}
	} else {
		spec = *s.Spec
	}
	if s.Tag != "" {
		spec.ID = s.Tag
	}
	return spec
}

// terminateInstance names the child by its newest process. To OTP's
// simple_one_for_one any dead process is good enough.
func (p *player) terminateInstance(ctx context.Context, x *traced, to Addr, tag string) result {
	kid, ever := p.find(x.path + "/" + tag)
	ref := Ref{}
	if ever {
		ref = Ref{kid.in}
	}
	err := TerminateInstance(ctx, to, ref)
	if errors.Is(err, ErrNotFound) && x.spec.Strategy == "simple_one_for_one" && ever && !kid.isAlive() {
		err = nil
	}
	return p.done(err)
}

// label numbers a process as the scenarios do: by its path, while a Ref counts
// the lives under a name.
func (p *player) label(ref Ref) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.all[ref.in].label()
}

func (p *player) done(err error) result {
	if err != nil {
		return p.refusal(err)
	}
	return okay()
}

func (p *player) startedChild(ref Ref, err error) result {
	if err != nil {
		return p.refusal(err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	kid := p.all[ref.in]
	return result{"ok": true, "child": kid.path, "n": kid.n}
}

// refusal puts an error into the words of the scenarios.
func (p *player) refusal(err error) result {
	var failed *CallError
	var running *AlreadyStartedError
	var start *StartError
	var wrong *SpecError
	switch {
	case errors.As(err, &start) && errors.As(err, &running):
		return result{"error": "start_failed", "reason": "{already_started," + p.label(running.Ref) + "}"}
	case errors.As(err, &start):
		return result{"error": "start_failed", "reason": start.Reason.String()}
	case errors.As(err, &running):
		p.mu.Lock()
		defer p.mu.Unlock()
		kid := p.all[running.Ref.in]
		return result{"error": "already_started", "child": kid.path, "n": kid.n}
	case errors.As(err, &wrong):
		return specRefusal(wrong)
	case errors.Is(err, ErrIgnored):
		return result{"ignore": true}
	case errors.As(err, &failed):
		switch failed.Kind {
		case ErrDown:
			return result{"exit": failed.Reason.String()}
		case ErrTimeout:
			return result{"exit": "timeout"}
		}
	}
	for word, e := range map[string]error{
		"already_present": ErrAlreadyPresent, "running": ErrRunning, "restarting": ErrChildRestarting,
		"not_found": ErrNotFound, "max_children": ErrMaxChildren,
	} {
		if errors.Is(err, e) {
			return result{"error": word}
		}
	}
	return result{"error": err.Error()}
}

func specRefusal(wrong *SpecError) result {
	out := result{"error": "invalid_spec"}
	switch wrong.Problem {
	case supcore.BadCombination:
		out["reason"] = "bad_combination"
	case supcore.InvalidRestart:
		out["reason"], out["value"] = "invalid_restart_type", "sometimes"
	case supcore.InvalidShutdown:
		out["reason"], out["value"] = "invalid_shutdown", -1
	}
	return out
}

func specOutcome(spec ChildSpec) result {
	out := result{
		"id": spec.ID, "type": spec.Start.kind.childType().String(), "restart": spec.Restart.String(),
		"shutdown": spec.Shutdown.String(), "significant": spec.Significant,
	}
	if after, finite := spec.Shutdown.After(); finite {
		out["shutdown"] = after / time.Millisecond
	}
	return out
}
