package schema

import (
	"cmp"
	"maps"
	"slices"
)

func (r *resolver) resolveSupervisors() {
	named := slices.Clone(r.app.Supervisors)
	for _, s := range named { // arguments first: children refer to each other's
		s.Args = r.fields(r.supervisorEntries[s].Args)
		s.Naming = r.naming(r.supervisorEntries[s].Name, s.Name, s.Args)
	}
	for _, s := range named {
		entry := r.supervisorEntries[s]
		r.supervise(s, *entry, surroundings{"supervisor " + s.Name, s.Args, entry.Incomplete})
	}
	slices.SortStableFunc(r.app.Supervisors, func(a, b *Supervisor) int { return cmp.Compare(a.Name, b.Name) })
	r.checkPlacementNames()
}

// supervise fills in what named supervisors and those in place have in common.
func (r *resolver) supervise(s *Supervisor, entry SupervisorEntry, around surroundings) {
	s.Scope = entry.Scope.Value
	s.Strategy, s.MaxRestarts, s.MaxSeconds = OneForOne, defaultMaxRestarts, defaultMaxSeconds
	if entry.Strategy.Given() {
		r.strategy(s, entry.Strategy)
	}
	s.MaxRestarts = or(entry.MaxRestarts, s.MaxRestarts)
	s.MaxSeconds = or(entry.MaxSeconds, s.MaxSeconds)
	ids := map[string]*Child{}
	for _, e := range entry.Children {
		c := r.child(s, e, around)
		s.Children = append(s.Children, c)
		if before, twice := ids[c.ID]; twice && c.ID != "" {
			r.error(codeDuplicateID, c.Range, "two children of %s have the id %s", s.Name, quote(c.ID)).
				relate(before.Range, "the other one is here").help("give one of them an id: or a name: of its own")
		}
		ids[c.ID] = c
		if c.Service != nil {
			r.notePlacement(c)
		}
		if c.Name != "" && c.Kind != SupervisorChild && (c.Service == nil || c.Name != c.Service.Name) {
			r.placements[c.Name] = append(r.placements[c.Name], c)
		}
	}
}

func (r *resolver) strategy(s *Supervisor, name String) {
	words := strategies()
	for _, w := range words.words {
		if w.text == name.Value {
			s.Strategy = w.value
			return
		}
	}
	if declared := r.strategies[name.Value]; declared != nil {
		r.used[declared] = true
		s.Strategy, s.StrategyName = declared.strategy, name.Value
		s.MaxRestarts, s.MaxSeconds = declared.maxRestarts, declared.maxSeconds
		return
	}
	if !r.doc.Incomplete {
		d := r.error(codeUnknownWord, name.Range, "unknown strategy %s", quote(name.Value)).
			label("expected one of: %s, or a name of strategies:", enumerate(words.list()))
		r.suggest(d, name.Value, joined(maps.Keys(r.strategies), slices.Values(words.list())), "write one of the words expected here, or declare it in strategies:")
	}
}

// checkPlacementNames reports children that are called like something else
// that uses: may name. A child may be called like its own service.
func (r *resolver) checkPlacementNames() {
	for _, name := range slices.Sorted(maps.Keys(r.placements)) {
		other, taken := r.processNames[name]
		if !taken {
			continue
		}
		for _, c := range r.placements[name] {
			r.error(codeDuplicateName, c.Range, "%s is the name of %s already", quote(name), article(other.what)).
				relate(other.at, "the %s stands here", other.what).help("give this child another name:")
		}
	}
}
