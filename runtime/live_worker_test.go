package otp

import (
	"context"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/otpgen/otpgen/runtime/internal/vector"
)

// liveWorker is the state of a server whose callbacks do what a scenario says.
type liveWorker struct {
	*liveProc
	c     *Ctx
	state string
	from  Reply[string] // the caller that save_from remembered
	heard string        // the outcome of its own call to another process
}

// callOf is the operation of a call. One that is answered by what its callback
// returns is one operation, any other call another, as {reply, ...} and
// {noreply, ...} are for gen_server.
func callOf(a vector.Action) *CallOp[liveWorker, vector.Action, string] {
	op := &CallOp[liveWorker, vector.Action, string]{Service: "live", Message: "call"}
	if answers(a) && !a.SaveFrom {
		op.Handle = func(w *liveWorker, a vector.Action) (string, error) {
			w.message("call", a, Reply[string]{})
			return w.value(*a.Reply), nil
		}
	} else {
		op.Later = func(w *liveWorker, a vector.Action, from Reply[string]) { w.message("call", a, from) }
	}
	return op
}

// liveOrder is the step exit, which is no event. Erlang's plain messages are
// casts here: all messages have a type.
var liveOrder = CastOp[liveWorker, vector.Action]{
	Service: "live", Message: "order",
	Handle: func(w *liveWorker, a vector.Action) { w.next(a) },
}

// unanswered is the operation of a cast or an info.
func unanswered(kind string) *CastOp[liveWorker, vector.Action] {
	return &CastOp[liveWorker, vector.Action]{
		Service: "live", Message: kind,
		Handle: func(w *liveWorker, a vector.Action) { w.message(kind, a, Reply[string]{}) },
	}
}

// message is the callback of a message.
func (w *liveWorker) message(kind string, a vector.Action, from Reply[string]) {
	v := a.V
	if v == "" {
		v = "-"
	}
	w.logf(kind, v)
	if a.Sleep > 0 {
		w.sleep(a.Sleep)
	}
	if a.Gate != "" {
		w.wait(w.p.held, w.p.gate(a.Gate))
	}
	if a.Set != "" {
		w.state = a.Set
	}
	if a.SelfCast != nil {
		send(w.p, w.c.Self().Addr(), unanswered("cast"), *a.SelfCast)
	}
	if a.SelfInfo != nil {
		send(w.p, w.c.Self().Addr(), unanswered("info"), *a.SelfInfo)
	}
	if a.SaveFrom {
		w.from = from
	}
	if a.Answer != "" {
		w.from.Send(w.value(a.Answer))
	}
	if a.Call != nil {
		err := w.calls(*a.Call)
		if err != nil && !a.Call.Catch {
			w.c.Stop(uncaught(w.heard))
			return
		}
		if !answers(a) && a.Reply != nil {
			from.Send(w.value(*a.Reply))
		}
	}
	w.next(a)
}

// next is how a callback ends. A Go handler cannot return rubbish: where the
// scenario does (bad), it stops for the reason that OTP gives.
func (w *liveWorker) next(a vector.Action) {
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
		w.c.Continue(func() { w.message("continue", *a.Continue, Reply[string]{}) })
	case a.Timeout != nil:
		w.c.Idle(millis(*a.Timeout))
	}
}

// answers reports whether the callback of a call returns the reply.
func answers(a vector.Action) bool {
	return a.Reply != nil && a.Exit == "" && !a.Bad && (a.Call == nil || a.Call.Catch)
}

func (w *liveWorker) value(v string) string {
	switch v {
	case "$state":
		return w.state
	case "$call":
		return w.heard
	default:
		return v
	}
}

// init does what the script says about this start.
func (w *liveWorker) init() error {
	s := w.script()
	if s.startsOk() {
		w.isNewest()
	}
	w.logf("init", s.whole)
	if s.gate != "" {
		w.wait(w.p.held, w.p.gate(s.gate))
	}
	switch s.outcome {
	case "ok":
	case "ignore":
		return Ignore
	case "stop", "exit":
		w.c.Stop(word(s.arg))
	case "raise":
		panic(said(s.arg))
	case "ok_continue":
		w.next(vector.Action{Continue: &vector.Action{V: s.arg}})
	case "ok_then_stop":
		w.next(vector.Action{Continue: &vector.Action{V: "then", Stop: s.arg}})
	case "ok_timeout":
		ms := number(s.arg)
		w.next(vector.Action{Timeout: &ms})
	default:
		panic("unknown outcome of a start: " + s.whole)
	}
	return nil
}

