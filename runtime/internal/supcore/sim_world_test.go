package supcore_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/otpgen/otpgen/runtime/internal/supcore"
	"github.com/otpgen/otpgen/runtime/internal/vector"
)

// world is a simulated Erlang node with one supervision tree: processes with mailboxes, exit signals, names and
// virtual time. It is deterministic: what is ready runs in the order in which it became ready, or, with a source of
// random numbers, in any order that leaves each process its own.
type world struct {
	now    time.Duration
	ready  []thunk
	random *rand.Rand
	timers []*timer
	log    []logged

	attempts map[string]int     // start attempts by path
	newest   map[string]process // the newest process of a path that started ok
	names    map[string]process // registered and alive
	live     []process          // in order of creation
	open     map[string]bool    // gates
	gated    map[string][]waiter
}

// thunk is something that a process does next.
type thunk struct {
	who *proc
	do  func()
}

func newWorld(random *rand.Rand) *world {
	return &world{
		random:   random,
		attempts: map[string]int{},
		newest:   map[string]process{},
		names:    map[string]process{},
		open:     map[string]bool{},
		gated:    map[string][]waiter{},
	}
}

// logged is one event of the trace.
type logged struct {
	path string
	n    int
	text string
}

// timer is a piece of the future. Some do not keep the world busy: the time-outs that workers ask for, and those of
// callers that nobody waits for.
type timer struct {
	at        time.Duration
	owner     *proc
	countable bool
	fire      func()
}

// waiter is a process at a closed gate.
type waiter struct {
	who  *proc
	then func()
}

func (w *world) soon(who *proc, f func()) { w.ready = append(w.ready, thunk{who, f}) }

// runNext lets one process take a step.
func (w *world) runNext() {
	i := 0
	if w.random != nil {
		who := w.ready[w.random.IntN(len(w.ready))].who
		i = slices.IndexFunc(w.ready, func(t thunk) bool { return t.who == who })
	}
	next := w.ready[i]
	w.ready = slices.Delete(w.ready, i, i+1)
	next.do()
}

// after arms a timer. It is dropped when its owner ends.
func (w *world) after(d time.Duration, owner *proc, countable bool, f func()) *timer {
	t := &timer{at: w.now + d, owner: owner, countable: countable, fire: f}
	w.timers = append(w.timers, t)
	return t
}

func (w *world) cancel(t *timer) {
	w.timers = slices.DeleteFunc(w.timers, func(x *timer) bool { return x == t })
}

// settle lets everything happen that happens by itself. Time passes while somebody sleeps or waits for the end of a
// child that hangs, and as long as pending says so.
func (w *world) settle(pending func() bool) error {
	for range 1_000_000 {
		if len(w.ready) > 0 {
			w.runNext()
			continue
		}
		if !pending() && !slices.ContainsFunc(w.timers, w.keepsBusy) {
			return nil
		}
		if len(w.timers) == 0 {
			return fmt.Errorf("deadlock at %v", w.now)
		}
		w.fireNext()
	}
	return fmt.Errorf("never at rest")
}

func (w *world) keepsBusy(t *timer) bool {
	return t.countable && !w.blockedBelow(t.owner.path)
}

func (w *world) fireNext() {
	next := w.timers[0]
	for _, t := range w.timers {
		if t.at < next.at {
			next = t
		}
	}
	w.cancel(next)
	w.now = max(w.now, next.at)
	next.fire()
}

// blockedBelow reports whether a process below that path, or on it, stands at a closed gate.
func (w *world) blockedBelow(path string) bool {
	for _, ws := range w.gated {
		for _, g := range ws {
			if g.who.alive && (g.who.path == path || strings.HasPrefix(g.who.path, path+"/")) {
				return true
			}
		}
	}
	return false
}

// blocked reports whether any process stands at a closed gate.
func (w *world) blocked() bool {
	for _, ws := range w.gated {
		if slices.ContainsFunc(ws, func(g waiter) bool { return g.who.alive }) {
			return true
		}
	}
	return false
}

// gate goes on with then once the gate is open, if p still lives.
func (w *world) gate(p *proc, gate string, then func()) {
	if w.open[gate] {
		then()
		return
	}
	w.gated[gate] = append(w.gated[gate], waiter{p, then})
}

