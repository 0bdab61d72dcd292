package plan

import (
	"slices"

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
	Kept           []string
}

// InstanceStart is how one instance of a dynamic supervisor comes to be.
type InstanceStart struct {
	Dynamic  string // path of the dynamic supervisor, Root/Tenants
	Instance string // path of the instance, Root/Tenants/*
	Client   *Client
}

// Faults plays every crash and every boundary of the tree.
func (p *Package) Faults() *Faults {
	root := analysis.Tree(p.App)
	f := &Faults{Starts: p.instanceStarts(root)}
	f.Processes = testedPaths(root.All())
	for _, sup := range root.All() {
		if !tested(sup) {
			continue
		}
		if crashes := crashesBelow(root, sup); len(crashes) > 0 {
			f.Tables = append(f.Tables, FaultTable{Supervisor: sup.Path, Crashes: crashes})
		}
	}
	for _, b := range p.App.Boundaries {
		f.Boundaries = append(f.Boundaries, boundaryFaults(root, b)...)
	}
	return f
}

// crashesBelow plays the crash of each child of sup; of a pool's members one
// stands for all.
func crashesBelow(root, sup *analysis.Place) []Fault {
	children := sup.Children
	if sup.Kind == analysis.Pool {
		children = children[:1]
	}
	var crashes []Fault
	for _, victim := range children {
		o := analysis.Crash(root, victim)
		crashes = append(crashes, Fault{
			Path:     victim.Path,
			Replaced: testedPaths(o.Replaced), Gone: testedPaths(o.Gone), Kept: testedPaths(o.Kept),
		})
	}
	return crashes
}

// boundaryFaults says what a boundary promises, once per place of the entry
// that crashes: more than one if its supervisor is placed twice.
func boundaryFaults(root *analysis.Place, b *schema.Boundary) []Fault {
	var survivors []*analysis.Place
	for _, c := range b.Survives {
		survivors = append(survivors, placesOf(root, c)...)
	}
	var faults []Fault
	for _, victim := range placesOf(root, b.Crash) {
		faults = append(faults, Fault{Path: victim.Path, Kept: testedPaths(survivors)})
	}
	return faults
}

// placesOf returns where an entry of a children list stands; members and
// instances share its entry, but are not meant by it.
func placesOf(root *analysis.Place, c *schema.Child) []*analysis.Place {
	return slices.DeleteFunc(root.All(), func(p *analysis.Place) bool {
		return p.Child != c || p.Parent.Child == c
	})
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

// instanceStarts lists the dynamic supervisors of the tree with the clients
// that start instances of them.
func (p *Package) instanceStarts(root *analysis.Place) []*InstanceStart {
	var starts []*InstanceStart
	for _, place := range root.All() {
		if place.Kind == analysis.Dynamic {
			starts = append(starts, p.instanceStart(place))
		}
	}
	return starts
}

func (p *Package) instanceStart(dynamic *analysis.Place) *InstanceStart {
	return &InstanceStart{
		Dynamic: dynamic.Path, Instance: dynamic.Children[0].Path,
		Client: p.clientAt(dynamic),
	}
}

// clientAt is the client of the entry that put a place into the tree; nil if it
// has none.
func (p *Package) clientAt(place *analysis.Place) *Client {
	entry := place.Child
	for _, sup := range p.Supervisors {
		if sup.Schema == entry.Parent.Name {
			return sup.Children[slices.Index(entry.Parent.Children, entry)].Client
		}
	}
	panic("otpgen: internal: no plan for supervisor " + entry.Parent.Name)
}
