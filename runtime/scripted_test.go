package otp

import (
	"context"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/otpgen/otpgen/runtime/internal/supcore"
	"github.com/otpgen/otpgen/runtime/internal/vector"
)

// scripted is the state of a worker whose callbacks do what a scenario says.
type scripted struct {
	*traced
	c     *Ctx
	state string
	from  Reply[string]
}

var scriptedCall = CallOp[scripted, vector.Action, string]{
	Service: "scripted", Message: "call",
	Handle: func(w *scripted, a vector.Action) (string, error) {
		w.message("call", a, nil)
		return w.value(*a.Reply), nil
	},
}

var scriptedLater = CallOp[scripted, vector.Action, string]{
	Service: "scripted", Message: "call",
	Later: func(w *scripted, a vector.Action, r Reply[string]) { w.message("call", a, &r) },
}

var scriptedCast = CastOp[scripted, func(*scripted)]{
	Service: "scripted", Message: "cast", Handle: func(w *scripted, f func(*scripted)) { f(w) },
}

func (p *player) cast(x *traced, f func(*scripted)) {
	if err := Cast(context.Background(), Ref{x.in}.Addr(), &scriptedCast, f); err != nil {
		p.t.Error(err)
	}
}

// message handles a call, cast, info or continue; from is the caller that is
// answered here and not by a return.
func (w *scripted) message(kind string, a vector.Action, from *Reply[string]) {
	v := a.V
	if v == "" {
		v = "-"
	}
	w.c.CancelTimer("timeout")
	w.logf(kind, v)
	if a.Sleep > 0 {
		w.sleep(a.Sleep)
	}
	if a.Gate != "" {
		w.gate(a.Gate)
	}
	if a.Set != "" {
		w.state = a.Set
	}
	if self := a.SelfCast; self != nil {
		w.p.cast(w.traced, func(w *scripted) { w.message("cast", *self, nil) })
	}
	if self := a.SelfInfo; self != nil {
		w.p.cast(w.traced, func(w *scripted) { w.message("info", *self, nil) })
	}
	if a.SaveFrom {
		w.from = *from
	}
	if a.Answer != "" {
		w.from.Send(w.value(a.Answer))
	}
	w.next(a)
	if from != nil && a.Reply != nil && !w.stops(a) {
		from.Send(w.value(*a.Reply))
	}
}

func (w *scripted) stops(a vector.Action) bool { return a.Exit != "" || a.Bad || a.Stop != "" }

// next is what a callback returns.
func (w *scripted) next(a vector.Action) {
	switch {
	case a.Raise != "":
		panic(said(a.Raise))
	case a.Exit != "":
		w.c.Stop(word(a.Exit))
	case a.Bad:
		w.c.Stop(word("bad_return_value"))
	case a.Stop != "":
		w.c.Stop(word(a.Stop))
	case a.Continue != nil:
		w.c.Continue(func() { w.message("continue", *a.Continue, nil) })
	case a.Timeout != nil:
		w.c.ArmTimer("timeout", millis(*a.Timeout))
	}
}

func (w *scripted) value(v string) string {
	if v == "$state" {
		return w.state
	}
	return v
}

// init does what the script says about this start.
func (w *scripted) init() error {
	gate, whole, outcome, arg := w.script(w.spec.Init)
	w.logf("init", whole)
	if gate != "" {
		w.gate(gate)
	}
	switch outcome {
	case "ok":
	case "ignore":
		return Ignore
	case "stop", "exit":
		w.c.Stop(word(arg))
	case "raise":
		panic(said(arg))
	case "ok_continue":
		w.next(vector.Action{Continue: &vector.Action{V: arg}})
	case "ok_then_stop":
		w.next(vector.Action{Continue: &vector.Action{V: "then", Stop: arg}})
	case "ok_timeout":
		ms, err := strconv.Atoi(arg)
		if err != nil {
			panic(err)
		}
		w.next(vector.Action{Timeout: &ms})
	default:
		panic("unknown outcome " + outcome)
	}
	return nil
}

func (w *scripted) terminate(why Reason) {
	w.logf("terminate", why.String())
	how, arg, _ := strings.Cut(w.spec.Terminate, ":")
	switch how {
	case "", "ok":
	case "sleep":
		ms, err := strconv.Atoi(arg)
		if err != nil {
			panic(err)
		}
		w.sleep(ms)
	case "hang":
		w.wait(w.p.sleeping, nil)
	case "raise":
		panic(said(arg))
	case "exit":
		w.c.Stop(word(arg))
	case "gate":
		w.gate(arg)
	default:
		panic("unknown terminate " + how)
	}
}

