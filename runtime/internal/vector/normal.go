package vector

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Normal puts what was observed in one step into the form in which it can be compared. OTP itself fixes the order of
// all events, except that children of one dynamic supervisor end in parallel, and that a step may be unordered.
func (f *File) Normal(step int, e Expect) Expect {
	e.Events = slices.Clone(e.Events)
	if f.Steps[step].Unordered {
		sortByProcess(e.Events)
	} else {
		f.places().sortRuns(e.Events, 0)
	}
	e.Orphans = slices.Clone(e.Orphans)
	sortByProcess(e.Orphans)
	return e
}

// sortRuns sorts each run of events below one dynamic supervisor by the child of that supervisor, and then in the same
// way what happened below each child, keeping the order within each child. The paths of the events are looked at from
// the byte from on, where those of the processes below p begin.
func (p *places) sortRuns(events []string, from int) {
	for i := 0; i < len(events); {
		sup, _ := p.below(events[i], from)
		end := i + 1
		for end < len(events) {
			if next, _ := p.below(events[end], from); next != sup {
				break
			}
			end++
		}
		if sup != "" {
			p.sortRun(events[i:end], from)
		}
		i = end
	}
}

func (p *places) sortRun(run []string, from int) {
	child := func(event string) string { _, c := p.below(event, from); return c }
	slices.SortStableFunc(run, func(a, b string) int { return cmp.Compare(child(a), child(b)) })
	for i := 0; i < len(run); {
		c := child(run[i])
		end := i + 1
		for end < len(run) && child(run[end]) == c {
			end++
		}
		if place := p.at(c[min(from, len(c)):]); place != nil {
			place.sortRuns(run[i:end], len(c)+1)
		}
		i = end
	}
}

// places are the supervisors that a scenario can have, as a tree.
type places struct {
	dynamic bool
	kids    map[string]*places
	all     *places // of simple_one_for_one: whatever its children are called
}

// places collects the supervisors of the tree and those that the steps add to it.
func (f *File) places() *places {
	top := new(places)
	top.kid(f.Tree.ID).add(f.Tree)
	for _, s := range f.Steps {
		s = s.Inner()
		if s.Op != "start_child" || s.Spec == nil {
			continue
		}
		if sup := top.at(s.Sup); sup != nil {
			sup.kid(cmp.Or(s.Tag, s.Spec.ID)).add(*s.Spec)
		}
	}
	return top
}

func (p *places) kid(id string) *places {
	if p.kids == nil {
		p.kids = map[string]*places{}
	}
	if p.kids[id] == nil {
		p.kids[id] = new(places)
	}
	return p.kids[id]
}

func (p *places) add(s Spec) {
	p.dynamic = p.dynamic || s.IsDynamic()
	for _, c := range s.Children {
		p.kid(c.ID).add(c)
	}
	if s.Template != nil {
		p.all = new(places)
		p.all.add(*s.Template)
	}
}

// at finds a supervisor by its path from p; nil: there is none.
func (p *places) at(path string) *places {
	for path != "" && p != nil {
		var id string
		id, path, _ = strings.Cut(path, "/")
		p = p.next(id)
	}
	return p
}

func (p *places) next(id string) *places {
	if k := p.kids[id]; k != nil {
		return k
	}
	return p.all
}

// below returns the path of the outermost dynamic supervisor below p that an event's process lives below, and the path
// of that supervisor's child on the way to it.
func (p *places) below(event string, from int) (sup, child string) {
	path, _ := process(event)
	for from < len(path) && p != nil {
		end := len(path)
		if i := strings.IndexByte(path[from:], '/'); i >= 0 {
			end = from + i
		}
		if p.dynamic {
			return path[:max(from-1, 0)], path[:end]
		}
		p = p.next(path[from:end])
		from = end + 1
	}
	return "", ""
}

// IsDynamic reports whether the children of the supervisor s are all started by request.
func (s Spec) IsDynamic() bool { return s.Strategy == "dynamic" || s.Strategy == "simple_one_for_one" }

// Join returns the path of a child.
func Join(parent, id string) string {
	if parent == "" {
		return id
	}
	return parent + "/" + id
}

// process returns the path and number of the process that an event such as "exit root/a#2 boom" is about.
func process(event string) (path string, n int) {
	_, rest, _ := strings.Cut(event, " ")
	who, _, _ := strings.Cut(rest, " ")
	path, number, _ := strings.Cut(who, "#")
	n, _ = strconv.Atoi(number)
	return path, n
}

func sortByProcess(events []string) {
	slices.SortStableFunc(events, func(a, b string) int {
		p, n := process(a)
		q, k := process(b)
		return cmp.Or(cmp.Compare(p, q), cmp.Compare(n, k))
	})
}
