package analysis

import (
	"fmt"
	"strings"

	"github.com/otpgen/otpgen/schema"
)

// checkClashes reports two places that one scope would register under one
// name: the second could never start.
func checkClashes(m *model, report report) {
	for _, scope := range m.scopes() {
		first := map[string]*Place{}
		for _, p := range m.names.Declared(scope) {
			if q := first[p.Naming.Name]; q == nil {
				first[p.Naming.Name] = p
			} else {
				report(clash(q, p, p.Naming.Name))
			}
		}
	}
	for _, p := range m.places {
		if p.Naming.Kind != schema.Local {
			continue
		}
		if q := takenAround(p, func(instance *Place) *Place {
			return m.names.found[registration{p.Scope, instance, p.Naming.Name}]
		}); q != nil {
			report(clash(q, p, p.Naming.Name))
		}
	}
	checkKeys(m, report)
}

// checkKeys is checkClashes for entries with keys.
func checkKeys(m *model, report report) {
	type keyed struct {
		registration
		key key
	}
	first := map[keyed]*Place{}
	within := func(p, instance *Place, k key) keyed {
		return keyed{registration{p.Scope, instance, p.Naming.Name}, k}
	}
	for _, p := range m.places {
		k, ok := keyOf(p)
		if !ok {
			continue
		}
		r := within(p, p.instance, k)
		if q := first[r]; q == nil {
			first[r] = p
		} else {
			report(clash(q, p, keyedName(p, k)))
		}
	}
	for _, p := range m.places {
		k, ok := keyOf(p)
		if !ok {
			continue
		}
		if q := takenAround(p, func(instance *Place) *Place { return first[within(p, instance, k)] }); q != nil {
			report(clash(q, p, keyedName(p, k)))
		}
	}
}

// takenAround returns the place that has the name of p already when the
// instance of p starts: it stands around the instance, in the scope that p
// registers in. Of a child with several instances checkInstances says more.
func takenAround(p *Place, first func(instance *Place) *Place) *Place {
	if p.instance == nil || p.instance.Child.MaxChildren != 1 {
		return nil
	}
	for instance, outermost := p.instance, instanceOf(p.Scope); instance != outermost; {
		instance = instance.Parent.instance
		if q := first(instance); q != nil {
			return q
		}
	}
	return nil
}

func keyedName(p *Place, k key) string {
	return p.Naming.Name + " with the key " + k.String()
}

// scopes returns the places that open scopes, first nil for the System's.
func (m *model) scopes() []*Place {
	scopes := []*Place{nil}
	for _, p := range m.places {
		if p.OpensScope() {
			scopes = append(scopes, p)
		}
	}
	return scopes
}

// clash describes that p takes the name that q has.
func clash(q, p *Place, name string) schema.Diagnostic {
	d := schema.Diagnostic{
		Range:   p.at(),
		Message: fmt.Sprintf("the name %s is taken twice in one scope", name),
		Label:   "second " + name,
		Help:    "give one of them a name of its own with name:, or none with name: none",
		Related: []schema.Related{q.here("first " + name)},
	}
	if k := p.Naming.Key; k != nil {
		d.Help = fmt.Sprintf("give one of them another %s, or write scope: true in a supervisor around it", k.Name)
	}
	if p.Child == q.Child { // one supervisor, placed twice
		top := meet(p, q)
		a, b := q.below(top), p.below(top)
		d.Range = b.at()
		d.Help = fmt.Sprintf("write scope: true in %s, so that each keeps its names to itself", b.opener().label())
		d.Related = []schema.Related{a.here("first " + name), p.here("it takes its name here")}
	}
	return d
}

// opener is the place that the names of an entry would be kept in.
func (p *Place) opener() *Place {
	if p.Kind == Dynamic {
		return p.Children[0]
	}
	return p
}

// checkInstances reports dynamic children whose second instance could not
// start because the first has the names. An instance itself never has a plain
// name; what is below it may.
func checkInstances(m *model, report report) {
	seen := map[*schema.Child]bool{}
	for _, p := range m.places {
		if p.instance != p || p.Child.MaxChildren == 1 || seen[p.Child] {
			continue
		}
		seen[p.Child] = true
		if names := outerNames(p); len(names) > 0 {
			report(sameNames(p, names))
		}
	}
}

// outerNames returns what an instance registers in a scope outside itself.
func outerNames(instance *Place) []*Place {
	var names []*Place
	for _, p := range instance.All() {
		if p.Scope == instance.Scope && p.instance == instance && (p.Naming.Kind == schema.Local || sameKey(p)) {
			names = append(names, p)
		}
	}
	return names
}

// sameKey reports whether a place has the same key in every instance.
func sameKey(p *Place) bool {
	k, ok := keyOf(p)
	return ok && k.owner != p.instance
}

func sameNames(instance *Place, names []*Place) schema.Diagnostic {
	d := schema.Diagnostic{
		Range: instance.at(),
		Label: "only one of them could run",
		Help: fmt.Sprintf("write scope: true in %s, so that each instance keeps its names to itself, or max_children: 1",
			instance.Supervisor.Name),
	}
	var words []string
	for _, p := range names {
		name := p.Naming.Name
		if k, ok := keyOf(p); ok {
			name = keyedName(p, k)
		}
		words = append(words, name)
		d.Related = append(d.Related, p.here("takes the name "+name))
	}
	d.Message = fmt.Sprintf("every instance of %s would take the name %s", instance.Parent.label(), strings.Join(words, ", "))
	return d
}
