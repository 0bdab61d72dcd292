package otp

import (
	"fmt"
	"log/slog"
	"sync"
	"testing/synctest"

	"github.com/otpgen/otpgen/runtime/internal/vector"
)

// liveHelper is a process outside of the tree which monitors one inside, or is
// linked to it: a server that is the root of a system of its own.
type liveHelper struct {
	sys    *System
	kind   string
	target Addr
	undo   func()

	mu   sync.Mutex
	news string // what has happened to it, to be told once
}

// helperState is the state of a helper's server.
type helperState struct{ c *Ctx }

var helperRun = CallOp[helperState, func(*helperState), struct{}]{
	Service: "helper", Message: "run",
	Handle: func(s *helperState, f func(*helperState)) (struct{}, error) { f(s); return struct{}{}, nil },
}

// probe starts a helper.
func (p *livePlayer) probe(s vector.Step) result {
	x, known := p.newestOf(s.Target)
	if !known {
		return result{"skipped": "unknown"}
	}
	h := &liveHelper{kind: s.Kind, target: Ref{x.in}.Addr()}
	p.helpers[s.As] = h
	kind := ServerKind[helperState]{Service: "helper", New: func(c *Ctx) *helperState { return &helperState{c} }}
	if s.Kind == "link_trap" {
		kind.Terminate = func(*helperState, Reason) {}
		kind.ExitSignal = func(_ *helperState, why Reason) { h.tell("exit:" + why.String()) }
	}
	var err error
	h.sys, err = StartRoot(p.ctx, ChildSpec{ID: "helper", Start: Server(kind)}, WithLogger(slog.New(slog.DiscardHandler)))
	if err != nil {
		return result{"error": err.Error()}
	}
	me := h.sys.root
	switch s.Kind {
	case "monitor":
		var ref MonitorRef
		err = h.run(p, func(s *helperState) {
			ref = s.c.Monitor(h.target, func(why Reason) { h.tell("down:" + why.String()) })
		})
		h.undo = func() { _ = h.run(p, func(s *helperState) { s.c.Demonitor(ref) }) }
	case "link", "link_trap":
		me.watch(&watch{fire: func(why Reason) { h.tell("died:" + why.String()) }})
		me.link(x.in)
		h.undo = func() { me.unlink(x.in) }
	default:
		err = fmt.Errorf("unknown kind of helper %q", s.Kind)
	}
	if err != nil {
		return result{"error": err.Error()}
	}
	return okay()
}

func (h *liveHelper) run(p *livePlayer, f func(*helperState)) error {
	_, err := Call(p.ctx, h.sys.Root(), &helperRun, f)
	return err
}

func (h *liveHelper) tell(news string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.news = news
}

// withHelper is for helpers that there are.
func (p *livePlayer) withHelper(as string, f func(*liveHelper)) result {
	h := p.helpers[as]
	if h == nil {
		return result{"skipped": "unknown"}
	}
	f(h)
	return okay()
}

// exit ends the helper. Its own end is no news.
func (h *liveHelper) exit(why Reason) {
	h.sys.root.askToStop(why)
	synctest.Wait()
	h.tell("")
}

// letGo demonitors or unlinks.
func (h *liveHelper) letGo() {
	if h.undo != nil {
		h.undo()
	}
}

func (h *liveHelper) close() (leaks []string) {
	if h.sys == nil {
		return nil
	}
	h.sys.halt()
	synctest.Wait()
	return h.sys.Leaks()
}

func (p *livePlayer) takeProbes() map[string]string {
	all := map[string]string{}
	for as, h := range p.helpers {
		h.mu.Lock()
		if h.news != "" {
			all[as], h.news = h.news, ""
		}
		h.mu.Unlock()
	}
	return all
}
