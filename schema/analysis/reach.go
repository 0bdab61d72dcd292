package analysis

import (
	"fmt"

	"github.com/otpgen/otpgen/schema"
)

// checkReach reports uses whose name leads nowhere from some place of the
// user, or to something else than the use means.
func checkReach(m *model, report report) {
	type key struct {
		use  *schema.Use
		from *schema.Child
	}
	seen := map[key]bool{}
	for _, l := range m.links {
		if k := (key{l.use, l.from.Child}); l.to == nil && !seen[k] {
			seen[k] = true
			report(m.unreachable(l))
		}
	}
}

// unreachable explains why a use leads nowhere.
func (m *model) unreachable(l link) schema.Diagnostic {
	from := l.from.label()
	d := schema.Diagnostic{
		Range:   l.use.Range,
		Message: fmt.Sprintf("%s cannot reach %s", from, l.use.Name),
		Related: []schema.Related{l.from.here(from + " is here")},
	}
	name, named := usedName(l.use)
	if !named {
		d.Label = "has no plain name to be found by"
		d.Help = fmt.Sprintf("give that child of %s a name, or take it out of uses and pass a reference in a message", l.use.Child.Parent.Name)
		d.Related = append(d.Related, schema.Related{Range: l.use.Child.Range, Label: "placed here without a name"})
		return d
	}
	if wrong := m.names.Lookup(l.from, name); wrong != nil {
		d.Message = fmt.Sprintf("%s finds another %s than its uses mean", from, name)
		d.Label = "the innermost scope that has the name wins"
		d.Help = "give one of the two another name with name:"
		d.Related = append(d.Related, wrong.here("this one is found"))
		return d
	}
	candidates := m.candidates(l.use)
	if len(candidates) == 0 {
		d.Label = "placed nowhere in the tree"
		d.Help = fmt.Sprintf("add %s to the children of a supervisor above or beside %s", l.use.Name, from)
		return d
	}
	m.outOfScope(&d, l, candidates[0])
	return d
}

// candidates returns the places that would answer the use if they were in
// reach, those outside pools first.
func (m *model) candidates(u *schema.Use) []*Place {
	var placed, members []*Place
	for _, p := range m.places {
		switch {
		case p.isMember() && p.Service == u.Service:
			members = append(members, p)
		case answers(p, u):
			placed = append(placed, p)
		}
	}
	return append(placed, members...)
}

// outOfScope explains that a place exists where the user cannot find it.
func (m *model) outOfScope(d *schema.Diagnostic, l link, there *Place) {
	switch {
	case there.isMember():
		pool := there.Parent
		d.Label = "runs only in a pool"
		d.Help = fmt.Sprintf("use the pool instead: uses: {%s: [...]}", pool.label())
	case there.instance == there || there.instance != l.from.instance && there.instance != nil:
		d.Label = "runs only in instances of " + there.instance.Parent.label()
		d.Help = fmt.Sprintf("an instance is found through its supervisor: uses: {%s: []}, or place a %s of its own where %s finds it",
			there.instance.Parent.label(), l.use.Name, l.from.label())
	case there.Naming.Kind != schema.Local:
		d.Label = "has no plain name to be found by"
		d.Help = "place it under a name, or pass a reference in a message"
	case there.Scope != nil && !l.from.Within(there.Scope):
		d.Label = "known only inside the scope of " + there.Scope.label()
		d.Help = fmt.Sprintf("names are looked up outward: move it out of %s, or move %s into it", there.Scope.label(), l.from.label())
	default: // registered under a name of its own
		d.Label = fmt.Sprintf("placed under the name %s", there.Naming.Name)
		d.Help = fmt.Sprintf("write the name of the placement: uses: {%s: [...]}", there.Naming.Name)
	}
	d.Related = append(d.Related, there.here("it is here"))
}
