package analysis

import "github.com/otpgen/otpgen/schema"

// Names says which names each scope of a tree declares.
type Names struct {
	root     *Place
	declared map[*Place][]*Place // by the place that opens the scope
}

// NamesOf collects the names of the tree below root, root's own among them.
func NamesOf(root *Place) *Names {
	n := &Names{root: root, declared: map[*Place][]*Place{}}
	for _, p := range root.All() {
		if p.Naming.Kind == schema.Local && p.instance == instanceOf(p.Scope) {
			n.declared[p.Scope] = append(n.declared[p.Scope], p)
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
		for _, p := range n.declared[scope] {
			if p.Naming.Name == name {
				return p
			}
		}
		if scope == nil {
			return nil
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
