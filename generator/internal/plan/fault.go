package plan

import (
	"github.com/otpgen/otpgen/schema"
	"github.com/otpgen/otpgen/schema/analysis"
)

// Faults is what the crash of every process does to all others, for the
// generated tests. It speaks of a tree in which one instance of each dynamic
// supervisor runs, with [analysis.InstanceID] for its id, and of the first two
// members of each pool: more of them behave alike.
type Faults struct {
	Processes  []string         // the paths of all of them, in start order
	Tables     []FaultTable     // one per supervisor that has children, in start order
	Boundaries []Fault          // what the schema promises, in its order
	Starts     []*InstanceStart // what has to be started for it, outermost first
}

// FaultTable holds the crashes below one supervisor.
type FaultTable struct {
	Supervisor string // its path
	Crashes    []Fault
}

// Fault is one crash and what comes of it, in paths in start order.
type Fault struct {
	Path           string
	Replaced, Gone []string
	Kept           []string // of a boundary: what it promises. A crash keeps all that the others do not name
}

// InstanceStart is how one instance of a dynamic supervisor comes to be.
type InstanceStart struct {
	Dynamic  string // path of the dynamic supervisor, Root/Tenants
	Instance string // path of the instance, Root/Tenants/*
	Client   *Client
}

// Starts are the dynamic supervisors of the tree with the clients that start
// instances of them, outermost first.
func (p *Package) Starts() []*InstanceStart { return p.standing.starts }

// Faults plays every crash and every boundary of the tree.
func (p *Package) Faults() *Faults {
	f := &Faults{Starts: p.Starts(), Processes: testedPaths(p.standing.places)}
	for _, sup := range p.standing.places {
		if !tested(sup) {
			continue
		}
		if crashes := crashesBelow(sup); len(crashes) > 0 {
			f.Tables = append(f.Tables, FaultTable{Supervisor: sup.Path, Crashes: crashes})
		}
	}
	for _, b := range p.App.Boundaries {
		f.Boundaries = append(f.Boundaries, p.standing.boundaryFaults(b)...)
	}
	return f
}

// crashesBelow plays the crash of each child of sup; of a pool's members one
// stands for all.
func crashesBelow(sup *analysis.Place) []Fault {
	children := sup.Children
	if sup.Kind == analysis.Pool {
		children = children[:1]
	}
	var crashes []Fault
	for _, victim := range children {
		o := analysis.Crash(victim)
		crashes = append(crashes, Fault{Path: victim.Path, Replaced: testedPaths(o.Replaced), Gone: testedPaths(o.Gone)})
	}
	return crashes
}

// boundaryFaults says what a boundary promises, once per place of the entry
// that crashes: more than one if its supervisor is placed twice.
func (s *standing) boundaryFaults(b *schema.Boundary) []Fault {
	var survivors []*analysis.Place
	for _, c := range b.Survives {
		survivors = append(survivors, s.entries[c]...)
	}
	var faults []Fault
	for _, victim := range s.entries[b.Crash] {
		faults = append(faults, Fault{Path: victim.Path, Kept: testedPaths(survivors)})
	}
	return faults
}

// tested reports whether the tests speak of a place: of a pool they know the
// first two members.
func tested(p *analysis.Place) bool {
	if p.Parent == nil || p.Parent.Kind != analysis.Pool {
		return true
	}
	members := p.Parent.Children
	return p == members[0] || p == members[min(1, len(members)-1)]
}

func testedPaths(places []*analysis.Place) []string {
	var paths []string
	for _, p := range places {
		if tested(p) {
			paths = append(paths, p.Path)
		}
	}
	return paths
}
