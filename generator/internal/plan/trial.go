package plan

import (
	"slices"

	"github.com/otpgen/otpgen/schema"
	"github.com/otpgen/otpgen/schema/analysis"
)

// Trial is what the first test of a service does: it finds one of its
// processes in the tree, sends it a message and crashes it.
type Trial struct {
	Service *Service
	Path    string           // of the process, with * for the ids of instances
	Starts  []*InstanceStart // the instances that it stands in, outermost first
	// Accessor finds the process: in the tree or, if it stands in instances,
	// in the last of them. It is nil when only the path leads there.
	Accessor *Accessor

	// Call, or else Cast, is the message; both are nil for a service that has
	// none.
	Call *Call
	Cast *Cast

	Returns bool // after a crash there is a new incarnation
}

// Trial plans the first test of a service.
func (p *Package) Trial(s *Service) *Trial {
	root := analysis.Tree(p.App)
	place := trialPlace(root, s)
	t := &Trial{
		Service: s, Path: place.Path,
		Call: trialCall(s), Cast: trialCast(s),
		Returns: slices.Contains(analysis.Crash(root, place).Replaced, place),
	}
	for _, start := range p.instanceStarts(root) {
		if place.Within(placeAt(root, start.Instance)) {
			t.Starts = append(t.Starts, start)
		}
	}
	t.Accessor = p.accessorTo(place, t.Starts)
	return t
}

// trialPlace chooses a process that a test reaches easily: one that runs as
// soon as the tree is up and has a name, if there is one.
func trialPlace(root *analysis.Place, s *Service) *analysis.Place {
	var best *analysis.Place
	cost := func(p *analysis.Place) int {
		c := 0
		if p.Template {
			c += 2
		}
		if p.Naming.Kind != schema.Local {
			c++
		}
		return c
	}
	for _, p := range root.All() {
		if p.Service != nil && p.Service.Name == s.Schema && (best == nil || cost(p) < cost(best)) {
			best = p
		}
	}
	if best == nil {
		panic("otpgen: internal: service " + s.Schema + " is placed nowhere")
	}
	return best
}

// placeAt returns the place with a path that is known to be in the tree.
func placeAt(root *analysis.Place, path string) *analysis.Place {
	all := root.All()
	return all[slices.IndexFunc(all, func(p *analysis.Place) bool { return p.Path == path })]
}

// accessorTo is the accessor by which a test finds a place, nil for none.
func (p *Package) accessorTo(place *analysis.Place, starts []*InstanceStart) *Accessor {
	if place.Naming.Kind != schema.Local {
		return nil
	}
	var accessors []*Accessor
	switch {
	case len(starts) == 0 && (place.Scope == nil || place.Scope.Parent == nil):
		accessors = p.Tree.Accessors
	case place.Scope != nil && len(starts) > 0 && place.Scope.Path == starts[len(starts)-1].Instance:
		accessors = starts[len(starts)-1].Client.Supervisor.Accessors
	}
	for _, a := range accessors {
		if a.Lookup == place.Naming.Name {
			return a
		}
	}
	return nil
}

// trialCall chooses the call that needs the least: one that is answered at
// once, watches nobody, and has few arguments.
func trialCall(s *Service) *Call {
	cost := func(c *Call) int {
		n := len(c.Args)
		if c.Later {
			n += 100
		}
		if c.CallerDown != "" || len(c.Monitors) > 0 {
			n += 50
		}
		if c.Reply == nil {
			n++
		}
		return n
	}
	var best *Call
	for _, c := range s.Calls {
		if best == nil || cost(c) < cost(best) {
			best = c
		}
	}
	return best
}

func trialCast(s *Service) *Cast {
	var best *Cast
	for _, c := range s.Casts {
		if best == nil || len(c.Args) < len(best.Args) {
			best = c
		}
	}
	return best
}
