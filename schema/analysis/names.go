package analysis

import "github.com/otpgen/otpgen/schema"

// Names says which names each scope of a tree declares.
type Names struct {
	declared map[*Place][]*Place // by the place that opens the scope
	found    map[registration]*Place
}

// registration is a name in the scope that a place opens; nil is the System's.
// What an instance registers in a scope outside itself is told apart: only
// inside that instance it is sure to be there.
type registration struct {
	scope, instance *Place
	name            string
}

// NamesOf collects the names of the tree below root, root's own among them.
func NamesOf(root *Place) *Names {
	n := &Names{declared: map[*Place][]*Place{}, found: map[registration]*Place{}}
	for _, p := range root.All() {
		if p.Naming.Kind != schema.Local {
			continue
		}
		if p.instance == instanceOf(p.Scope) {
			n.declared[p.Scope] = append(n.declared[p.Scope], p)
		}
		if r := (registration{p.Scope, p.instance, p.Naming.Name}); n.found[r] == nil {
			n.found[r] = p
		}
	}
	return n
}

// Declared returns the places that a scope declares under a plain name, in
// start order: all that exist as long as the scope does. The scope is the
// place that opens it, nil for the System's. Instances of a dynamic supervisor
// come and go, so they are declared nowhere; what stands in a scope that an
// instance opens is declared there.
func (n *Names) Declared(scope *Place) []*Place {
	return n.declared[scope]
}

// Lookup returns what a process at from finds under a name: the place in the
// innermost scope that declares it, going outward. It is nil if no scope on the
// way does, and the first of several that clash.
func (n *Names) Lookup(from *Place, name string) *Place {
	for scope := from.Scope; ; scope = scope.Scope {
		if p := n.lookupIn(scope, from, name); p != nil || scope == nil {
			return p
		}
	}
}

// lookupIn looks into one scope around from: at what the instances around from
// registered there, the innermost first, and then at what it declares.
func (n *Names) lookupIn(scope, from *Place, name string) *Place {
	for instance := from.instance; ; instance = instance.Parent.instance {
		if p := n.found[registration{scope, instance, name}]; p != nil || instance == instanceOf(scope) {
			return p
		}
	}
}

// instanceOf returns the instance that scope is or stands in, nil for none.
func instanceOf(scope *Place) *Place {
	if scope == nil {
		return nil
	}
	return scope.instance
}
