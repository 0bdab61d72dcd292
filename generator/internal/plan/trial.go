package plan

import (
	"cmp"
	"slices"
	"time"

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

	// Call or Cast is the message; both are nil for a service that has none.
	Call *Call
	Cast *Cast

	Returns bool // after a crash there is a new incarnation
}

// Trial plans the first test of a service.
func (p *Package) Trial(s *Service) *Trial {
	place := p.standing.trials[s.Schema]
	if place == nil {
		panic("otpgen: internal: service " + s.Schema + " is placed nowhere")
	}
	t := &Trial{Service: s, Path: place.Path, Starts: p.standing.startsAbove(place), Returns: analysis.Returns(place)}
	t.Call, t.Cast = trialMessage(s)
	t.Accessor = p.accessorTo(place, t.Starts)
	return t
}

// trialCost says how hard a test reaches a process; easy is one that runs as
// soon as the tree is up and has a name.
func trialCost(p *analysis.Place) int {
	cost := 0
	if p.Template {
		cost += 2
	}
	if p.Naming.Kind != schema.Local {
		cost++
	}
	return cost
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

// trialMessage chooses the message that needs the least: a call that no
// handler refuses or answers later, without arguments if there is one, else a
// cast, else any call.
func trialMessage(s *Service) (*Call, *Cast) {
	call := cheapest(slices.DeleteFunc(slices.Clone(s.Calls), hasty), callCost)
	cast := cheapest(s.Casts, castCost)
	if call != nil && (cast == nil || callCost(call) < watching) {
		return call, nil
	}
	return nil, cast
}

// hasty reports a call whose caller waits for so short a time that a busy
// machine, such as one that runs many tests, does not always answer in it.
func hasty(c *Call) bool { return c.Timeout > 0 && c.Timeout < time.Second/2 }

// What a message costs besides its arguments; what costs more outweighs what
// costs less.
const (
	watching  = 1_000   // its argument is a reference, and a test has none to give
	refusable = 10_000  // its answer may be an error
	later     = 100_000 // its answer may never come
)

func callCost(c *Call) int {
	n := 2 * len(c.Args)
	if c.Reply == nil {
		n++
	}
	if len(c.Monitors) > 0 {
		n += watching
	}
	if len(c.Errors) > 0 {
		n += refusable
	}
	if c.Later {
		n += later
	}
	return n
}

func castCost(c *Cast) int {
	n := len(c.Args)
	if len(c.Monitors) > 0 {
		n += watching
	}
	return n
}

// cheapest is the first of the messages that cost the least; nil if there is
// none.
func cheapest[M any](messages []*M, cost func(*M) int) *M {
	if len(messages) == 0 {
		return nil
	}
	return slices.MinFunc(messages, func(x, y *M) int { return cmp.Compare(cost(x), cost(y)) })
}
