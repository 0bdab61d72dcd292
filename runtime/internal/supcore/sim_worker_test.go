package supcore_test

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/otpgen/otpgen/runtime/internal/supcore"
	"github.com/otpgen/otpgen/runtime/internal/vector"
)

// worker is a scripted gen_server.
type worker struct {
	*proc
	spec    vector.Spec
	state   string
	from    *call  // the caller that save_from remembered
	heard   string // the outcome of its own call to another process
	mailbox []message
	busy    bool // inside a callback, or in the start
	queued  bool // a look into the mailbox is due
	idle    *timer
}

// message is what lies in a worker's mailbox.
type message struct {
	kind   messageKind
	do     vector.Action
	caller *call
	reason supcore.Reason
}

type messageKind int

const (
	callMessage messageKind = iota
	castMessage
	infoMessage
	timeoutMessage
	parentExit  // a trapped exit signal from the parent
	foreignExit // a trapped exit signal from anybody else
	stopOrder   // stop by itself, or by gen_server:stop
	raiseOrder  // panic by itself
)

func newWorker(p proc, s vector.Spec) *worker {
	w := &worker{proc: &p, spec: s, state: "init", busy: true}
	gate, whole, outcome, arg := w.script(s.Init)
	ok := strings.HasPrefix(outcome, "ok")
	w.failed = !ok
	if ok {
		w.w.newest[w.path] = w
	}
	w.w.soon(w.proc, func() {
		if !w.alive {
			return
		}
		w.logf("init", whole)
		then := func() { w.init(outcome, arg) }
		if gate == "" {
			then()
		} else {
			w.w.gate(w.proc, gate, then)
		}
	})
	return w
}

// init finishes the start.
func (w *worker) init(outcome, arg string) {
	switch outcome {
	case "ignore":
		w.vanish(func() { w.parent.childIgnored(w.ref) })
	case "stop", "exit":
		w.vanish(func() { w.parent.childFailed(w.ref, word(arg)) })
	case "raise":
		w.vanish(func() { w.parent.childFailed(w.ref, exception(arg)) })
	case "ok":
		w.up(vector.Action{})
	case "ok_continue":
		w.up(vector.Action{Continue: &vector.Action{V: arg}})
	case "ok_then_stop":
		w.up(vector.Action{Continue: &vector.Action{V: "then", Stop: arg}})
	case "ok_timeout":
		ms, err := strconv.Atoi(arg)
		if err != nil {
			panic(err)
		}
		w.up(vector.Action{Timeout: &ms})
	default:
		panic("unknown outcome " + outcome)
	}
}

func (w *worker) up(next vector.Action) {
	w.started = true
	w.parent.childStarted(w.ref)
	w.next(next)
}

// vanish ends a process that never got going, without an event.
func (w *worker) vanish(tell func()) {
	w.failed, w.started = true, false
	quiet := w.parent
	w.parent = nobody{}
	w.gone(supcore.Normal())
	w.parent = quiet
	tell()
}

// nobody is a parent that does not listen.
type nobody struct{}

func (nobody) childStarted(supcore.Ref)                {}
func (nobody) childIgnored(supcore.Ref)                {}
func (nobody) childFailed(supcore.Ref, supcore.Reason) {}
func (nobody) childExited(supcore.Ref, supcore.Reason) {}

func (w *worker) exitSignal(r supcore.Reason, fromParent bool) {
	switch {
	case w.spec.TrapExit && fromParent:
		w.deliver(message{kind: parentExit, reason: r})
	case w.spec.TrapExit:
		w.deliver(message{kind: foreignExit, reason: r})
	case r != supcore.Normal() || fromParent:
		w.dies(r)
	}
}

func (w *worker) dies(r supcore.Reason) {
	if w.alive {
		w.gone(r)
	}
}

func (w *worker) deliver(m message) {
	if w.alive {
		w.mailbox = append(w.mailbox, m)
		w.look()
	}
}

func (w *worker) look() {
	if w.busy || w.queued || len(w.mailbox) == 0 {
		return
	}
	w.queued = true
	w.w.soon(w.proc, func() {
		w.queued = false
		if !w.alive || w.busy {
			return
		}
		if w.idle != nil {
			w.w.cancel(w.idle)
			w.idle = nil
		}
		m := w.mailbox[0]
		w.mailbox = w.mailbox[1:]
		w.busy = true
		w.handle(m)
	})
}

func (w *worker) handle(m message) {
	v := m.do.V
	if v == "" {
		v = "-"
	}
	switch m.kind {
	case callMessage:
		w.logf("call", v)
		w.act(m.do, m.caller)
	case castMessage:
		w.logf("cast", v)
		w.act(m.do, nil)
	case infoMessage:
		w.logf("info", v)
		w.act(m.do, nil)
	case timeoutMessage:
		w.logf("info", "timeout")
		w.next(vector.Action{})
	case foreignExit:
		w.logf("info", "EXIT:"+m.reason.String())
		w.next(vector.Action{})
	case parentExit, stopOrder, raiseOrder:
		m.caller.obey()
		w.terminate(m.reason, func() {})
	default:
		panic("unknown kind of message")
	}
}

