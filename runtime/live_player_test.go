package otp

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing/synctest"
	"time"

	"github.com/otpgen/otpgen/runtime/internal/vector"
)

// livePlayer plays one scenario on real processes, in virtual time: it must run
// in a bubble of testing/synctest. It is the parent of the root and everybody
// outside of the tree.
type livePlayer struct {
	sys     *System
	tree    vector.Spec
	ctx     context.Context // of all callers; ends with the scenario
	cancel  context.CancelFunc
	asyncs  map[string]<-chan result
	helpers map[string]*liveHelper

	mu    sync.Mutex
	log   []liveEvent
	procs liveProcs
	gates map[string]chan struct{} // closed once the gate is open
	held  map[*liveProc]bool       // at a closed gate
	busy  map[*liveProc]bool       // sleeps or hangs
}

// result is the result of a step in the form of the scenarios.
type result = map[string]any

// liveEvent is one event of the trace.
type liveEvent struct {
	who  *liveProc
	text string
}

func newLivePlayer(f *vector.File) *livePlayer {
	ctx, cancel := context.WithCancel(context.Background())
	return &livePlayer{
		sys: NewSystem(WithLogger(slog.New(slog.DiscardHandler))), tree: f.Tree, ctx: ctx, cancel: cancel,
		asyncs: map[string]<-chan result{}, helpers: map[string]*liveHelper{},
		procs: newLiveProcs(), gates: map[string]chan struct{}{}, held: map[*liveProc]bool{}, busy: map[*liveProc]bool{},
	}
}

// close ends everything that the scenario has left and returns what could not
// be ended.
func (p *livePlayer) close() (leaks []string) {
	p.cancel()
	for _, h := range p.helpers {
		leaks = append(leaks, h.close()...)
	}
	_ = p.sys.Stop(p.ctx) // which is cancelled: everything is fenced off
	synctest.Wait()
	return append(leaks, p.sys.Leaks()...)
}

// Play implements vector.Player.
func (p *livePlayer) Play(s vector.Step) (vector.Expect, error) {
	p.mu.Lock()
	p.log = nil
	p.mu.Unlock()
	orphans := p.orphans(s)
	began := time.Now()
	pending, err := p.begin(s)
	if err != nil {
		return vector.Expect{}, err
	}
	out, err := p.settle(s, pending)
	if err != nil {
		return vector.Expect{}, err
	}
	e := vector.Expect{Result: out, Async: p.takeAsyncs(), Probes: p.takeProbes(), Tree: p.snapshot()}
	if s.MaxMs > 0 {
		within := time.Since(began) <= millis(s.MaxMs)
		e.WithinMs = &within
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, ev := range p.log {
		if orphans[ev.who] {
			e.Orphans = append(e.Orphans, ev.text)
		} else {
			e.Events = append(e.Events, ev.text)
		}
	}
	return e, nil
}

// tick is how far virtual time goes before the player looks again.
const tickOfPlayer = time.Millisecond

// settle waits until nothing moves any more and the result is there. Time passes
// only while somebody sleeps, or hangs until its shutdown time is over, or while
// the step itself waits for something. Whoever stands at a closed gate does not
// move; what workers have asked to be woken for does not count.
func (p *livePlayer) settle(s vector.Step, pending <-chan result) (result, error) {
	var out result
	for range 100_000 {
		synctest.Wait()
		if out == nil {
			select {
			case out = <-pending:
				out = counted(out)
				continue
			default:
			}
		}
		held, busy := p.state()
		if p.orphanInPlace(busy) {
			return nil, errOrphanInPlace
		}
		switch {
		case busy:
		case out != nil:
			return out, nil
		case held && s.Op == "start":
			return result{"pending": true}, nil
		}
		time.Sleep(tickOfPlayer)
	}
	return nil, errors.New("never at rest")
}

// state reports whether a process stands at a gate, and whether one sleeps.
func (p *livePlayer) state() (held, busy bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for x := range p.held {
		held = held || x.isAlive()
	}
	for x := range p.busy {
		busy = busy || x.isAlive()
	}
	return held, busy
}

// errOrphanInPlace ends a scenario in which OTP goes on at once where a successor
// waits here, for the orphan in its place.
var errOrphanInPlace = errors.New("a successor waits for the orphan in its place")

// orphanInPlace reports whether, although nothing moves, a process that is to
// start has not got its place. It makes no difference if the orphan will end by
// itself, unless OTP refuses the start because the orphan has the name.
func (p *livePlayer) orphanInPlace(busy bool) bool {
	return slices.ContainsFunc(p.sys.processes(), func(in *incarnation) bool {
		return in.starting() && in.slot.cur.Load() != in && (!busy || !in.slot.name.IsZero())
	})
}

// orphans are the processes below a supervisor that is about to be killed.
func (p *livePlayer) orphans(s vector.Step) map[*liveProc]bool {
	if s.Op != "kill" {
		return nil
	}
	all := map[*liveProc]bool{}
	for _, x := range p.living() {
		if strings.HasPrefix(x.path, s.Target+"/") {
			all[x] = true
		}
	}
	return all
}

// begin does a step, up to where it has to wait.
func (p *livePlayer) begin(s vector.Step) (<-chan result, error) {
	switch s.Op {
	case "start":
		return later(p.start), nil
	case "parent_exit":
		if root := p.sys.Root().target(); root != nil {
			root.askToStop(word(s.Reason))
		}
	case "open":
		p.open(s.Gate)
	case "sleep":
		return later(func() result { time.Sleep(millis(s.Ms)); return okay() }), nil
	case "exit", "kill", "signal":
		return at(p.hurt(s)), nil
	case "whereis":
		return at(p.whereis(s.Name)), nil
	case "probe":
		return at(p.probe(s)), nil
	case "probe_exit":
		return at(p.withHelper(s.As, func(h *liveHelper) { h.exit(word(s.Reason)) })), nil
	case "unprobe":
		return at(p.withHelper(s.As, (*liveHelper).letGo)), nil
	case "async":
		inner, err := s.Async()
		if err != nil {
			return nil, fmt.Errorf("async: %w", err)
		}
		f, err := p.api(inner)
		if err != nil {
			return nil, err
		}
		p.asyncs[s.As] = later(f)
	default:
		f, err := p.api(s)
		if err != nil {
			return nil, err
		}
		return later(f), nil
	}
	return at(okay()), nil
}

// at is a result that is there.
func at(r result) <-chan result {
	c := make(chan result, 1)
	c <- r
	return c
}

// later is a result that has to be waited for.
func later(f func() result) <-chan result {
	c := make(chan result, 1)
	go func() { c <- f() }()
	return c
}

func okay() result { return result{"ok": true} }

func (p *livePlayer) takeAsyncs() map[string]any {
	all := map[string]any{}
	for as, c := range p.asyncs {
		select {
		case out := <-c:
			all[as] = counted(out)
			delete(p.asyncs, as)
		default:
			all[as] = "pending"
		}
	}
	return all
}

// gate returns the channel that is closed when a gate is open.
func (p *livePlayer) gate(name string) <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.gates[name] == nil {
		p.gates[name] = make(chan struct{})
	}
	return p.gates[name]
}

func (p *livePlayer) open(name string) {
	p.gate(name)
	p.mu.Lock()
	defer p.mu.Unlock()
	select {
	case <-p.gates[name]:
	default:
		close(p.gates[name])
	}
}

func millis(n int) time.Duration { return time.Duration(n) * time.Millisecond }
