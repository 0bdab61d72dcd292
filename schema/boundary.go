package schema

import (
	"slices"
	"strings"
)

// entry is a child where a boundary may mean it.
type placedChild struct {
	child *Child
	path  string // ids from the root
	inner bool   // below a scope or a dynamic child, and not seen from the root
}

// resolveBoundaries finds the children that boundaries name.
func (r *resolver) resolveBoundaries() {
	if r.app.Root == nil || len(r.doc.Boundaries) == 0 {
		return
	}
	placed := byAnswer(r.placed())
	for _, e := range r.doc.Boundaries {
		b := &Boundary{Crash: r.placedChild(placed, e.Crash), Range: e.Range}
		for _, name := range e.Survives {
			if c := r.placedChild(placed, name); c != nil {
				b.Survives = append(b.Survives, c)
			}
		}
		r.app.Boundaries = append(r.app.Boundaries, b)
	}
}

// placed lists the children of the tree, each once, in start order.
func (r *resolver) placed() []placedChild {
	var list []placedChild
	seen := map[*Supervisor]bool{}
	var visit func(s *Supervisor, path string, inner bool)
	visit = func(s *Supervisor, path string, inner bool) {
		seen[s] = true
		for _, c := range s.Children {
			p := placedChild{c, path + "/" + c.ID, inner}
			list = append(list, p)
			if c.Supervisor != nil && !seen[c.Supervisor] {
				visit(c.Supervisor, p.path, inner || c.Supervisor.Scope || c.Kind == DynamicChild)
			}
		}
	}
	visit(r.app.Root, r.app.Root.Name, false)
	return list
}

// placedChild finds a child by its name or id, what the root sees first, or by
// its path.
func (r *resolver) placedChild(placed map[string][]placedChild, name String) *Child {
	if name.Value == "" {
		return nil
	}
	var near, far []placedChild
	for _, p := range placed[wanted(name.Value)] {
		if p.inner {
			far = append(far, p)
		} else {
			near = append(near, p)
		}
	}
	if len(near) == 0 {
		near = far
	}
	switch {
	case len(near) == 1:
		return near[0].child
	case len(near) > 1:
		var paths []string
		for _, p := range near {
			paths = append(paths, p.path)
		}
		r.error(codeAmbiguous, name.Range, "%s is found in several places: %s", quote(name.Value), enumerate(paths)).
			relate(near[0].child.Range, "one is here").relate(near[1].child.Range, "another is here").
			help("write the path, such as %s", paths[0])
	case !r.full() && !r.lost():
		known := func(yield func(string) bool) {
			for called := range placed {
				if !strings.Contains(called, "/") && !yield(called) {
					return
				}
			}
		}
		r.unknownName("child", name, known, "write the name, id or path of a child of the tree")
	}
	return nil
}

// wanted is the name under which byAnswer finds what a boundary says: a path
// may name the * of instances, where the path of a place has nothing.
func wanted(name string) string {
	if !strings.Contains(name, "/") {
		return name
	}
	steps := slices.DeleteFunc(strings.Split(name, "/"), func(step string) bool { return step == "*" })
	return strings.Join(steps, "/")
}

// byAnswer lists the children under everything that a boundary may call them:
// name, id, path, and path without the root.
func byAnswer(list []placedChild) map[string][]placedChild {
	found := map[string][]placedChild{}
	for _, p := range list {
		_, fromRoot, _ := strings.Cut(p.path, "/")
		answers := []string{p.child.Name, p.child.ID, p.path, fromRoot}
		slices.Sort(answers)
		for _, a := range slices.Compact(answers) {
			if a != "" {
				found[a] = append(found[a], p)
			}
		}
	}
	return found
}
