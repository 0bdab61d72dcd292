package supcore_test

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/otpgen/otpgen/runtime/internal/supcore"
	"github.com/otpgen/otpgen/runtime/internal/vector"
)

// player plays one scenario in a world of its own. It is the parent of the root, too.
type player struct {
	w      *world
	tree   vector.Spec
	root   process
	start  *call // the start of the root
	asyncs map[string]*call
	probes map[string]*probe
}

func newPlayer(f *vector.File, random *rand.Rand) *player {
	return &player{w: newWorld(random), tree: f.Tree, asyncs: map[string]*call{}, probes: map[string]*probe{}}
}

// Play implements vector.Player.
func (p *player) Play(s vector.Step) (vector.Expect, error) {
	p.w.log = nil
	began := p.w.now
	orphans := p.orphans(s)
	c := p.begin(s)
	pending := func() bool { return c.outcome == nil && !(s.Op == "start" && p.w.blocked()) }
	if err := p.w.settle(pending); err != nil {
		return vector.Expect{}, err
	}
	e := vector.Expect{Result: c.outcome, Events: []string{}, Tree: p.snapshot()}
	if c.outcome == nil {
		e.Result = outcome{"pending": true}
	}
	for _, l := range p.w.log {
		if slices.Contains(orphans, who{l.path, l.n}) {
			e.Orphans = append(e.Orphans, l.text)
		} else {
			e.Events = append(e.Events, l.text)
		}
	}
	e.Async, e.Probes = p.takeAsyncs(), p.takeProbes()
	if s.MaxMs > 0 {
		within := p.w.now-began <= ms(s.MaxMs)
		e.WithinMs = &within
	}
	return e, nil
}

type who struct {
	path string
	n    int
}

// orphans are the processes below a supervisor that is about to be killed.
func (p *player) orphans(s vector.Step) (all []who) {
	if s.Op != "kill" {
		return nil
	}
	for _, x := range p.w.live {
		if q := x.self(); strings.HasPrefix(q.path, s.Target+"/") {
			all = append(all, who{q.path, q.n})
		}
	}
	return all
}

// begin does a step, up to where it has to wait.
func (p *player) begin(s vector.Step) *call {
	switch s.Op {
	case "start":
		p.start = &call{}
		root := p.tree
		root.Type = "supervisor"
		p.root = p.w.startChild(p, 0, "", root)
		return p.start
	case "exit", "kill", "signal":
		return p.hurt(s)
	case "parent_exit":
		p.root.exitSignal(word(s.Reason), true)
	case "async":
		inner, err := s.Async()
		if err != nil {
			panic(err)
		}
		p.asyncs[s.As] = p.w.api(inner)
	case "open":
		p.w.openGate(s.Gate)
	case "sleep":
		return p.sleep(s.Ms)
	case "late":
		return p.late(s)
	case "cast", "info":
		return p.send(s)
	case "whereis":
		if q, ok := p.w.names[s.Name]; ok {
			return done(outcome{"child": q.self().path, "n": q.self().n})
		}
		return done(outcome{"child": nil})
	case "probe", "probe_exit", "unprobe":
		return p.probe(s)
	default:
		return p.w.api(s)
	}
	return done(okay())
}

// hurt is for processes that live.
func (p *player) hurt(s vector.Step) *call {
	x, known := p.w.newest[s.Target]
	switch {
	case !known:
		return done(outcome{"skipped": "unknown"})
	case !x.self().alive:
		return done(outcome{"skipped": "not_alive"})
	case s.Op == "kill" || s.Op == "signal" && s.Reason == "kill":
		x.dies(supcore.Killed())
	case s.Op == "signal":
		x.exitSignal(word(s.Reason), false)
	case s.How == "raise":
		x.(*worker).deliver(message{kind: raiseOrder, reason: exception(s.Reason)})
	default:
		x.(*worker).deliver(message{kind: stopOrder, reason: word(s.Reason)})
	}
	return done(okay())
}

func (p *player) sleep(n int) *call {
	c := &call{}
	p.w.after(ms(n), nil, false, func() { c.finish(okay()) })
	return c
}

