package render

import (
	"slices"
	"strings"

	"github.com/otpgen/otpgen/generator/internal/plan"
)

// crashes is the restart table: who dealt with a crash, who restarts with the
// victim, who ends for good, who does not notice.
func (w *documentWriter) crashes() [][]string {
	var rows [][]string
	for _, r := range w.o.Rows {
		settled := "nobody: the tree ends"
		if r.Settled != nil {
			settled = code(w.short(r.Settled)) + ", " + code(strategyWord(r.Settled.Strategy))
		}
		for _, g := range slices.Backward(r.GaveUp) {
			settled = code(w.short(g)) + " gives up, then " + settled
		}
		rows = append(rows, []string{code(w.short(r.Victim)), settled, w.whole(r.Replaced), w.whole(r.Gone), w.kept(r)})
	}
	return rows
}

// kept lists who does not notice, unless it is shorter to say that it is
// everything that the other columns do not name, or nothing but the victim is
// touched. That the supervisors of the victim keep running is what the second
// column says.
func (w *documentWriter) kept(r *plan.Row) string {
	const rest = "everything else"
	list := w.whole(slices.DeleteFunc(slices.Clone(r.Kept), func(p *plan.Place) bool { return isAbove(p, r.Victim) }))
	if len(list) > len(rest) || len(r.Kept) == len(w.o.Places)-1 {
		return rest
	}
	return list
}

func isAbove(p, victim *plan.Place) bool {
	for up := victim.Parent; up != nil; up = up.Parent {
		if up == p {
			return true
		}
	}
	return false
}

// whole lists places; one whose whole subtree is in the list stands for it, and
// so do the words "all below" for all children of one that is not in the list.
// A supervisor that is in the list without all that stands below it is written
// with the word itself.
func (w *documentWriter) whole(places []*plan.Place) string {
	if len(places) == 0 {
		return "–"
	}
	in := map[*plan.Place]bool{}
	for _, p := range places {
		in[p] = true
	}
	below, complete := w.complete(in)
	var names []string
	for _, p := range w.o.Places {
		switch {
		case p.Parent != nil && below[p.Parent]: // said with its parent
		case complete[p]:
			names = append(names, code(w.short(p)))
		case below[p]:
			names = append(names, "all below "+code(w.short(p)))
		case in[p]:
			names = append(names, code(w.short(p))+" itself")
		}
	}
	return strings.Join(names, ", ")
}

// complete finds the places of which all that stands below is in a set, if
// that is more than one or they are in it, too; and of those, the latter.
func (w *documentWriter) complete(in map[*plan.Place]bool) (below, complete map[*plan.Place]bool) {
	below, complete = map[*plan.Place]bool{}, map[*plan.Place]bool{}
	children, missing := map[*plan.Place]int{}, map[*plan.Place]int{}
	for _, p := range slices.Backward(w.o.Places) { // children before their parents
		complete[p] = in[p] && missing[p] == 0
		below[p] = missing[p] == 0 && (in[p] || children[p] > 1)
		children[p.Parent]++
		if !complete[p] {
			missing[p.Parent]++
		}
	}
	return below, complete
}

// boundaries lists what the schema promises.
func (w *documentWriter) boundaries() [][]string {
	var rows [][]string
	for _, b := range w.p.App.Boundaries {
		var survivors []string
		for _, c := range b.Survives {
			survivors = append(survivors, c.ID)
		}
		rows = append(rows, []string{code(b.Crash.ID), codes(survivors)})
	}
	return rows
}
