package otp_test

import (
	"errors"
	"strings"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
)

// scripted is the data of a state machine whose handlers are scripts: the twin of
// testdata/oracle_statem/recorder.erl.
type scripted struct {
	c      *otp.Ctx
	m      *otp.Machine[string]
	p      *statePlayer
	counts map[string]int
	kept   []otp.Reply[string]
}

var scriptCall = otp.CallOp[scripted, string, string]{
	Service: "Scripted", Message: "Call", Timeout: otp.Infinity,
	Later: func(x *scripted, content string, r otp.Reply[string]) { x.event("call:"+content, &r) },
}

var scriptCast = otp.CastOp[scripted, string]{
	Service: "Scripted", Message: "Cast",
	Handle: func(x *scripted, content string) { x.event("cast:"+content, nil) },
}

// scriptHold keeps the machine busy until the channel is closed.
var scriptHold = otp.CastOp[scripted, chan struct{}]{
	Service: "Scripted", Message: "Hold",
	Handle: func(x *scripted, release chan struct{}) {
		x.p.add("%s cast:hold", x.m.State())
		<-release
	},
}

func scriptedMachine(p *statePlayer) otp.Start {
	return otp.StateMachine(otp.StateMachineKind[scripted, string]{
		Service: "Scripted",
		New: func(c *otp.Ctx, m *otp.Machine[string]) *scripted {
			p.ref, p.to = c.Self(), c.Lookup(otp.Name{Service: "m"})
			return &scripted{c: c, m: m, p: p, counts: map[string]int{}}
		},
		Init: func(x *scripted) (string, error) {
			result, why, _ := strings.Cut(p.scenario.Init.Result, ":")
			switch result {
			case "ignore":
				return "", otp.Ignore
			case "stop":
				return "", errors.New(why)
			case "raise":
				panic(errors.New(why))
			}
			x.do(p.scenario.Init.Do, nil)
			return p.scenario.Init.State, nil
		},
		EnterOther: func(x *scripted, from string) {
			p.add("%s enter from %s", x.m.State(), from)
			x.act("enter", nil)
		},
		Terminate:  func(x *scripted, why otp.Reason) { p.add("%s terminate %s", x.m.State(), stateReason(why)) },
		NoTrapExit: true,
	})
}

func (x *scripted) event(key string, r *otp.Reply[string]) {
	x.p.add("%s %s", x.m.State(), key)
	x.act(key, r)
}

// act does the next list of actions of the handler of that event.
func (x *scripted) act(key string, r *otp.Reply[string]) {
	place := x.m.State() + " " + key
	lists, ok := x.p.scenario.On[place]
	if !ok {
		place = "* " + key
		lists, ok = x.p.scenario.On[place]
	}
	if !ok && x.p.scenario.Strict && key != "enter" {
		panic(x.m.Unhandled())
	}
	n := x.counts[place]
	x.counts[place]++
	if n < len(lists) {
		x.do(lists[n], r)
	}
}

func (x *scripted) do(actions []stateAction, r *otp.Reply[string]) {
	for _, a := range actions {
		switch a.text(0) {
		case "busy":
			time.Sleep(a.after(1))
		case "next":
			x.m.Next(a.text(1))
		case "repeat":
			x.m.Repeat()
		case "stop":
			x.c.Stop(scriptReason(a.text(1)))
		case "raise":
			panic(errors.New(a.text(1)))
		case "postpone":
			x.m.Postpone()
		case "event":
			x.m.NextEvent(x.later("internal", a.text(1)))
		case "set":
			x.set(a.text(1), a)
		case "cancel":
			x.cancel(a.text(1))
		case "update":
			x.update(a.text(1), a.text(2))
		case "send":
			x.p.cast(x.c, a.text(1))
		case "reply":
			if r != nil {
				r.Send(a.text(1))
			}
		case "keep":
			if r != nil {
				x.kept = append(x.kept, *r)
			}
		case "answer":
			if len(x.kept) > 0 {
				x.kept[0].Send(a.text(1))
				x.kept = x.kept[1:]
			}
		default:
			panic("unknown action " + a.text(0))
		}
	}
}

func scriptReason(why string) otp.Reason {
	switch why {
	case "normal":
		return otp.Normal
	case "shutdown":
		return otp.Shutdown
	default:
		return otp.Failed(errors.New(why))
	}
}

func (x *scripted) later(kind, content string) func() {
	return func() { x.event(kind+":"+content, nil) }
}

func (x *scripted) set(kind string, a stateAction) {
	switch kind {
	case "state":
		x.m.StateTimeout(a.after(2), x.later("state_timeout", a.text(3)))
	case "event":
		x.m.EventTimeout(a.after(2), x.later("timeout", a.text(3)))
	default:
		x.m.Timeout(kind, a.after(2), x.later("timeout/"+kind, a.text(3)))
	}
}

func (x *scripted) cancel(kind string) {
	switch kind {
	case "state":
		x.m.CancelStateTimeout()
	case "event":
		x.m.CancelEventTimeout()
	default:
		x.m.CancelTimeout(kind)
	}
}

func (x *scripted) update(kind, content string) {
	switch kind {
	case "state":
		x.m.UpdateStateTimeout(x.later("state_timeout", content))
	default:
		x.m.UpdateTimeout(kind, x.later("timeout/"+kind, content))
	}
}
