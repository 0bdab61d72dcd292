package analysis

import (
	"fmt"

	"github.com/otpgen/otpgen/schema"
)

// checkStartOrder reports calls to what is not up yet when the caller starts:
// Init may make any call that uses declares, and a restart of the whole tree
// runs Init again. Casts are free, and so are runners, whose loop begins when
// it likes. Between an instance and what lies outside it there is no order:
// instances start on demand.
func checkStartOrder(m *model, report report) {
	type pair struct {
		use      *schema.Use
		from, to *schema.Child
	}
	seen := map[pair]bool{}
	component := components(callsOf(m.links))
	inCycle := map[*schema.Use]bool{} // no order would do: the cycle is the mistake
	for _, l := range m.links {
		if l.calls() && component[l.from] == component[server(l.to)] {
			inCycle[l.use] = true
		}
	}
	for _, l := range m.links {
		if !l.waits() || inCycle[l.use] || m.upBefore(l) {
			continue
		}
		if key := (pair{l.use, l.from.Child, l.to.Child}); !seen[key] {
			seen[key] = true
			report(late(l))
		}
	}
}

// upBefore reports whether nothing is wrong with the order of a link: its far
// end is up, with all that is below it, before the near end starts.
func (m *model) upBefore(l link) bool {
	if l.from.Service.Kind == schema.Run || l.from.instance != l.to.instance {
		return true
	}
	return m.order[l.to] < m.order[l.from] && !l.from.Within(l.to)
}

// late describes a call to what is up only later.
func late(l link) schema.Diagnostic {
	from, to := l.from.label(), l.to.label()
	d := schema.Diagnostic{
		Range:   l.use.Range,
		Message: fmt.Sprintf("%s calls %s, which is up only later", from, to),
		Label:   "not there yet when " + from + " starts",
		Related: []schema.Related{l.from.here(from + " starts here"), l.to.here(to + " starts here")},
	}
	if top := meet(l.from, l.to); top == l.to {
		d.Help = fmt.Sprintf("%s is a part of %s: move it out", from, to)
	} else {
		d.Help = fmt.Sprintf("in the children of %s put %s before %s", top.label(), l.to.below(top).label(), l.from.below(top).label())
	}
	if len(l.use.Calls) > 0 {
		d.Help += ", or make these messages casts"
	}
	return d
}
