package analysis

import (
	"fmt"
	"slices"

	"github.com/otpgen/otpgen/schema"
)

// checkBoundaries plays the crash of every declared boundary and reports who
// should have survived and does not, with the supervisor that is to blame.
func checkBoundaries(m *model, report report) {
	entries := m.entries()
	for _, b := range m.app.Boundaries {
		broken := map[*schema.Child]bool{}
		for _, victim := range entries[b.Crash] {
			o := settle(victim)
			for _, c := range b.Survives {
				i := slices.IndexFunc(entries[c], func(p *Place) bool { return !o.keeps(p) })
				if i >= 0 && !broken[c] {
					broken[c] = true
					report(brokenBoundary(b, victim, entries[c][i], &o))
				}
			}
		}
	}
}

// entries says where each entry stands: more than once if its supervisor does.
func (m *model) entries() map[*schema.Child][]*Place {
	found := map[*schema.Child][]*Place{}
	for _, p := range m.places {
		if p.isEntry() {
			found[p.Child] = append(found[p.Child], p)
		}
	}
	return found
}

func brokenBoundary(b *schema.Boundary, victim, survivor *Place, o *Outcome) schema.Diagnostic {
	why, help := blame(victim, survivor, o)
	d := schema.Diagnostic{
		Range:   b.Range,
		Message: fmt.Sprintf("%s does not survive a crash of %s", survivor.label(), victim.label()),
		Label:   why,
		Help:    help,
		Related: []schema.Related{victim.here(victim.label() + " crashes here")},
	}
	if survivor != victim {
		d.Related = append(d.Related, survivor.here(survivor.label()+" is here"))
	}
	for _, g := range o.GaveUp {
		d.Related = append(d.Related, g.here(g.label()+" allows no restart"))
	}
	if s := o.Settled; s != nil && !survivor.Within(o.Exited) {
		d.Related = append(d.Related, s.here(s.label()+" is "+strategyWord(s.Strategy())))
	}
	return d
}

// blame says why survivor does not keep its process when victim crashes, and
// what to change.
func blame(victim, survivor *Place, o *Outcome) (why, help string) {
	who, whom := survivor.label(), victim.label()
	switch {
	case survivor == victim:
		return "a crash ends it", "take it out of survives"
	case survivor.Within(victim):
		return fmt.Sprintf("%s is a part of %s and ends with it", who, whom),
			fmt.Sprintf("move %s out of %s, or take it out of survives", who, whom)
	case survivor == o.Exited:
		return who + " gives up", fmt.Sprintf("raise max_restarts of %s above 0", o.GaveUp[0].label())
	case o.Settled == nil:
		return fmt.Sprintf("%s gives up, and all the tree with it", o.Exited.label()),
			fmt.Sprintf("raise max_restarts of %s above 0", o.GaveUp[0].label())
	case survivor.Within(o.Exited):
		return fmt.Sprintf("%s gives up, and %s with it", o.Exited.label(), who),
			fmt.Sprintf("raise max_restarts of %s above 0, or move %s out of %s", o.GaveUp[0].label(), who, o.Exited.label())
	}
	return blameStrategy(survivor, o)
}

// blameStrategy is blame where a group restart reaches from one child of a
// supervisor to another.
func blameStrategy(survivor *Place, o *Outcome) (why, help string) {
	sup := o.Settled
	hit, cause := survivor.below(sup), o.Exited
	verb := "restarts"
	if hit.Restart == schema.Temporary {
		verb = "stops"
	}
	why = fmt.Sprintf("%s is %s: with %s it %s %s", sup.label(), strategyWord(sup.Strategy()), cause.label(), verb, hit.label())
	switch sup.Strategy() {
	case schema.OneForAll:
		help = fmt.Sprintf("make %s one_for_one, or place %s under another supervisor", sup.label(), hit.label())
	case schema.RestForOne:
		why += ", which starts after it"
		help = fmt.Sprintf("in the children of %s put %s before %s, or make %s one_for_one", sup.label(), hit.label(), cause.label(), sup.label())
	default:
		panic("otpgen: internal: one_for_one restarts no siblings")
	}
	return why, help
}
