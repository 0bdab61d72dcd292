package otp

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/otpgen/otpgen/runtime/internal/supcore"
	"github.com/otpgen/otpgen/runtime/internal/vector"
)

// player plays one scenario on a system of its own, in virtual time.
type player struct {
	t    *testing.T
	sys  *System
	tree vector.Spec

	mu       sync.Mutex
	log      []traceLine
	attempts map[string]int // starts by path
	newest   map[string]*traced
	all      map[*incarnation]*traced
	gates    map[string]chan struct{}
	open     map[string]bool
	waiting  map[*traced]int // processes at a closed gate
	sleeping map[*traced]int // processes that sleep or hang
	asyncs   map[string]<-chan result
	probes   map[string]*probing
}

type result = map[string]any

type traceLine struct {
	who  *traced
	text string
}

// traced is one process of the scenario.
type traced struct {
	p    *player
	path string
	n    int
	spec vector.Spec
	in   *incarnation
}

func (x *traced) label() string { return fmt.Sprintf("%s#%d", x.path, x.n) }

func (x *traced) logf(event, detail string) {
	text := event + " " + x.label()
	if detail != "" {
		text += " " + detail
	}
	x.p.mu.Lock()
	defer x.p.mu.Unlock()
	x.p.log = append(x.p.log, traceLine{x, text})
}

func newPlayer(t *testing.T, f *vector.File) *player {
	return &player{
		t: t, tree: f.Tree, sys: NewSystem(WithLogger(slog.New(slog.DiscardHandler))),
		attempts: map[string]int{}, newest: map[string]*traced{}, all: map[*incarnation]*traced{},
		gates: map[string]chan struct{}{}, open: map[string]bool{}, waiting: map[*traced]int{}, sleeping: map[*traced]int{},
		asyncs: map[string]<-chan result{}, probes: map[string]*probing{},
	}
}

// close lets go of everything.
func (p *player) close() {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_ = p.sys.Stop(ctx)
}

// Play implements vector.Player.
func (p *player) Play(s vector.Step) (vector.Expect, error) {
	p.mu.Lock()
	p.log = nil
	p.mu.Unlock()
	orphans := p.orphans(s)
	pending := p.begin(s)
	out, err := p.settle(s, pending)
	if err != nil {
		return vector.Expect{}, err
	}
	e := vector.Expect{Result: out, Events: []string{}, Async: p.takeAsyncs(), Probes: p.takeProbes()}
	e.Tree = p.snapshot()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, l := range p.log {
		if slices.Contains(orphans, l.who) {
			e.Orphans = append(e.Orphans, l.text)
		} else {
			e.Events = append(e.Events, l.text)
		}
	}
	return e, nil
}

// settle waits until nothing moves any more and the result is there. Time
// passes while somebody sleeps.
func (p *player) settle(s vector.Step, pending <-chan result) (result, error) {
	var out result
	for range 500_000 {
		synctest.Wait()
		if out == nil {
			select {
			case out = <-pending:
				continue
			default:
			}
		}
		p.mu.Lock()
		held := p.heldLocked()
		asleep := p.asleepLocked(held)
		p.mu.Unlock()
		switch {
		case out == nil && s.Op == "start" && len(held) > 0:
			go func() { <-pending }()
			return result{"pending": true}, nil
		case out != nil && !asleep:
			return out, nil
		}
		time.Sleep(5 * time.Millisecond)
	}
	return nil, errors.New("never at rest")
}

// heldLocked lists the processes at a gate that are alive.
func (p *player) heldLocked() (all []*traced) {
	for x := range p.waiting {
		if !x.in.over.Load() {
			all = append(all, x)
		}
	}
	return all
}

// asleepLocked reports whether a process sleeps that nobody at a gate holds up.
func (p *player) asleepLocked(held []*traced) bool {
	for x := range p.sleeping {
		if !x.in.over.Load() {
			return true
		}
	}
	return false
}