func (w *world) openGate(gate string) {
	w.open[gate] = true
	for _, g := range w.gated[gate] {
		w.soon(g.who, func() {
			if g.who.alive {
				g.then()
			}
		})
	}
	delete(w.gated, gate)
}

// process is a worker or a supervisor.
type process interface {
	self() *proc
	// exitSignal is an exit signal other than kill.
	exitSignal(r supcore.Reason, fromParent bool)
	// dies ends the process at once.
	dies(r supcore.Reason)
}

// parent is who started a process: a supervisor, or the one that started the root.
type parent interface {
	childStarted(ref supcore.Ref)
	childIgnored(ref supcore.Ref)
	childFailed(ref supcore.Ref, r supcore.Reason)
	childExited(ref supcore.Ref, r supcore.Reason)
}

// proc is what all processes have.
type proc struct {
	w        *world
	path     string
	n        int
	parent   parent
	ref      supcore.Ref // by which the parent knows it
	alive    bool
	started  bool // its start function has returned ok
	failed   bool // its start failed or said ignore, or is bound to: its end is no event
	name     string
	watchers []*watcher
}

type watcher struct{ tell func(supcore.Reason) }

func (p *proc) self() *proc { return p }

func (p *proc) label() string { return fmt.Sprintf("%s#%d", p.path, p.n) }

func (p *proc) logf(event, detail string) {
	text := event + " " + p.label()
	if detail != "" {
		text += " " + detail
	}
	p.w.log = append(p.w.log, logged{p.path, p.n, text})
}

// watch calls tell when p ends.
func (p *proc) watch(tell func(supcore.Reason)) *watcher {
	x := &watcher{tell}
	p.watchers = append(p.watchers, x)
	return x
}

func (p *proc) unwatch(x *watcher) {
	p.watchers = slices.DeleteFunc(p.watchers, func(y *watcher) bool { return x == y })
}

// gone is the end of a process: an event, then a free name, and only then does anybody learn of it.
func (p *proc) gone(r supcore.Reason) {
	if !p.failed {
		p.logf("exit", r.String())
	}
	p.alive = false
	p.w.timers = slices.DeleteFunc(p.w.timers, func(t *timer) bool { return t.owner == p })
	if p.name != "" {
		delete(p.w.names, p.name)
	}
	p.w.live = slices.DeleteFunc(p.w.live, func(x process) bool { return x.self() == p })
	if p.started {
		p.parent.childExited(p.ref, r)
	} else {
		p.parent.childFailed(p.ref, r)
	}
	for _, x := range slices.Clone(p.watchers) {
		x.tell(r)
	}
}

// startChild is the start function of a child: it makes the process and lets it run.
func (w *world) startChild(by parent, ref supcore.Ref, parentPath string, s vector.Spec) process {
	path := vector.Join(parentPath, s.ID)
	if holder, taken := w.names[s.Register]; taken {
		r := word("{already_started," + holder.self().label() + "}")
		w.soon(nil, func() { by.childFailed(ref, r) })
		return nil
	}
	w.attempts[path]++
	p := proc{w: w, path: path, n: w.attempts[path], parent: by, ref: ref, alive: true, name: s.Register}
	var made process
	if s.Type == "supervisor" {
		made = newSupervisor(p, s)
	} else {
		made = newWorker(p, s)
	}
	if s.Register != "" {
		w.names[s.Register] = made
	}
	w.live = append(w.live, made)
	return made
}

// script returns the outcome of a start attempt, split at the colon, and the gate that it waits for.
func (p *proc) script(init map[string]string) (gate, whole, outcome, arg string) {
	whole, ok := init[fmt.Sprint(p.n)]
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
func word(s string) supcore.Reason {
	switch s {
	case "normal":
		return supcore.Normal()
	case "shutdown":
		return supcore.Shutdown()
	case "killed":
		return supcore.Killed()
	case "noproc":
		return supcore.NoProc()
	}
	if term, ok := strings.CutPrefix(s, "{shutdown,"); ok {
		return supcore.ShutdownWith(strings.TrimSuffix(term, "}"))
	}
	return supcore.Failed(said(s))
}

func exception(s string) supcore.Reason { return supcore.Crash(said(s)) }

// said is an error with just that text.
type said string

func (s said) Error() string { return string(s) }