// late is a call, and then a wait for a reply that must not come any more.
func (p *player) late(s vector.Step) *call {
	c, inner := &call{}, p.w.api(s)
	after := func() {
		p.w.after(ms(s.Wait), nil, false, func() {
			inner.outcome["stray"] = 0
			c.finish(inner.outcome)
		})
	}
	if inner.outcome != nil {
		after()
	} else {
		inner.settled = append(inner.settled, after)
	}
	return c
}

func (p *player) send(s vector.Step) *call {
	x, known := p.w.target(s.Target)
	if !known && !strings.HasPrefix(s.Target, "@") {
		return done(outcome{"skipped": "unknown"})
	}
	a, err := s.Action()
	if err != nil {
		panic(err)
	}
	kind := castMessage
	if s.Op == "info" {
		kind = infoMessage
	}
	if w, ok := x.(*worker); ok {
		w.deliver(message{kind: kind, do: a})
	}
	return done(okay())
}

func (p *player) childStarted(supcore.Ref) {
	p.start.finish(outcome{"ok": true, "child": p.root.self().path, "n": p.root.self().n})
}

func (p *player) childIgnored(supcore.Ref) { p.start.finish(outcome{"ignore": true}) }

func (p *player) childFailed(_ supcore.Ref, r supcore.Reason) {
	p.start.finish(outcome{"error": "start_failed", "reason": r.String()})
}

func (p *player) childExited(supcore.Ref, supcore.Reason) {}

// snapshot shows every live supervisor, sorted by path.
func (p *player) snapshot() []vector.SupState {
	all := []vector.SupState{}
	for _, x := range p.w.live {
		if s, ok := x.(*supervisor); ok {
			all = append(all, s.state())
		}
	}
	slices.SortFunc(all, func(a, b vector.SupState) int {
		return cmp.Or(cmp.Compare(a.Sup, b.Sup), cmp.Compare(a.N, b.N))
	})
	return all
}

func (p *player) takeAsyncs() map[string]any {
	all := map[string]any{}
	for as, c := range p.asyncs {
		if c.outcome == nil {
			all[as] = "pending"
			continue
		}
		all[as] = c.outcome
		delete(p.asyncs, as)
	}
	return all
}

// probe is a helper process that monitors, or is linked to, another one.
type probe struct {
	kind   string
	target process
	watch  *watcher
	news   string // what has happened to it, to be told once
	over   bool
}

func (p *player) probe(s vector.Step) *call {
	switch s.Op {
	case "probe":
		x, known := p.w.newest[s.Target]
		if !known {
			return done(outcome{"skipped": "unknown"})
		}
		p.probes[s.As] = newProbe(s.Kind, x)
	case "probe_exit":
		h := p.probes[s.As]
		if h.over {
			break
		}
		h.close()
		if h.kind != "monitor" {
			h.target.exitSignal(word(s.Reason), false)
		}
	case "unprobe":
		p.probes[s.As].close()
	default:
		panic("unknown operation on a probe")
	}
	return done(okay())
}

func newProbe(kind string, target process) *probe {
	h := &probe{kind: kind, target: target}
	if !target.self().alive {
		h.hear(supcore.NoProc())
		return h
	}
	h.watch = target.self().watch(h.hear)
	return h
}

// hear is the end of the target.
func (h *probe) hear(r supcore.Reason) {
	switch h.kind {
	case "monitor":
		h.news = "down:" + r.String()
	case "link":
		if r != supcore.Normal() {
			h.news = "died:" + r.String()
		}
	case "link_trap":
		h.news = "exit:" + r.String()
	default:
		panic("unknown kind of probe")
	}
	h.over = true
}

func (h *probe) close() {
	h.over = true
	if h.watch != nil {
		h.target.self().unwatch(h.watch)
	}
}

func (p *player) takeProbes() map[string]string {
	all := map[string]string{}
	for as, h := range p.probes {
		if h.news != "" {
			all[as] = h.news
			h.news = ""
		}
	}
	return all
}