// act does what an action says, one thing after the other.
func (w *worker) act(a vector.Action, from *call) {
	if a.Sleep > 0 {
		ms := a.Sleep
		a.Sleep = 0
		w.sleep(ms, func() { w.act(a, from) })
		return
	}
	if a.Gate != "" {
		w.w.gate(w.proc, a.Gate, func() { w.actNow(a, from) })
		return
	}
	w.actNow(a, from)
}

func (w *worker) actNow(a vector.Action, from *call) {
	if a.Set != "" {
		w.state = a.Set
	}
	if a.SelfCast != nil {
		w.mailbox = append(w.mailbox, message{kind: castMessage, do: *a.SelfCast})
	}
	if a.SelfInfo != nil {
		w.mailbox = append(w.mailbox, message{kind: infoMessage, do: *a.SelfInfo})
	}
	if a.SaveFrom {
		w.from = from
	}
	if a.Answer != "" {
		w.from.finish(reply(w.value(a.Answer)))
	}
	if a.Call == nil {
		w.actLast(a, from)
		return
	}
	w.calls(*a.Call, func(err string) {
		if err == "" || a.Call.Catch {
			w.actLast(a, from)
		} else {
			w.terminate(uncaught(err), func() {})
		}
	})
}

// calls is a call to another process; then gets why it failed, or "".
func (w *worker) calls(k vector.Call, then func(err string)) {
	do, err := json.Marshal(k.Do)
	if err != nil {
		panic(err)
	}
	c := w.w.api(vector.Step{Op: "call", Target: k.Target, Do: do, Timeout: k.Timeout})
	back := func() {
		w.w.soon(w.proc, func() {
			if !w.alive {
				return
			}
			why, failed := c.outcome["exit"].(string)
			if failed {
				w.heard = "exit:" + why
			} else {
				w.heard = fmt.Sprintf("reply:%v", c.outcome["reply"])
			}
			then(why)
		})
	}
	if c.outcome != nil {
		back()
		return
	}
	c.settled = append(c.settled, back)
}

// uncaught is OTP's {R, {gen_server, call, _}}.
func uncaught(why string) supcore.Reason {
	if why == "shutdown" {
		return supcore.ShutdownWith("call")
	}
	return word("call:" + why)
}

// actLast is how a callback ends.
func (w *worker) actLast(a vector.Action, from *call) {
	answer := func() {
		if a.Reply != nil && from != nil {
			from.finish(reply(w.value(*a.Reply)))
		}
	}
	switch {
	case a.Raise != "":
		w.terminate(exception(a.Raise), func() {})
	case a.Exit != "":
		w.terminate(word(a.Exit), func() {})
	case a.Bad:
		w.terminate(word("bad_return_value"), func() {})
	case a.Stop != "":
		w.terminate(word(a.Stop), answer)
	default:
		answer()
		w.next(a)
	}
}

// next goes on after a callback: with the continue callback, or with the mailbox and perhaps a time-out.
func (w *worker) next(a vector.Action) {
	if k := a.Continue; k != nil {
		w.w.soon(w.proc, func() {
			if w.alive {
				v := k.V
				if v == "" {
					v = "-"
				}
				w.logf("continue", v)
				w.act(*k, nil)
			}
		})
		return
	}
	w.busy = false
	switch {
	case a.Timeout == nil || len(w.mailbox) > 0:
	case *a.Timeout == 0:
		w.mailbox = append(w.mailbox, message{kind: timeoutMessage})
	default:
		w.idle = w.w.after(ms(*a.Timeout), w.proc, false, func() { w.deliver(message{kind: timeoutMessage}) })
	}
	w.look()
}

// terminate runs the terminate callback, whose own failure replaces the reason.
func (w *worker) terminate(r supcore.Reason, before func()) {
	w.logf("terminate", r.String())
	end := func(r supcore.Reason) {
		before()
		w.dies(r)
	}
	how, arg, _ := strings.Cut(w.spec.Terminate, ":")
	switch how {
	case "", "ok":
		end(r)
	case "sleep":
		n, err := strconv.Atoi(arg)
		if err != nil {
			panic(err)
		}
		w.sleep(n, func() { end(r) })
	case "hang":
	case "raise":
		end(exception(arg))
	case "exit":
		end(word(arg))
	case "gate":
		w.w.gate(w.proc, arg, func() { end(r) })
	default:
		panic("unknown terminate " + how)
	}
}

func (w *worker) sleep(n int, then func()) { w.w.after(ms(n), w.proc, true, then) }

func (w *worker) value(v string) string {
	switch v {
	case "$state":
		return w.state
	case "$call":
		return w.heard
	default:
		return v
	}
}

func ms(n int) time.Duration { return time.Duration(n) * time.Millisecond }
