package otp

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/otpgen/otpgen/runtime/internal/vector"
)

// snapshot shows every supervisor that is alive, sorted by path.
func (p *livePlayer) snapshot() []vector.SupState {
	var states []vector.SupState
	for _, x := range p.living() {
		if !x.isSupervisor() {
			continue
		}
		infos, counts, busy := p.ask(x)
		if busy {
			states = append(states, vector.SupState{Sup: x.path, N: x.n, Busy: true})
			continue
		}
		states = append(states, vector.SupState{Sup: x.path, N: x.n, Children: p.children(x, infos), Counts: countOf{x, counts, x.slips.turn()}.inOrder()})
	}
	slices.SortFunc(states, func(a, b vector.SupState) int {
		return cmp.Or(cmp.Compare(a.Sup, b.Sup), cmp.Compare(a.N, b.N))
	})
	return states
}

// children lists the children of x. Those of a dynamic supervisor have no ids in
// OTP, and their order means nothing.
func (p *livePlayer) children(x *liveProc, infos []ChildInfo) []string {
	all := []string{}
	for _, c := range infos {
		switch {
		case c.State == Running:
			all = append(all, strings.TrimPrefix(p.proc(c.Ref.in).label(), x.path+"/"))
		case x.spec.IsDynamic():
			all = append(all, "?!"+c.State.String())
		default:
			all = append(all, c.ID+"!"+c.State.String())
		}
	}
	if x.spec.IsDynamic() {
		slices.Sort(all)
	}
	return all
}

// countOf is what a supervisor has answered to count_children.
type countOf struct {
	sup    *liveProc
	counts Counts
	turn   int
}

// inOrder puts counts into the order of the scenarios. simple_one_for_one has
// one spec, its template; ours counts children, as DynamicSupervisor does.
func (c countOf) inOrder() [4]int {
	n := c.counts
	if c.sup.spec.Strategy == "simple_one_for_one" {
		n.Specs = 1
		n.Active -= c.sup.slips.before(c.turn)
	}
	return [4]int{n.Specs, n.Active, n.Supervisors, n.Workers}
}

// counted is a result whose counts are in the order of the scenarios. It is to
// be called when the answers that came before are known.
func counted(out result) result {
	if c, ok := out["counts"].(countOf); ok {
		out["counts"] = c.inOrder()
	}
	return out
}

// slips are the requests to a simple_one_for_one that made OTP miscount. Once an
// instance has been terminated while it was restarting, OTP counts one active
// child too few, for good: its dynamic_restarts is never taken back. Neither
// DynamicSupervisor nor ours does so.
type slips struct {
	mu    sync.Mutex
	turns int   // requests so far, in the order in which they were made
	made  []int // those after which the count is wrong by one more
}

func (s *slips) turn() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.turns++
	return s.turns
}

func (s *slips) add(turn int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.made = append(s.made, turn)
}

func (s *slips) before(turn int) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, at := range s.made {
		if at < turn {
			n++
		}
	}
	return n
}
