package otp

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/otpgen/otpgen/runtime/internal/vector"
)

// api prepares a step that waits for its result in whoever calls.
func (p *livePlayer) api(s vector.Step) (func() result, error) {
	switch s.Op {
	case "call", "late", "cast", "info":
		a, err := s.Action()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.Op, err)
		}
		to, known := p.address(s.Target)
		switch {
		case !known:
			return func() result { return result{"skipped": "unknown"} }, nil
		case s.Op == "call":
			return func() result { return p.call(to, s, a) }, nil
		case s.Op == "late":
			return func() result { return p.late(to, s, a) }, nil
		default:
			return func() result { return send(p, to, unanswered(s.Op), a) }, nil
		}
	case "stop":
		return func() result { return p.stop(s) }, nil
	case "start_child", "terminate_child", "restart_child", "delete_child", "get_childspec", "which_children", "count_children":
		return func() result { return p.supervise(s) }, nil
	default:
		return nil, fmt.Errorf("unknown operation %q", s.Op)
	}
}

// address finds what a step is about: the newest process of a path, or whoever
// has a name.
func (p *livePlayer) address(target string) (to Addr, known bool) {
	if name, ok := strings.CutPrefix(target, "@"); ok {
		return p.sys.Lookup(Name{Service: name}), true
	}
	x, known := p.newestOf(target)
	if !known {
		return Addr{}, false
	}
	return Ref{x.in}.Addr(), true
}

func (p *livePlayer) call(to Addr, s vector.Step, a vector.Action) result {
	op := callOf(a)
	op.Timeout = millis(s.Timeout) // 0: the default of both
	gone := isGone(to)
	v, err := Call(p.ctx, to, op, a)
	if err != nil {
		return p.failure(gone, err)
	}
	return result{"reply": v}
}

// late is a call, and then a wait for an answer that nobody waits for any more.
// An answer here goes to its call alone, so there is nowhere for it to turn up.
func (p *livePlayer) late(to Addr, s vector.Step, a vector.Action) result {
	out := p.call(to, s, a)
	rest, cancel := context.WithTimeout(p.ctx, millis(s.Wait))
	defer cancel()
	<-rest.Done()
	out["stray"] = 0
	return out
}

// calls is a call that a worker makes while it handles a message.
func (w *liveWorker) calls(c vector.Call) error {
	w.heard = "exit:noproc"
	to, known := w.p.address(c.Target)
	if !known {
		return ErrNoProc
	}
	op := callOf(c.Do)
	op.Timeout = millis(c.Timeout)
	ctx, done := w.patient()
	defer done()
	gone := isGone(to)
	v, err := Call(ctx, to, op, c.Do)
	if err != nil {
		w.endIfKilled()
		w.heard = "exit:" + fmt.Sprint(w.p.failure(gone, err)["exit"])
		return err
	}
	w.heard = "reply:" + v
	return nil
}

// uncaught is the reason for which a server ends whose call has failed: OTP's
// {R, {gen_server, call, _}}, which is a shutdown if R is.
func uncaught(heard string) Reason {
	if heard == "exit:shutdown" {
		return ShutdownWith("call")
	}
	return word("call:" + strings.TrimPrefix(heard, "exit:"))
}

func send(p *livePlayer, to Addr, op *CastOp[liveWorker, vector.Action], a vector.Action) result {
	if err := Cast(p.ctx, to, op, a); err != nil {
		return result{"error": err.Error()}
	}
	return okay()
}

// stop is gen_server:stop/3.
func (p *livePlayer) stop(s vector.Step) result {
	to, known := p.address(s.Target)
	if !known {
		return result{"skipped": "unknown"}
	}
	in := to.target() // not Ref, to which a process that is starting is none yet
	if in == nil {
		return result{"exit": "noproc"}
	}
	ctx, cancel := context.WithCancel(p.ctx)
	if s.Timeout > 0 {
		ctx, cancel = context.WithTimeout(p.ctx, millis(s.Timeout))
	}
	defer cancel()
	err := Ref{in}.Stop(ctx, word(s.Reason))
	if err != nil {
		return p.failure(false, err)
	}
	return okay()
}

// isGone reports whether an address belongs to an incarnation that is over. A
// call to it says ErrDown and why that one ended; Erlang has forgotten it and
// says noproc.
func isGone(a Addr) bool { return a.pin != nil && a.pin.over.Load() }

// failure puts an error into the words of the scenarios.
func (p *livePlayer) failure(gone bool, err error) result {
	var failed *CallError
	if !errors.As(err, &failed) {
		return result{"error": err.Error()}
	}
	switch failed.Kind {
	case ErrDown:
		if gone {
			return result{"exit": "noproc"}
		}
		return result{"exit": p.text(failed.Reason)}
	case ErrNoProc, ErrRestarting: // for a name; the second says more than OTP does
		return result{"exit": "noproc"}
	case ErrTimeout:
		return result{"exit": "timeout"}
	default:
		return result{"error": err.Error()}
	}
}

// hurt is for processes that are alive.
func (p *livePlayer) hurt(s vector.Step) result {
	x, known := p.newestOf(s.Target)
	switch {
	case !known:
		return result{"skipped": "unknown"}
	case !x.isAlive():
		return result{"skipped": "not_alive"}
	}
	ref := Ref{x.in}
	switch {
	case s.Op == "kill" || s.Op == "signal" && s.Reason == "kill":
		ref.Exit(Killed)
	case s.Op == "signal":
		x.in.exitSignal(word(s.Reason)) // not Ref.Exit, to which the atom killed is a kill
		x.signal()
	case s.How == "raise":
		send(p, ref.Addr(), &liveOrder, vector.Action{Raise: s.Reason})
	default:
		send(p, ref.Addr(), &liveOrder, vector.Action{Stop: s.Reason})
	}
	return okay()
}

func (p *livePlayer) whereis(name string) result {
	in := p.sys.Lookup(Name{Service: name}).target() // Erlang finds a process that is starting, too
	if in == nil {
		return result{"child": nil}
	}
	x := p.proc(in)
	return result{"child": x.path, "n": x.n}
}
