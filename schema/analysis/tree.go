package analysis

import (
	"strconv"
	"time"

	"github.com/otpgen/otpgen/schema"
)

// Kind is what stands at a place.
type Kind int

// The kinds of places; the zero value is invalid.
const (
	_          Kind = iota
	Worker          // a process of a service; the members of a pool are workers
	Supervisor      // a static supervisor
	Pool            // the supervisor of a pool
	Dynamic         // a dynamic supervisor
	Tasks           // a task supervisor
)

// InstanceID stands for the id of an instance in the path of a template place,
// as in Root/Tenants/*/EventStore.
const InstanceID = "*"

// memberShutdown is how long a member of a pool may take to stop: OTP's
// default for a worker, since the schema gives members none of their own.
const memberShutdown = 5 * time.Second

// Place is one position in the supervision tree: where processes come and go
// while the position stays. A supervisor that is placed twice has two places,
// and so has each of its children.
type Place struct {
	Path string // ids from the root, FoundationSupervisor/Services/EventStore
	ID   string // the last element of Path
	Kind Kind

	Child      *schema.Child      // the entry that put it here, for members and instances that of their supervisor; nil at the root
	Service    *schema.Service    // Worker: of which service
	Supervisor *schema.Supervisor // Supervisor: which one
	Naming     schema.Naming      // how its process is found
	Restart    schema.RestartType
	Shutdown   time.Duration

	Parent   *Place
	Children []*Place // in start order; below Dynamic one template place
	Scope    *Place   // the nearest place above that opens a scope; nil is the System's scope
	Template bool     // below a dynamic supervisor: exists only in instances

	instance *Place // the nearest instance at or above, nil outside templates
	position int    // among its siblings
}

// Tree returns the root place of an application. A pool has Size children with
// the ids 0, 1, 2...; a dynamic supervisor has one child that stands for every
// instance, with the id [InstanceID].
func Tree(app *schema.Application) *Place {
	sup := app.Root
	root := &Place{
		Path: sup.Name, ID: sup.Name, Kind: Supervisor, Supervisor: sup, Naming: sup.Naming,
		Restart: schema.Permanent, Shutdown: schema.Infinity,
	}
	root.addChildren(sup)
	return root
}

// Walk visits the place and everything below it, parents first and siblings in
// start order. It does not descend where visit returns false.
func (p *Place) Walk(visit func(*Place) bool) {
	if !visit(p) {
		return
	}
	for _, c := range p.Children {
		c.Walk(visit)
	}
}

// All returns the place and everything below it in the order of Walk.
func (p *Place) All() []*Place {
	var all []*Place
	p.Walk(func(q *Place) bool {
		all = append(all, q)
		return true
	})
	return all
}

// Within reports whether the place is top or below it.
func (p *Place) Within(top *Place) bool {
	for ; p != nil; p = p.Parent {
		if p == top {
			return true
		}
	}
	return false
}

// OpensScope reports whether names below the place are its own.
func (p *Place) OpensScope() bool {
	return p.Supervisor != nil && p.Supervisor.Scope
}

// Strategy is how a supervisor restarts its children: pools, dynamic and task
// supervisors are one_for_one.
func (p *Place) Strategy() schema.Strategy {
	if p.Kind == Supervisor {
		return p.Supervisor.Strategy
	}
	return schema.OneForOne
}

// MaxRestarts is how many restarts a supervisor allows within its period.
func (p *Place) MaxRestarts() int {
	if p.Kind == Supervisor {
		return p.Supervisor.MaxRestarts
	}
	return p.Child.MaxRestarts
}

// addChildren puts the children of sup below p.
func (p *Place) addChildren(sup *schema.Supervisor) {
	for _, c := range sup.Children {
		q := p.add(&Place{ID: c.ID, Child: c, Naming: c.Naming, Restart: c.Restart, Shutdown: c.Shutdown})
		switch c.Kind {
		case schema.ServiceChild:
			q.Kind, q.Service = Worker, c.Service
		case schema.SupervisorChild:
			q.becomes(c.Supervisor)
		case schema.PoolChild:
			q.Kind = Pool
			q.addMembers()
		case schema.DynamicChild:
			q.Kind = Dynamic
			q.addInstance()
		case schema.TasksChild:
			q.Kind = Tasks
		default:
			panic("otpgen: internal: invalid child kind")
		}
	}
}

// add links q below p and gives it a path and a scope.
func (p *Place) add(q *Place) *Place {
	q.Parent, q.Path = p, p.Path+"/"+q.ID
	q.Scope, q.Template, q.instance = p.Scope, p.Template, p.instance
	if p.OpensScope() {
		q.Scope = p
	}
	q.position = len(p.Children)
	p.Children = append(p.Children, q)
	return q
}

// becomes makes p a place of sup.
func (p *Place) becomes(sup *schema.Supervisor) {
	for up := p.Parent; up != nil; up = up.Parent {
		if up.Supervisor == sup {
			panic("otpgen: internal: supervisor " + sup.Name + " is below itself")
		}
	}
	p.Kind, p.Supervisor = Supervisor, sup
	p.addChildren(sup)
}

func (p *Place) addMembers() {
	for i := range p.Child.Size {
		p.add(&Place{
			ID: strconv.Itoa(i), Kind: Worker, Child: p.Child, Service: p.Child.Service,
			Naming: schema.Naming{Kind: schema.None}, Restart: schema.Permanent, Shutdown: memberShutdown,
		})
	}
}

func (p *Place) addInstance() {
	c := p.Child
	q := p.add(&Place{ID: InstanceID, Child: c, Naming: c.Instance, Restart: c.InstanceRestart, Shutdown: c.InstanceShutdown})
	q.Template, q.instance = true, q
	if c.Supervisor != nil {
		q.becomes(c.Supervisor)
		return
	}
	q.Kind, q.Service = Worker, c.Service
}

// isMember reports whether p is a member of a pool.
func (p *Place) isMember() bool {
	return p.Parent != nil && p.Parent.Kind == Pool
}

// isSpareMember reports whether p is a member of a pool other than the first,
// which stands for all of them: they are alike.
func (p *Place) isSpareMember() bool {
	return p.isMember() && p != p.Parent.Children[0]
}

// isEntry reports whether p is what its entry in children puts there, not a
// member or an instance below that, nor the root.
func (p *Place) isEntry() bool {
	return p.Child != nil && p.Child != p.Parent.Child
}

// below returns the child of top that p is or stands below; p must be below
// top.
func (p *Place) below(top *Place) *Place {
	for p.Parent != top {
		p = p.Parent
	}
	return p
}

// meet returns the lowest place that has both p and q at or below it.
func meet(p, q *Place) *Place {
	for !q.Within(p) {
		p = p.Parent
	}
	return p
}
