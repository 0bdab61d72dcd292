package render

import (
	"iter"
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
	if len(r.Replaced)+len(r.Gone) == 1 {
		return rest
	}
	var names []string
	list := "–"
	for p := range w.untouched(r) {
		names = append(names, code(w.short(p)))
		if list = strings.Join(names, ", "); len(list) > len(rest) {
			return rest
		}
	}
	return list
}

// untouched are the subtrees of which nothing notices a crash, in start order:
// those beside the way from the root to what the crash touches.
func (w *documentWriter) untouched(r *plan.Row) iter.Seq[*plan.Place] {
	touched, above := setOf(r.Replaced, r.Gone), map[*plan.Place]bool{}
	for up := r.Victim.Parent; up != nil; up = up.Parent {
		above[up] = true
	}
	return func(yield func(*plan.Place) bool) {
		var visit func(p *plan.Place) bool
		visit = func(p *plan.Place) bool {
			switch {
			case touched[p]:
				return true
			case !above[p]:
				return yield(p)
			}
			return !slices.ContainsFunc(p.Children, func(c *plan.Place) bool { return !visit(c) })
		}
		visit(w.root)
	}
}

func setOf(lists ...[]*plan.Place) map[*plan.Place]bool {
	set := map[*plan.Place]bool{}
	for _, list := range lists {
		for _, p := range list {
			set[p] = true
		}
	}
	return set
}

// whole lists places; one whose whole subtree is in the list stands for it, and
// so do the words "all below" for all children of one that is not in the list.
// A supervisor that is in the list without all that stands below it is written
// with the word itself. The places are in start order, parents first.
func (w *documentWriter) whole(places []*plan.Place) string {
	if len(places) == 0 {
		return "–"
	}
	in := setOf(places)
	complete := map[*plan.Place]bool{} // in the list with all that stands below
	for _, p := range slices.Backward(places) {
		complete[p] = allIn(complete, p.Children)
	}
	var names []string
	said := map[*plan.Place]bool{} // by parent: whether its children need no word
	for _, p := range places {
		up := p.Parent
		if _, asked := said[up]; !asked && up != nil {
			said[up] = (in[up] || len(up.Children) > 1) && allIn(complete, up.Children)
			if said[up] && !in[up] {
				names = append(names, "all below "+code(w.short(up)))
			}
		}
		switch {
		case said[up]:
		case complete[p]:
			names = append(names, code(w.short(p)))
		default:
			names = append(names, code(w.short(p))+" itself")
		}
	}
	return strings.Join(names, ", ")
}

func allIn(set map[*plan.Place]bool, places []*plan.Place) bool {
	return !slices.ContainsFunc(places, func(p *plan.Place) bool { return !set[p] })
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