// orphans are the processes below a supervisor that is about to be killed.
func (p *player) orphans(s vector.Step) (all []*traced) {
	if s.Op != "kill" {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for in, x := range p.all {
		if strings.HasPrefix(x.path, s.Target+"/") && !in.over.Load() {
			all = append(all, x)
		}
	}
	return all
}

// done is an result that is there.
func done(out result) <-chan result {
	c := make(chan result, 1)
	c <- out
	return c
}

// later is an result that has to be waited for.
func later(f func() result) <-chan result {
	c := make(chan result, 1)
	go func() { c <- f() }()
	return c
}

func okay() result { return result{"ok": true} }

// begin does a step, up to where it has to wait.
func (p *player) begin(s vector.Step) <-chan result {
	switch s.Op {
	case "start":
		return later(p.start)
	case "exit", "kill", "signal":
		return done(p.hurt(s))
	case "parent_exit":
		p.sys.root.askToStop(word(s.Reason))
	case "async":
		inner, err := s.Async()
		if err != nil {
			p.t.Fatal(err)
		}
		p.asyncs[s.As] = later(func() result { return p.api(inner) })
	case "open":
		p.openGate(s.Gate)
	case "sleep":
		return later(func() result { time.Sleep(millis(s.Ms)); return okay() })
	case "late":
		return later(func() result {
			out := p.api(s)
			time.Sleep(millis(s.Wait))
			out["stray"] = 0 // an answer goes to its call alone
			return out
		})
	case "cast", "info":
		return done(p.tell(s))
	case "whereis":
		return done(p.whereis(s.Name))
	case "probe", "probe_exit", "unprobe":
		return done(p.probe(s))
	default:
		return later(func() result { return p.api(s) })
	}
	return done(okay())
}

func (p *player) start() result {
	root := p.tree
	root.Type = "supervisor"
	_, err := StartRoot(context.Background(), p.childSpec("", root), InSystem(p.sys))
	var failed *StartError
	switch {
	case err == nil:
		return result{"ok": true, "child": "root", "n": p.newest["root"].n}
	case errors.As(err, &failed):
		return result{"error": "start_failed", "reason": failed.Reason.String()}
	default:
		return result{"ignore": true}
	}
}

// find returns the newest process of a path that started ok, or the one that
// has a name.
func (p *player) find(target string) (x *traced, known bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if name, ok := strings.CutPrefix(target, "@"); ok {
		in := p.sys.Lookup(Name{Service: name}).target()
		return p.all[in], true
	}
	x, known = p.newest[target]
	return x, known
}

func (x *traced) isAlive() bool { return x != nil && !x.in.over.Load() }

// hurt is for processes that are alive.
func (p *player) hurt(s vector.Step) result {
	x, known := p.find(s.Target)
	switch {
	case !known:
		return result{"skipped": "unknown"}
	case !x.isAlive():
		return result{"skipped": "not_alive"}
	case s.Op == "kill" || s.Op == "signal" && s.Reason == "kill":
		Ref{x.in}.Exit(Killed)
	case s.Op == "signal":
		Ref{x.in}.Exit(word(s.Reason))
	case s.How == "raise":
		p.cast(x, func(*scripted) { panic(said(s.Reason)) })
	default:
		p.cast(x, func(w *scripted) { w.c.Stop(word(s.Reason)) })
	}
	return okay()
}

func (p *player) tell(s vector.Step) result {
	x, known := p.find(s.Target)
	if !known {
		return result{"skipped": "unknown"}
	}
	a, err := s.Action()
	if err != nil {
		p.t.Fatal(err)
	}
	if x.isAlive() {
		p.cast(x, func(w *scripted) { w.message(s.Op, a, nil) })
	}
	return okay()
}

func (p *player) whereis(name string) result {
	x, _ := p.find("@" + name)
	if !x.isAlive() {
		return result{"child": nil}
	}
	return result{"child": x.path, "n": x.n}
}

// probing is a helper that monitors a process.
type probing struct {
	in   *incarnation
	w    watch
	news string
}

func (p *player) probe(s vector.Step) result {
	if s.Op != "probe" {
		h := p.probes[s.As]
		h.in.unwatch(&h.w)
		return okay()
	}
	x, known := p.find(s.Target)
	if !known {
		return result{"skipped": "unknown"}
	}
	h := &probing{in: x.in}
	h.w.fire = func(why Reason) {
		p.mu.Lock()
		defer p.mu.Unlock()
		h.news = "down:" + why.String()
	}
	p.probes[s.As] = h
	if !x.in.watch(&h.w) {
		h.w.fire(NoProc)
	}
	return okay()
}

func (p *player) takeProbes() map[string]string {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := map[string]string{}
	for as, h := range p.probes {
		if h.news != "" {
			all[as], h.news = h.news, ""
		}
	}
	return all
}

func (p *player) takeAsyncs() map[string]any {
	all := map[string]any{}
	for as, c := range p.asyncs {
		select {
		case out := <-c:
			all[as] = out
			delete(p.asyncs, as)
		default:
			all[as] = "pending"
		}
	}
	return all
}

// snapshot shows every live supervisor, sorted by path.
func (p *player) snapshot() []vector.SupState {
	p.mu.Lock()
	var sups []*traced
	for in, x := range p.all {
		if _, ok := in.body.(*shell); ok && !in.over.Load() {
			sups = append(sups, x)
		}
	}
	p.mu.Unlock()
	slices.SortFunc(sups, func(a, b *traced) int { return cmp.Or(cmp.Compare(a.path, b.path), cmp.Compare(a.n, b.n)) })
	all := []vector.SupState{}
	for _, x := range sups {
		all = append(all, p.state(x))
	}
	return all
}

// state asks a supervisor what it has; one that does not answer at once is busy.
func (p *player) state(x *traced) vector.SupState {
	st := vector.SupState{Sup: x.path, N: x.n}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	answered := make(chan struct{})
	go func() {
		defer close(answered)
		infos, err := WhichChildren(ctx, Ref{x.in}.Addr())
		if err != nil {
			return
		}
		counts, err := CountChildren(ctx, Ref{x.in}.Addr())
		if err != nil {
			return
		}
		st.Children, st.Counts = p.children(x, infos), p.counts(x, counts)
	}()
	synctest.Wait()
	select {
	case <-answered:
		return st
	default:
		cancel()
		<-answered
		return vector.SupState{Sup: x.path, N: x.n, Busy: true}
	}
}

func (p *player) children(x *traced, infos []ChildInfo) []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := []string{}
	for _, c := range infos {
		switch id := c.ID; {
		case c.State == supcore.Running:
			all = append(all, strings.TrimPrefix(p.all[c.Ref.in].label(), x.path+"/"))
		case x.spec.IsDynamic():
			all = append(all, "?!"+c.State.String())
		default:
			all = append(all, id+"!"+c.State.String())
		}
	}
	if x.spec.IsDynamic() {
		slices.Sort(all)
	}
	return all
}

// counts: the one spec of simple_one_for_one is its template, which is not in
// the supervisor here.
func (p *player) counts(x *traced, n Counts) [4]int {
	if x.spec.Strategy == "simple_one_for_one" {
		n.Specs = 1
	}
	return [4]int{n.Specs, n.Active, n.Supervisors, n.Workers}
}

func millis(n int) time.Duration { return time.Duration(n) * time.Millisecond }
