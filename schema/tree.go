package schema

import (
	"slices"
	"strings"
)

// The bounds of a tree. Supervisors that are placed many times multiply, so a
// short schema can describe a tree that no memory holds.
const (
	maxPlaces = 20_000
	maxLevels = 64
	maxLinks  = 200_000 // uses of all processes, one for each place
)

// resolveTree finds the root and checks that the tree below it is one.
func (r *resolver) resolveTree() {
	if r.cyclic() {
		return
	}
	r.app.Root = r.root()
	r.checkReached()
	if r.app.Root != nil && !r.failed() {
		r.checkSize()
	}
}

// below lists the supervisors that a child brings with it.
func (c *Child) below() []*Supervisor {
	if c.Supervisor == nil {
		return nil
	}
	return []*Supervisor{c.Supervisor}
}

// cyclic reports supervisors that contain themselves.
func (r *resolver) cyclic() bool {
	const (
		entered = 1
		left    = 2
	)
	state := map[*Supervisor]int{}
	found := false
	var path []*Child // from one supervisor to the next
	var visit func(s *Supervisor)
	visit = func(s *Supervisor) {
		state[s] = entered
		for _, c := range s.Children {
			if c.Supervisor == nil {
				continue
			}
			path = append(path, c)
			switch state[c.Supervisor] {
			case entered:
				found = true
				start := slices.IndexFunc(path, func(p *Child) bool { return p.Parent == c.Supervisor })
				r.selfSupervised(path[start:])
			case left:
			default:
				visit(c.Supervisor)
			}
			path = path[:len(path)-1]
		}
		state[s] = left
	}
	for _, s := range r.app.Supervisors {
		if state[s] == 0 {
			visit(s)
		}
	}
	return found
}

func (r *resolver) selfSupervised(path []*Child) {
	if r.full() {
		return
	}
	names := []string{path[0].Parent.Name}
	for _, c := range path {
		names = append(names, c.Supervisor.Name)
	}
	last := path[len(path)-1]
	d := r.error(codeSelfSupervised, last.Range, "supervisor %s contains itself: %s", names[0], strings.Join(names, " -> "))
	for _, c := range path[:len(path)-1] {
		d.relate(c.Range, "%s contains %s", c.Parent.Name, c.Supervisor.Name)
	}
	d.help("take one of these children out")
}

// root is the supervisor that the tree begins with: the one that application:
// names, or the only one that is placed nowhere.
func (r *resolver) root() *Supervisor {
	if name := r.doc.Application.Root; name.Given() {
		s := r.supervisors[name.Value]
		if s == nil {
			r.unknownChild("supervisor", name)
		}
		return s
	}
	if r.doc.Incomplete || r.doc.Application.Incomplete || r.lost() {
		return nil
	}
	placed := map[*Supervisor]bool{}
	var free []*Supervisor
	for _, s := range r.app.Supervisors {
		for _, c := range s.Children {
			placed[c.Supervisor] = true
		}
	}
	for _, s := range r.app.Supervisors {
		if !placed[s] {
			free = append(free, s)
		}
	}
	switch {
	case len(free) == 1:
		return free[0]
	case len(r.app.Supervisors) == 0:
		r.error(codeRoot, Range{Start: r.doc.Range.Start, End: r.doc.Range.Start}, "there is no supervisor").
			help("declare one in supervisors: with the services as its children")
	default:
		var names []string
		for _, s := range free {
			names = append(names, s.Name)
		}
		d := r.error(codeRoot, free[0].Range, "%s could each be the root", enumerate(names))
		for _, s := range free[1:] {
			d.relate(s.Range, "%s is placed nowhere either", s.Name)
		}
		d.help("write application: {root: %s}, and place the others below it", names[0])
	}
	return nil
}

// lost says whether some place of the tree is unknown, because of a mistake
// that was reported: then nothing is certain to be outside of it.
func (r *resolver) lost() bool {
	if r.doc.Incomplete {
		return true
	}
	for _, s := range r.app.Supervisors {
		if r.supervisorEntries[s].Incomplete {
			return true
		}
		for _, c := range s.Children {
			if c.Kind != TasksChild && c.Service == nil && c.Supervisor == nil {
				return true
			}
		}
	}
	return false
}

// checkReached reports services and supervisors that the tree does not hold.
func (r *resolver) checkReached() {
	if r.app.Root == nil || r.lost() {
		return
	}
	reached := map[*Supervisor]bool{}
	placedBy := map[any][]*Supervisor{}
	for _, s := range r.app.Supervisors {
		for _, c := range s.Children {
			placedBy[c.Service] = append(placedBy[c.Service], s)
			placedBy[c.Supervisor] = append(placedBy[c.Supervisor], s)
		}
	}
	for queue := []*Supervisor{r.app.Root}; len(queue) > 0; queue = queue[1:] {
		s := queue[0]
		if reached[s] {
			continue
		}
		reached[s] = true
		for _, c := range s.Children {
			queue = append(queue, c.below()...)
		}
	}
	for _, s := range r.app.Supervisors {
		if !reached[s] && len(placedBy[s]) == 0 {
			r.error(codeUnreachable, s.Range, "supervisor %s is placed nowhere", s.Name).label("nothing starts it").
				help("add %s to the children of a supervisor below %s, or delete it", s.Name, r.app.Root.Name)
		}
	}
	for _, s := range r.app.Services {
		if len(placedBy[s]) == 0 {
			r.error(codeUnreachable, s.Range, "service %s is placed nowhere", s.Name).label("nothing starts it").
				help("add %s to the children of a supervisor, or delete it", s.Name)
		}
	}
}

// extent is how far a tree goes down and out.
type extent struct{ places, levels, links int }

// checkSize reports a tree that is too large to be a plan.
func (r *resolver) checkSize() {
	known := map[*Supervisor]extent{}
	var measure func(s *Supervisor) extent
	measure = func(s *Supervisor) extent {
		if e, ok := known[s]; ok {
			return e
		}
		e := extent{places: 1, levels: 1}
		for _, c := range s.Children {
			inner := extent{places: 1 + c.Size, levels: 1}
			if c.Service != nil {
				inner.links = len(c.Service.Uses)
			}
			if c.Supervisor != nil {
				inner = measure(c.Supervisor)
			}
			e.places = min(e.places+inner.places, maxPlaces+1)
			e.links = min(e.links+inner.links, maxLinks+1)
			e.levels = max(e.levels, inner.levels+1)
		}
		known[s] = e
		return e
	}
	e := measure(r.app.Root)
	if e.places > maxPlaces {
		r.error(codeTreeSize, r.app.Root.Range, "the tree has more than %d places", maxPlaces).
			help("start what is alike on demand, in a dynamic child or a smaller pool")
	}
	if e.links > maxLinks {
		r.error(codeTreeSize, r.app.Root.Range, "the processes of the tree have more than %d uses", maxLinks).
			help("place fewer of the services that use many others, or start them on demand")
	}
	if e.levels > maxLevels {
		r.error(codeTreeSize, r.app.Root.Range, "the tree has %d levels, more than %d", e.levels, maxLevels).
			help("place some supervisors further up")
	}
}