// wait blocks until the channel is closed. A process that is declared dead
// meanwhile goes no further.
func (w *scripted) wait(where map[*traced]int, c <-chan struct{}) {
	w.p.mu.Lock()
	where[w.traced]++
	w.p.mu.Unlock()
	select {
	case <-c:
	case <-w.in.done:
	}
	w.p.mu.Lock()
	if where[w.traced]--; where[w.traced] == 0 {
		delete(where, w.traced)
	}
	w.p.mu.Unlock()
	if w.in.over.Load() {
		runtime.Goexit()
	}
}

func (w *scripted) sleep(ms int) {
	over := make(chan struct{})
	timer := time.AfterFunc(millis(ms), func() { close(over) })
	defer timer.Stop()
	w.wait(w.p.sleeping, over)
}

// gate waits until a gate is open.
func (w *scripted) gate(name string) {
	w.p.mu.Lock()
	c := w.p.gateLocked(name)
	w.p.mu.Unlock()
	w.wait(w.p.waiting, c)
}

func (p *player) gateLocked(name string) chan struct{} {
	if p.gates[name] == nil {
		p.gates[name] = make(chan struct{})
	}
	return p.gates[name]
}

func (p *player) openGate(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.open[name] {
		p.open[name] = true
		close(p.gateLocked(name))
	}
}

// script returns the outcome of a start attempt, split at the colon, and the
// gate that it waits for.
func (x *traced) script(init map[string]string) (gate, whole, outcome, arg string) {
	whole, ok := init[strconv.Itoa(x.n)]
	if !ok {
		whole, ok = init["*"]
	}
	if !ok {
		whole = "ok"
	}
	if rest, gated := strings.CutPrefix(whole, "gate:"); gated {
		gate, whole, _ = strings.Cut(rest, ">")
	}
	outcome, arg, _ = strings.Cut(whole, ":")
	return gate, whole, outcome, arg
}

// word turns a reason as the scenarios write it into a Reason.
func word(s string) Reason {
	for _, r := range []Reason{Normal, Shutdown, Killed, NoProc} {
		if r.String() == s {
			return r
		}
	}
	if term, ok := strings.CutPrefix(s, "{shutdown,"); ok {
		return ShutdownWith(strings.TrimSuffix(term, "}"))
	}
	return Failed(said(s))
}

// said is an error with just that text.
type said string

func (s said) Error() string { return string(s) }

// begins numbers a start attempt.
func (p *player) begins(path string, spec vector.Spec, in *incarnation) *traced {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.attempts[path]++
	x := &traced{p: p, path: path, n: p.attempts[path], spec: spec, in: in}
	p.all[in] = x
	return x
}

// tracedKind makes processes that write their life into the trace.
type tracedKind struct {
	starter
	p *player
}

func (k tracedKind) newBody(in *incarnation) body {
	in.parent = tracedParent{in.parent, k.p}
	in.watch(&watch{fire: func(why Reason) {
		k.p.mu.Lock()
		x := k.p.all[in]
		k.p.mu.Unlock()
		if in.wasUp {
			x.logf("exit", why.String())
		}
	}})
	return k.starter.newBody(in)
}

// tracedParent notes what the starter of a process learns.
type tracedParent struct {
	parent
	p *player
}

func (t tracedParent) childUp(in *incarnation) {
	t.p.mu.Lock()
	x := t.p.all[in]
	t.p.newest[x.path] = x
	t.p.mu.Unlock()
	t.supervisor(in, "sup_up", "")
	t.parent.childUp(in)
}

func (t tracedParent) childFailed(in *incarnation, why Reason) {
	t.supervisor(in, "sup_fail", why.String())
	t.parent.childFailed(in, why)
}

func (t tracedParent) childIgnored(in *incarnation) {
	t.supervisor(in, "sup_fail", "ignore")
	t.parent.childIgnored(in)
}

func (t tracedParent) supervisor(in *incarnation, event, detail string) {
	t.p.mu.Lock()
	x := t.p.all[in]
	t.p.mu.Unlock()
	if x != nil && in.kind.childType() == supcore.Supervisor {
		x.logf(event, detail)
	}
}
