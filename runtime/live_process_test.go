package otp

import (
	"fmt"
	"sync"

	"github.com/otpgen/otpgen/runtime/internal/supcore"
	"github.com/otpgen/otpgen/runtime/internal/vector"
)

// liveProc is one process of a scenario: path#n.
type liveProc struct {
	p    *livePlayer
	path string
	n    int
	spec vector.Spec
	in   *incarnation

	signalled sync.Once
	signals   chan struct{} // closed when the first exit signal has been sent

	slips slips
}

func (x *liveProc) signal() { x.signalled.Do(func() { close(x.signals) }) }

// liveProcs are all processes of a scenario, guarded by the player's lock.
type liveProcs struct {
	attempts map[string]int       // starts by path
	newest   map[string]*liveProc // the newest process of a path that started ok
	of       map[*incarnation]*liveProc
}

func newLiveProcs() liveProcs {
	return liveProcs{attempts: map[string]int{}, newest: map[string]*liveProc{}, of: map[*incarnation]*liveProc{}}
}

func (x *liveProc) label() string { return fmt.Sprintf("%s#%d", x.path, x.n) }

func (x *liveProc) isAlive() bool { return x != nil && !x.in.over.Load() }

func (x *liveProc) isSupervisor() bool { return x.in.kind.childType() == supcore.Supervisor }

// logf adds an event to the trace.
func (x *liveProc) logf(event, detail string) {
	text := event + " " + x.label()
	if detail != "" {
		text += " " + detail
	}
	x.p.mu.Lock()
	defer x.p.mu.Unlock()
	x.p.log = append(x.p.log, liveEvent{x, text})
}

// begins numbers a start attempt.
func (p *livePlayer) begins(path string, spec vector.Spec, in *incarnation) *liveProc {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.procs.attempts[path]++
	x := &liveProc{p: p, path: path, n: p.procs.attempts[path], spec: spec, in: in, signals: make(chan struct{})}
	p.procs.of[in] = x
	return x
}

// isNewest makes x the process that its path means from now on.
func (x *liveProc) isNewest() {
	x.p.mu.Lock()
	defer x.p.mu.Unlock()
	x.p.procs.newest[x.path] = x
}

// proc returns the process of an incarnation; nil before it is numbered, which
// one that finds its name taken never is.
func (p *livePlayer) proc(in *incarnation) *liveProc {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.procs.of[in]
}

func (p *livePlayer) newestOf(path string) (x *liveProc, known bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	x, known = p.procs.newest[path]
	return x, known
}

func (p *livePlayer) living() (all []*liveProc) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, x := range p.procs.of {
		if x.isAlive() {
			all = append(all, x)
		}
	}
	return all
}

// liveKind makes processes that write their life into the trace: their end at
// the moment when the first one is told, and for supervisors what their starter
// learns of the start.
type liveKind struct {
	p    *livePlayer
	is   supcore.ChildType
	kind func(in *incarnation) starter
	init func(in *incarnation) error // of a dynamic supervisor, whose kind has no such callback
}

func (k liveKind) childType() supcore.ChildType { return k.is }
func (k liveKind) service() string              { return "live" }

func (k liveKind) newBody(in *incarnation) body {
	in.kind = k.kind(in)
	in.parent = liveParent{in.parent, in, k.p}
	in.watch(&watch{fire: func(why Reason) {
		if x := k.p.proc(in); x != nil && x.lived() {
			x.logf("exit", k.p.text(why))
		}
	}})
	b := in.kind.newBody(in)
	if k.init != nil {
		s := b.(*shell)
		prepare := s.prepare
		s.prepare = func() (machine, error) {
			if err := k.init(in); err != nil {
				return nil, err
			}
			return prepare()
		}
	}
	return b
}

// lived reports whether the end of x is an event. It is none if the start has
// failed or was refused: a worker's by what its script says, even if it is
// killed before it gets there, a supervisor's by what its starter learns.
func (x *liveProc) lived() bool {
	if !x.isSupervisor() {
		return x.script().startsOk()
	}
	x.in.mu.Lock()
	defer x.in.mu.Unlock()
	return x.in.wasUp || !x.starterLives()
}

// starterLives reports whether there is somebody who waits for the start of x.
func (x *liveProc) starterLives() bool { return x.in.sup == nil || !x.in.sup.over.Load() }

// liveParent notes what the starter of a supervisor learns.
type liveParent struct {
	parent
	in *incarnation
	p  *livePlayer
}

func (l liveParent) childUp(in *incarnation) {
	l.note("sup_up", "")
	l.parent.childUp(in)
}

func (l liveParent) childFailed(in *incarnation, why Reason) {
	l.note("sup_fail", l.p.text(why))
	l.parent.childFailed(in, why)
}

func (l liveParent) childIgnored(in *incarnation) {
	l.note("sup_fail", "ignore")
	l.parent.childIgnored(in)
}

func (l liveParent) note(event, detail string) {
	x := l.p.proc(l.in)
	if x == nil || !x.isSupervisor() || !x.starterLives() {
		return
	}
	if event == "sup_up" {
		x.isNewest()
	}
	x.logf(event, detail)
}
