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
		f.sortRuns(e.Events)
	}
	e.Orphans = slices.Clone(e.Orphans)
	sortByProcess(e.Orphans)
	return e
}

// sortRuns sorts each run of events below one dynamic supervisor by the child of that supervisor, keeping the order
// within each child.
func (f *File) sortRuns(events []string) {
	dynamic := f.Dynamic()
	for i := 0; i < len(events); {
		sup, _ := below(dynamic, events[i])
		end := i + 1
		for end < len(events) {
			if next, _ := below(dynamic, events[end]); next != sup {
				break
			}
			end++
		}
		if sup != "" {
			slices.SortStableFunc(events[i:end], func(a, b string) int {
				_, x := below(dynamic, a)
				_, y := below(dynamic, b)
				return cmp.Compare(x, y)
			})
		}
		i = end
	}
}

// Dynamic returns the paths of the outermost dynamic supervisors of the static tree.
func (f *File) Dynamic() []string { return dynamicBelow("", f.Tree) }

func dynamicBelow(parent string, s Spec) []string {
	path := Join(parent, s.ID)
	if s.IsDynamic() {
		return []string{path}
	}
	var all []string
	for _, c := range s.Children {
		all = append(all, dynamicBelow(path, c)...)
	}
	return all
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

// below returns the dynamic supervisor that an event's process lives below, and that supervisor's child in its path.
func below(dynamic []string, event string) (sup, child string) {
	path, _ := process(event)
	for _, d := range dynamic {
		if rest, ok := strings.CutPrefix(path, d+"/"); ok {
			child, _, _ = strings.Cut(rest, "/")
			return d, child
		}
	}
	return "", ""
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
