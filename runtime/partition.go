package otp

import (
	"fmt"
	"runtime"
	"strconv"
	"sync/atomic"

	"github.com/otpgen/otpgen/runtime/internal/supcore"
)

// PartitionsSpec describes a supervisor of partitions: equal children, each of
// which serves the keys that are routed to it.
type PartitionsSpec struct {
	// Partitions is how many there are at first and at most; 0: runtime.GOMAXPROCS, as Elixir takes the schedulers
	// online. [Partitions.Resize] stops some of them for a time.
	Partitions int
	// Child makes the spec of a partition from its number, 0 to Partitions-1, at each start of the supervisor, as
	// the option with_arguments. The ID in there is not used: partitions have the ids "0", "1" and so on. A Name has
	// to be another one for each partition.
	Child func(partition int) ChildSpec
	// Strategy is OneForOne if it is zero.
	Strategy Strategy
	// The restart intensity. MaxRestarts 0: 3, a negative one: none. MaxSeconds 0: 5.
	MaxRestarts, MaxSeconds int
}

// PartitionSupervisor makes supervisors of partitions, as Elixir's
// PartitionSupervisor: work that would queue up in one process is spread over
// several by a key. The partitions may be of any kind; dynamic supervisors and
// task supervisors are the usual ones, which start their children in parallel
// then.
//
//	parts := otp.PartitionsAt(addr)
//	sup, err := otp.PartitionFor(parts, userID)
//	...
//	ref, err := otp.StartChild(ctx, sup, spec)
//
// It has no automatic shutdown, so no partition may be significant. It opens no
// scope. [WhichChildren], [CountChildren] and so on work on its address; to other
// messages it answers [ErrWrongService].
func PartitionSupervisor(spec PartitionsSpec) Start { return Start{&partitionsKind{spec}} }

// partitionsService is what it is called in errors.
const partitionsService = "PartitionSupervisor"

// defaultPartitionRestarts is the intensity of Elixir's Supervisor.
const defaultPartitionRestarts = 3

type partitionsKind struct{ spec PartitionsSpec }

func (k *partitionsKind) childType() supcore.ChildType { return supcore.Supervisor }
func (k *partitionsKind) service() string              { return "" }

func (k *partitionsKind) newBody(in *incarnation) body {
	p := &partitioning{in: in, resizing: make(chan struct{}, 1)}
	in.route = p
	return Supervisor(func() (SupervisorSpec, error) { return p.supervisor(k.spec) }).kind.newBody(in)
}

// partitioning is what one incarnation of the supervisor knows of its
// partitions.
type partitioning struct {
	in       *incarnation
	places   atomic.Pointer[[]*slot] // by number; nil until the start has begun
	size     atomic.Int64            // keys are routed to the first so many
	resizing chan struct{}           // holds something while a resize is under way
}

// pick makes messages to the supervisor itself reach nobody else.
func (p *partitioning) pick() *incarnation { return p.in }
func (p *partitioning) comesBack() bool    { return true }

// supervisor is the init. The places of the partitions are known before the
// first one starts, so that a partition may look another one up in its Init.
func (p *partitioning) supervisor(spec PartitionsSpec) (SupervisorSpec, error) {
	n := spec.Partitions
	switch {
	case n < 0:
		return SupervisorSpec{}, fmt.Errorf("a partition supervisor of %d partitions: it needs at least one", n)
	case spec.Child == nil:
		return SupervisorSpec{}, fmt.Errorf("a partition supervisor without Child, which makes its partitions")
	case n == 0:
		n = runtime.GOMAXPROCS(0)
	}
	p.in.slot.settleScope(false)
	sup := SupervisorSpec{Strategy: spec.Strategy, MaxRestarts: partitionRestarts(spec.MaxRestarts), MaxSeconds: spec.MaxSeconds}
	places := make([]*slot, n)
	for i := range places {
		child := spec.Child(i)
		child.ID = strconv.Itoa(i)
		sup.Children = append(sup.Children, child)
		places[i] = p.in.slot.child(child.ID, child.Name)
	}
	p.size.Store(int64(n))
	p.places.Store(&places)
	return sup, nil
}

// partitionRestarts gives MaxRestarts its default.
func partitionRestarts(n int) int {
	switch {
	case n < 0:
		return 0
	case n == 0:
		return defaultPartitionRestarts
	default:
		return n
	}
}
