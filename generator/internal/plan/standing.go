package plan

import (
	"slices"

	"github.com/otpgen/otpgen/schema"
	"github.com/otpgen/otpgen/schema/analysis"
)

// standing is what stands where in the tree, drawn up once for all that is
// asked of it: documents and tests speak of every service and every child.
type standing struct {
	root    *analysis.Place
	places  []*analysis.Place                   // root and all below it, in start order
	entries map[*schema.Child][]*analysis.Place // of an entry of a children list: more than one if its supervisor has several
	trials  map[string]*analysis.Place          // the process with which a test tries a service, by the service's name in the schema

	starts    []*InstanceStart // of all dynamic supervisors, outermost first
	instances map[*analysis.Place]*InstanceStart
}

func (b *builder) standing() *standing {
	root := analysis.Tree(b.app)
	s := &standing{
		root: root, places: root.All(),
		entries: map[*schema.Child][]*analysis.Place{}, trials: map[string]*analysis.Place{}, instances: map[*analysis.Place]*InstanceStart{},
	}
	for _, p := range s.places {
		if p.Child != nil && p.Child != p.Parent.Child { // members and instances share their supervisor's entry
			s.entries[p.Child] = append(s.entries[p.Child], p)
		}
		if p.Kind == analysis.Dynamic {
			instance := p.Children[0]
			start := &InstanceStart{Dynamic: p.Path, Instance: instance.Path, Client: b.clients[p.Child]}
			s.starts, s.instances[instance] = append(s.starts, start), start
		}
		if p.Service != nil {
			if best := s.trials[p.Service.Name]; best == nil || trialCost(p) < trialCost(best) {
				s.trials[p.Service.Name] = p
			}
		}
	}
	return s
}

// startsAbove are the instances that a place stands in, outermost first.
func (s *standing) startsAbove(p *analysis.Place) []*InstanceStart {
	var starts []*InstanceStart
	for ; p != nil; p = p.Parent {
		if start := s.instances[p]; start != nil {
			starts = append(starts, start)
		}
	}
	slices.Reverse(starts)
	return starts
}
