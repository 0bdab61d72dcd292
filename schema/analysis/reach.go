package analysis

import (
	"fmt"

	"github.com/otpgen/otpgen/schema"
)

// checkReach reports uses whose name leads nowhere from some place of the user.
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
	there := m.elsewhere(name)
	switch {
	case !named || there == nil:
		d.Label = "no process has this as its plain name"
		d.Help = "what has a key is found through the dynamic supervisor that starts it; or pass a reference in a message"
		return d
	case there.instance != nil && !l.from.Within(there.instance):
		through := there.instance.Parent.label()
		d.Label = "runs only in instances of " + through
		d.Help = fmt.Sprintf("an instance is reached through the client of its supervisor, uses: {%s: []}; or place another %s where %s finds it",
			through, name, from)
	default:
		d.Label = "known only in the scope of " + there.Scope.label()
		d.Help = fmt.Sprintf("names are looked up outward: move %s out of %s, or %s into it", name, there.Scope.label(), from)
	}
	d.Related = append(d.Related, there.here(name+" is here"))
	return d
}

// elsewhere returns the first place that has a name in some scope, nil for
// none.
func (m *model) elsewhere(name string) *Place {
	if m.firsts == nil {
		m.firsts = map[string]*Place{}
		for _, p := range m.places {
			if p.Naming.Kind == schema.Local && m.firsts[p.Naming.Name] == nil {
				m.firsts[p.Naming.Name] = p
			}
		}
	}
	return m.firsts[name]
}
