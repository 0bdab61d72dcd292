package render

import (
	"github.com/otpgen/otpgen/generator/internal/plan"
)

// scopes lists the names that are registered, and how Go finds them.
func (w *documentWriter) scopes() []documentScope {
	var scopes []documentScope
	for _, s := range w.o.Scopes {
		table := documentScope{Title: "Of the system"}
		if s.Opener != nil {
			table.Title = "Of each " + code(w.short(s.Opener))
		}
		for _, n := range s.Names {
			name := n.Name
			if n.Key != nil {
				name += " by " + n.Key.Name
			}
			table.Names = append(table.Names, []string{code(name), code(w.short(n.Place)), code(w.accessor(s, n))})
		}
		scopes = append(scopes, table)
	}
	return scopes
}

// accessor is the method that finds a name: Tree.Counter(); "" where there is
// none.
func (w *documentWriter) accessor(s *plan.Scope, n *plan.ScopeName) string {
	if n.Key != nil {
		if n.Place.IsInstance() {
			return n.Place.Parent.Child.Name + ".Lookup(" + n.Key.Name + ")"
		}
		return ""
	}
	owner, accessors := "Tree", w.p.Tree.Accessors
	if sup := w.opener(s); sup != nil {
		owner, accessors = sup.Name, sup.Accessors
	}
	for _, a := range accessors {
		if a.Lookup == n.Name || a.Lookup == "" && n.Place == w.root {
			return owner + "." + a.Name + "()"
		}
	}
	return ""
}

// opener is the supervisor whose client finds the names of a scope; nil if
// that is the tree's.
func (w *documentWriter) opener(s *plan.Scope) *plan.Supervisor {
	if s.Opener == nil || s.Opener == w.root {
		return nil
	}
	for _, sup := range w.p.Supervisors {
		if sup.Schema == s.Opener.Supervisor.Name {
			return sup
		}
	}
	panic("otpgen: internal: no plan for supervisor " + s.Opener.Supervisor.Name)
}
