package otp

import (
	"cmp"
	"slices"
	"strings"

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
		states = append(states, vector.SupState{Sup: x.path, N: x.n, Children: p.children(x, infos), Counts: countsOf(x, counts)})
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

// countsOf puts counts into the order of the scenarios. simple_one_for_one has
// one spec, its template; ours counts children, as DynamicSupervisor does.
func countsOf(x *liveProc, n Counts) [4]int {
	if x.spec.Strategy == "simple_one_for_one" {
		n.Specs = 1
	}
	return [4]int{n.Specs, n.Active, n.Supervisors, n.Workers}
}
