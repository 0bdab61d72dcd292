package otp

import (
	"fmt"
	"strconv"
	"sync/atomic"

	"github.com/otpgen/otpgen/runtime/internal/supcore"
)

// PoolSpec describes a pool: a number of processes of one kind.
type PoolSpec struct {
	Size  int   // members; at least 1
	Route Route // zero: RoundRobin
	// Member is the child that runs Size times, with the ids "0", "1" and so on. Its own ID and Name are not used.
	Member ChildSpec
	// More than MaxRestarts restarts of members within MaxSeconds make the pool give up. MaxRestarts is taken
	// literally: 0 allows none. MaxSeconds 0 means 5.
	MaxRestarts, MaxSeconds int
}

// Route says which member of a pool gets a message that is sent to the pool.
type Route uint8

const (
	// RoundRobin takes the members in turn.
	RoundRobin Route = iota
	// Random takes any.
	Random
	// LeastLoaded takes the one with the fewest messages, waiting or in hand; among equals, in turn.
	LeastLoaded
	// CheckoutRoute lends members by [CheckoutWorker]. Messages sent to the pool itself fail with ErrWrongService.
	CheckoutRoute
)

// poolService is what a pool is called in reports and errors.
const poolService = "Pool"

// labelCheckout is what the borrowing of a worker is called there.
const labelCheckout = "Checkout"

// Pool starts a pool: a supervisor, one_for_one, of Size equal members. A
// message sent to its address goes to one member that runs, by the route; if
// none does at the moment, calls fail with [ErrRestarting]. The members are
// ordinary children, which can be addressed and crash one by one.
func Pool(spec PoolSpec) Start { return Start{&poolKind{spec}} }

type poolKind struct{ spec PoolSpec }

func (k *poolKind) childType() supcore.ChildType { return supcore.Supervisor }
func (k *poolKind) service() string              { return "" }

// newBody makes a supervisor, and beside it what is known of its members. Both
// begin anew with each incarnation of the pool.
func (k *poolKind) newBody(in *incarnation) body {
	p := &pool{spec: k.spec, in: in, members: make([]atomic.Pointer[slot], max(1, k.spec.Size))}
	if k.spec.Route == CheckoutRoute {
		p.broker = newBroker(len(p.members))
		in.watch(&watch{fire: p.closeBroker})
	}
	in.route = p
	return Supervisor(p.supervisor).kind.newBody(in)
}

// pool is one incarnation of a pool.
type pool struct {
	spec    PoolSpec
	in      *incarnation
	members []atomic.Pointer[slot] // nil until the first start of the member
	turn    atomic.Uint64
	broker  *broker // of a pool that lends; otherwise nil
}

// supervisor is the init of the pool.
func (p *pool) supervisor() (SupervisorSpec, error) {
	if p.spec.Size < 1 {
		return SupervisorSpec{}, fmt.Errorf("a pool of %d members: it needs at least one", p.spec.Size)
	}
	if p.spec.Route > CheckoutRoute {
		return SupervisorSpec{}, fmt.Errorf("a pool with the unknown route %d", p.spec.Route)
	}
	sup := SupervisorSpec{Strategy: OneForOne, MaxRestarts: p.spec.MaxRestarts, MaxSeconds: p.spec.MaxSeconds}
	for i := range p.members {
		child := p.spec.Member
		child.ID, child.Name = strconv.Itoa(i), Name{}
		if child.Start.kind != nil {
			child.Start = Start{memberKind{child.Start.kind, p, i}}
		}
		sup.Children = append(sup.Children, child)
	}
	return sup, nil
}

// closeBroker ends all leases with the pool.
func (p *pool) closeBroker(why Reason) {
	p.broker.close(&CallError{Kind: ErrDown, Service: poolService, Message: labelCheckout, Path: p.in.path(), Reason: why})
}

// memberKind is the kind of the members, made to tell the pool of each of their
// incarnations.
type memberKind struct {
	starter
	pool *pool
	at   int
}

func (k memberKind) newBody(in *incarnation) body {
	k.pool.members[k.at].Store(in.slot)
	if k.pool.broker != nil {
		in.parent = lentMember{in.parent, k.pool.broker, k.at}
	}
	return k.starter.newBody(in)
}

// lentMember stands between a member and its supervisor, so that the broker
// knows of an end no later than anybody else.
type lentMember struct {
	parent
	broker *broker
	at     int
}

func (m lentMember) childUp(in *incarnation) {
	m.broker.up(m.at, Ref{in})
	m.parent.childUp(in)
}

func (m lentMember) childDown(in *incarnation, why Reason) {
	m.broker.down(m.at, Ref{in})
	m.parent.childDown(in, why)
}