func (w *liveWorker) terminate(why Reason) {
	w.logf("terminate", w.p.text(why))
	how, arg, _ := strings.Cut(w.spec.Terminate, ":")
	switch how {
	case "", "ok":
	case "sleep":
		w.sleep(number(arg))
	case "hang":
		w.wait(w.p.busy, nil)
	case "raise":
		panic(said(arg))
	case "exit":
		w.c.Stop(word(arg))
	case "gate":
		w.wait(w.p.held, w.p.gate(arg))
	default:
		panic("unknown terminate: " + w.spec.Terminate)
	}
}

func (w *liveWorker) sleep(ms int) {
	over := make(chan struct{})
	clock := time.AfterFunc(millis(ms), func() { close(over) })
	defer clock.Stop()
	w.wait(w.p.busy, over)
}

// wait blocks until c is closed. In OTP a process that is killed, or gets an
// exit signal that it does not trap, is gone at that moment: so is this one,
// since it looks at its context as a well-behaved callback does.
func (w *liveWorker) wait(where map[*liveProc]bool, c <-chan struct{}) {
	w.waits(where, true)
	defer w.waits(where, false)
	asked, signals, orphaned := w.c.Done(), w.signals, w.in.sup.done.wait()
	for {
		select {
		case <-c:
			return
		case <-w.in.done.wait(): // killed
			runtime.Goexit()
		case <-asked: // to stop; or its supervisor is, while it is starting
			asked = nil
		case <-signals:
			signals = nil
		case <-orphaned:
			orphaned = nil
		}
		if _, signalled := w.in.askedToStop(); signalled && !w.spec.TrapExit {
			runtime.Goexit()
		}
	}
}

// patient is the context of a call: a process that traps exits goes on waiting
// when it is told to stop, any other one is gone at that moment.
func (w *liveWorker) patient() (ctx context.Context, done func()) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(w.c))
	over := make(chan struct{})
	go func() {
		defer cancel()
		asked, signals := w.c.Done(), w.signals
		for !w.isKilled() {
			select {
			case <-over:
				return
			case <-w.in.done.wait():
			case <-asked:
				asked = nil
			case <-signals:
				signals = nil
			}
		}
	}()
	return ctx, func() { close(over) }
}

// isKilled reports whether the process would be gone in OTP.
func (w *liveWorker) isKilled() bool {
	_, signalled := w.in.askedToStop()
	return w.in.over.Load() || signalled && !w.spec.TrapExit
}

// endIfKilled ends the callback of a process that in OTP is gone.
func (w *liveWorker) endIfKilled() {
	if w.isKilled() {
		runtime.Goexit()
	}
}

func (w *liveWorker) waits(where map[*liveProc]bool, does bool) {
	w.p.mu.Lock()
	defer w.p.mu.Unlock()
	if does {
		where[w.liveProc] = true
	} else {
		delete(where, w.liveProc)
	}
}

// script is what a scenario says about one start attempt.
type script struct {
	gate         string // to wait at first, or ""
	whole        string // "stop:boom"
	outcome, arg string // "stop", "boom"
}

func (x *liveProc) script() script {
	whole, ok := x.spec.Init[strconv.Itoa(x.n)]
	if !ok {
		whole, ok = x.spec.Init["*"]
	}
	if !ok {
		whole = "ok"
	}
	var s script
	if rest, gated := strings.CutPrefix(whole, "gate:"); gated {
		s.gate, whole, _ = strings.Cut(rest, ">")
	}
	s.whole = whole
	s.outcome, s.arg, _ = strings.Cut(whole, ":")
	return s
}

func (s script) startsOk() bool { return strings.HasPrefix(s.outcome, "ok") }

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		panic("no number in a scenario: " + s)
	}
	return n
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
