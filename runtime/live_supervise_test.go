package otp

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/otpgen/otpgen/runtime/internal/supcore"
	"github.com/otpgen/otpgen/runtime/internal/vector"
)

// start starts the root.
func (p *livePlayer) start() result {
	root := p.tree
	root.Type = "supervisor"
	_, err := StartRoot(p.ctx, p.childSpec("", root), InSystem(p.sys))
	if err != nil {
		return p.refusal(err)
	}
	x, _ := p.newestOf(root.ID) // which may have ended since
	return p.childOf(Ref{x.in})
}

// supervise does a request to a supervisor.
func (p *livePlayer) supervise(s vector.Step) result {
	x, known := p.newestOf(s.Sup)
	if !known {
		return result{"skipped": "unknown"}
	}
	to := Ref{x.in}.Addr()
	gone := isGone(to)
	out, err := p.request(x, to, s)
	var failed *CallError
	switch {
	case errors.As(err, &failed):
		return p.failure(gone, err)
	case err != nil:
		return p.refusal(err)
	default:
		return out
	}
}

func (p *livePlayer) request(x *liveProc, to Addr, s vector.Step) (result, error) {
	switch s.Op {
	case "start_child":
		ref, err := p.startChild(x, to, s)
		return p.childOf(ref), err
	case "terminate_child":
		if s.Tag != "" {
			return okay(), p.terminateInstance(x, to, s.Tag)
		}
		return okay(), TerminateChild(p.ctx, to, s.ID)
	case "restart_child":
		ref, err := RestartChild(p.ctx, to, s.ID)
		return p.childOf(ref), err
	case "delete_child":
		return okay(), DeleteChild(p.ctx, to, s.ID)
	case "get_childspec":
		spec, err := GetChildSpec(p.ctx, to, s.ID)
		return specResult(spec), err
	case "which_children":
		infos, err := WhichChildren(p.ctx, to)
		return result{"ok": true, "children": p.children(x, infos)}, err
	case "count_children":
		turn := x.slips.turn()
		counts, err := CountChildren(p.ctx, to)
		return result{"ok": true, "counts": countOf{x, counts, turn}}, err
	default:
		return nil, fmt.Errorf("unknown request %q", s.Op)
	}
}

func (p *livePlayer) startChild(x *liveProc, to Addr, s vector.Step) (Ref, error) {
	if x.spec.Strategy == "simple_one_for_one" {
		return StartInstance(p.ctx, to, liveInstance{s.Tag, s.Init})
	}
	spec := *s.Spec
	if s.Tag != "" {
		spec.ID = s.Tag
	}
	return StartChild(p.ctx, to, p.childSpec(x.path, spec))
}

// terminateInstance names the child by its newest process; where there never was
// one, by the supervisor, which lives and is no child of its own. For a child
// that has ended simple_one_for_one says ok and DynamicSupervisor not_found.
// Ours, which is both, says ErrNotFound.
func (p *livePlayer) terminateInstance(x *liveProc, to Addr, tag string) error {
	kid, ever := p.newestOf(vector.Join(x.path, tag))
	if !ever {
		kid = x
	}
	restarting, turn := !kid.isAlive(), x.slips.turn()
	err := TerminateInstance(p.ctx, to, Ref{kid.in})
	if x.spec.Strategy != "simple_one_for_one" {
		return err
	}
	if err == nil && restarting {
		x.slips.add(turn)
	}
	if errors.Is(err, ErrNotFound) && !kid.isAlive() {
		return nil
	}
	return err
}

// childOf is the result of a start.
func (p *livePlayer) childOf(ref Ref) result {
	x := p.proc(ref.in)
	if x == nil {
		return nil
	}
	return result{"ok": true, "child": x.path, "n": x.n}
}

// refusal puts the error of a request into the words of the scenarios.
func (p *livePlayer) refusal(err error) result {
	var running *AlreadyStartedError
	var start *StartError
	var wrong *SpecError
	switch {
	case errors.As(err, &start):
		return result{"error": "start_failed", "reason": p.text(start.Reason)}
	case errors.As(err, &running):
		x := p.proc(running.Ref.in)
		return result{"error": "already_started", "child": x.path, "n": x.n}
	case errors.As(err, &wrong):
		return wrongSpec(wrong)
	case errors.Is(err, ErrIgnored):
		return result{"ignore": true}
	}
	for _, known := range []struct {
		err  error
		word string
	}{
		{ErrAlreadyPresent, "already_present"},
		{ErrRunning, "running"},
		{ErrChildRestarting, "restarting"},
		{ErrNotFound, "not_found"},
		{ErrMaxChildren, "max_children"},
		{ErrUnsupported, "simple_one_for_one"},
	} {
		if errors.Is(err, known.err) {
			return result{"error": known.word}
		}
	}
	return result{"error": err.Error()}
}

// text prints a reason. The processes in it are numbered as in the scenarios, by
// path: a Ref counts the lives of a name.
func (p *livePlayer) text(why Reason) string {
	if id, inner, ok := why.FailedChild(); ok {
		return fmt.Sprintf("{shutdown,{failed_to_start_child,%s,%s}}", id, p.text(inner))
	}
	if taken, ok := why.Err().(*AlreadyStartedError); ok {
		return "{already_started," + p.proc(taken.Ref.in).label() + "}"
	}
	return why.String()
}

func wrongSpec(wrong *SpecError) result {
	out := result{"error": "invalid_spec"}
	switch wrong.Problem {
	case supcore.BadCombination:
		out["reason"] = "bad_combination"
	case supcore.InvalidRestart:
		out["reason"], out["value"] = "invalid_restart_type", "sometimes"
	case supcore.InvalidShutdown:
		out["reason"], out["value"] = "invalid_shutdown", -1
	default:
		out["reason"] = wrong.Term()
	}
	return out
}

func specResult(spec ChildSpec) result {
	if spec.Start.kind == nil {
		return nil
	}
	out := result{
		"id": spec.ID, "type": spec.Start.kind.childType().String(), "restart": spec.Restart.String(),
		"shutdown": spec.Shutdown.String(), "significant": spec.Significant,
	}
	if after, finite := spec.Shutdown.After(); finite {
		out["shutdown"] = after / time.Millisecond
	}
	return result{"ok": true, "spec": out}
}

// snapshotTimeout is how long a supervisor may take to say what it has; one that
// is held up by a gate does not say it at all.
const snapshotTimeout = time.Nanosecond

// ask asks a supervisor for its children, now or never.
func (p *livePlayer) ask(x *liveProc) (infos []ChildInfo, counts Counts, busy bool) {
	ctx, cancel := context.WithTimeout(p.ctx, snapshotTimeout)
	defer cancel()
	to := Ref{x.in}.Addr()
	infos, err := WhichChildren(ctx, to)
	if err != nil {
		return nil, Counts{}, true
	}
	counts, err = CountChildren(ctx, to)
	return infos, counts, err != nil
}
