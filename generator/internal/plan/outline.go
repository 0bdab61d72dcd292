package plan

import (
	"time"

	"github.com/otpgen/otpgen/schema"
	"github.com/otpgen/otpgen/schema/analysis"
)

// Outline is the tree as a document shows it.
type Outline struct {
	Places []*Place // parents first, in start order; all members of a pool are one
	Scopes []*Scope // that declare names, the outermost first
	Rows   []*Row   // of the restart table: one crash each
}

// Place is one position of the tree.
type Place struct {
	Path   string // Root/Services/EventStore
	ID     string
	Parent *Place // nil at the root
	Kind   PlaceKind
	Member bool // stands for all members of a pool

	Children []*Place // in start order

	Service    *schema.Service    // of a worker
	Supervisor *schema.Supervisor // of a supervisor
	Child      *schema.Child      // the entry of the children list; nil at the root
	Naming     schema.Naming
	Restart    schema.RestartType
	Shutdown   time.Duration

	Strategy                schema.Strategy // of a supervisor of any kind
	MaxRestarts, MaxSeconds int
}

// PlaceKind is what stands at a place.
type PlaceKind int

// The kinds of places; the zero value is invalid.
const (
	_ PlaceKind = iota
	WorkerPlace
	SupervisorPlace
	PoolPlace
	DynamicPlace
	TasksPlace
)

// IsSupervisor reports whether processes stand below the place.
func (p *Place) IsSupervisor() bool { return p.Kind != WorkerPlace }

// IsInstance reports whether the place is one instance of a dynamic
// supervisor.
func (p *Place) IsInstance() bool { return p.Parent != nil && p.Parent.Kind == DynamicPlace }

// Template reports whether the place exists only in instances of a dynamic
// supervisor.
func (p *Place) Template() bool {
	return p.IsInstance() || p.Parent != nil && p.Parent.Template()
}

// Scope is one table of names.
type Scope struct {
	Opener *Place // nil for the system's
	Names  []*ScopeName
}

// ScopeName is a name that a scope declares, or a family of them that differ
// in a key.
type ScopeName struct {
	Name  string
	Key   *schema.Field // nil for a plain name
	Place *Place
}

// Row is what one crash does. A place that is in neither Replaced nor Gone does
// not notice.
type Row struct {
	Victim   *Place
	Replaced []*Place
	Gone     []*Place
	GaveUp   []*Place // supervisors without a restart left, the nearest first
	Settled  *Place   // the supervisor that dealt with it; nil when the whole tree ends
}

// Outline draws up the tree.
func (p *Package) Outline() *Outline {
	o := &outliner{places: map[*analysis.Place]*Place{}}
	var out Outline
	for _, a := range p.standing.places {
		if place := o.add(a); place != nil {
			out.Places = append(out.Places, place)
		}
	}
	out.Scopes = o.scopes(p.standing)
	for _, r := range analysis.Matrix(p.standing.root) {
		out.Rows = append(out.Rows, o.row(r))
	}
	return &out
}

// outliner leads from the places of the analysis to those of the document.
type outliner struct {
	places map[*analysis.Place]*Place
}

// add makes the place that a stands for; nil for the members of a pool but the
// first.
func (o *outliner) add(a *analysis.Place) *Place {
	member := a.Parent != nil && a.Parent.Kind == analysis.Pool
	if member && a != a.Parent.Children[0] {
		return nil
	}
	p := &Place{
		Path: a.Path, ID: a.ID, Parent: o.places[a.Parent], Kind: placeKind(a.Kind), Member: member,
		Service: a.Service, Supervisor: a.Supervisor, Child: a.Child, Naming: a.Naming,
		Restart: a.Restart, Shutdown: a.Shutdown,
	}
	if p.IsSupervisor() {
		p.Strategy, p.MaxRestarts = a.Strategy(), a.MaxRestarts()
		p.MaxSeconds = maxSeconds(a)
	}
	o.places[a] = p
	if p.Parent != nil {
		p.Parent.Children = append(p.Parent.Children, p)
	}
	return p
}

func maxSeconds(a *analysis.Place) int {
	if a.Kind == analysis.Supervisor {
		return a.Supervisor.MaxSeconds
	}
	return a.Child.MaxSeconds
}

func placeKind(k analysis.Kind) PlaceKind {
	switch k {
	case analysis.Worker:
		return WorkerPlace
	case analysis.Supervisor:
		return SupervisorPlace
	case analysis.Pool:
		return PoolPlace
	case analysis.Dynamic:
		return DynamicPlace
	case analysis.Tasks:
		return TasksPlace
	}
	panic("otpgen: internal: invalid kind of place")
}

// scopes lists the names of each scope: those that it declares, then those of
// instances with a key.
func (o *outliner) scopes(in *standing) []*Scope {
	names := analysis.NamesOf(in.root)
	openers := []*analysis.Place{nil}
	keyed := map[*analysis.Place][]*ScopeName{}
	for _, a := range in.places {
		if a.OpensScope() {
			openers = append(openers, a)
		}
		if a.Naming.Kind == schema.Keyed {
			keyed[a.Scope] = append(keyed[a.Scope], &ScopeName{Name: a.Naming.Name, Key: a.Naming.Key, Place: o.places[a]})
		}
	}
	var scopes []*Scope
	for _, opener := range openers {
		s := &Scope{Opener: o.places[opener]}
		for _, a := range names.Declared(opener) {
			s.Names = append(s.Names, &ScopeName{Name: a.Naming.Name, Place: o.places[a]})
		}
		if s.Names = append(s.Names, keyed[opener]...); len(s.Names) > 0 {
			scopes = append(scopes, s)
		}
	}
	return scopes
}

func (o *outliner) row(r analysis.Row) *Row {
	return &Row{
		Victim:   o.places[r.Victim],
		Replaced: o.all(r.Outcome.Replaced), Gone: o.all(r.Outcome.Gone),
		GaveUp: o.all(r.Outcome.GaveUp), Settled: o.places[r.Outcome.Settled],
	}
}

func (o *outliner) all(as []*analysis.Place) []*Place {
	var places []*Place
	for _, a := range as {
		if p := o.places[a]; p != nil {
			places = append(places, p)
		}
	}
	return places
}
