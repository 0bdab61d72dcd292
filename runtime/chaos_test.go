package otp_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	chaosSeed    = flag.Uint64("chaos.seed", 0, "which faults TestChaos chooses; 0: others each time")
	chaosRounds  = flag.Int("chaos.rounds", 2000, "how many faults TestChaos makes")
	chaosCallers = flag.Int("chaos.callers", 1000, "how many callers TestChaos has")
)

// TestChaos lets a thousand callers call servers that crash, hang, are killed, stopped, started and restarted all the
// time. Every call must end once, with an answer to itself or an error that says why; nothing may reach an incarnation
// that is over or come from one; and when all is stopped, nothing may be left.
//
//	go test -race -run TestChaos ./runtime -chaos.seed=7 -chaos.rounds=20000
func TestChaos(t *testing.T) {
	t.Parallel()
	proof.Of(t, 425)
	seed := *chaosSeed
	if seed == 0 {
		seed = rand.Uint64()
	}
	t.Logf("-chaos.seed=%d -chaos.rounds=%d -chaos.callers=%d", seed, *chaosRounds, *chaosCallers)
	synctest.Test(t, func(t *testing.T) { newChaos(t).run(seed) })
}

// keys is the number of different instances.
const keys = 8

func keyed(key int) otp.Name { return otp.Name{Service: "Item", Key: key} }

type count struct{ atomic.Int64 }

func (c *count) up() { c.Add(1) }

// chaos is one run of the test.
type chaos struct {
	t     *testing.T
	sys   *otp.System
	names []otp.Name      // of the subjects
	gates []chan struct{} // of those that hang
	asks  sync.WaitGroup  // requests to supervisors
	over  atomic.Bool     // no more faults

	lastWords func(*subject) // what the dead try to do

	mu      sync.Mutex
	wrong   []string
	inits   map[otp.Name][]initFails
	lives   []otp.Ref // of subjects
	outcome map[string]int
	watched map[otp.Ref]*count // only the sink uses it
}

func newChaos(t *testing.T) *chaos {
	x := &chaos{t: t, lastWords: (*subject).speak, inits: map[otp.Name][]initFails{}, outcome: map[string]int{}, watched: map[otp.Ref]*count{}}
	const unlimited = 1 << 30
	group := func(id string, strategy otp.Strategy, restarts int) otp.ChildSpec {
		var children []otp.ChildSpec
		for i, shutdown := range []otp.ShutdownRule{otp.ShutdownAfter(5 * time.Millisecond), otp.BrutalKill, otp.ShutdownAfter(0)} {
			name := otp.Name{Service: fmt.Sprint(id, i)}
			x.names = append(x.names, name)
			children = append(children, x.subjectSpec(fmt.Sprint(i), name, shutdown))
		}
		return supervisorOf(id, children, func(s *otp.SupervisorSpec) { s.Strategy, s.MaxRestarts = strategy, restarts })
	}
	items := otp.ChildSpec{ID: "items", Name: otp.Name{Service: "items"}, Start: otp.Dynamic(otp.DynamicSpec{
		MaxRestarts: unlimited,
		Template: func(key any) (otp.ChildSpec, error) {
			return x.subjectSpec("item", otp.Name{Service: "Item", Key: key}, otp.ShutdownAfter(5*time.Millisecond)), nil
		},
	})}
	for key := range keys {
		x.names = append(x.names, keyed(key))
	}
	sink := x.subjectSpec("sink", otp.Name{Service: "sink"}, otp.ShutdownInfinity)
	groups := supervisorOf("groups", []otp.ChildSpec{
		group("all", otp.OneForAll, unlimited), group("rest", otp.RestForOne, unlimited), group("fragile", otp.OneForOne, 1), items,
	}, func(s *otp.SupervisorSpec) { s.MaxRestarts = unlimited })
	var err error
	x.sys, err = otp.StartRoot(t.Context(), supervisorOf("Root", []otp.ChildSpec{sink, groups}), otp.WithLogger(slog.New(slog.DiscardHandler)))
	require.NoError(t, err)
	return x
}

func (x *chaos) never(bad bool, format string, args ...any) {
	if !bad {
		return
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.wrong = append(x.wrong, fmt.Sprintf(format, args...))
}

func (x *chaos) at(name string) otp.Addr { return x.sys.Lookup(otp.Name{Service: name}) }
func (x *chaos) sink() otp.Addr          { return x.at("sink") }

// anyone returns the address of a subject, and an id of one in a group.
func (x *chaos) anyone(r *rand.Rand) (to otp.Addr, id string) {
	return x.sys.Lookup(x.names[r.IntN(len(x.names))]), fmt.Sprint(r.IntN(3))
}

// born notes a new life, and says whom it is to monitor.
func (x *chaos) born(ref otp.Ref) []otp.Name {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.lives = append(x.lives, ref)
	at := len(x.lives) % (len(x.names) - 2)
	return x.names[at : at+2]
}

// run is the whole test.
func (x *chaos) run(seed uint64) {
	var callers sync.WaitGroup
	for i := range *chaosCallers {
		callers.Go(func() { x.caller(rand.New(rand.NewPCG(seed, uint64(i)+1))) })
	}
	r := rand.New(rand.NewPCG(seed, 0))
	for range *chaosRounds {
		x.fault(r)
		time.Sleep(time.Duration(r.IntN(2000)) * time.Microsecond)
	}
	for len(x.gates) > 0 {
		x.openGate()
	}
	x.over.Store(true)
	callers.Wait()
	x.asks.Wait()
	x.end()
}

// end stops everything and looks for what is left.
func (x *chaos) end() {
	t := x.t
	require.NoError(t, otp.TerminateChild(t.Context(), x.sys.Root(), "groups"))
	synctest.Wait()
	for ref, notices := range x.watched {
		x.never(notices.Load() != 1, "%d notices of the end of %s", notices.Load(), ref)
	}
	require.NoError(t, x.sys.Stop(t.Context()))
	synctest.Wait()
	for _, ref := range x.lives {
		for _, left := range otp.Residue(ref) {
			x.never(true, "%s", left)
		}
	}
	for _, name := range append(x.names, otp.Name{Service: "sink"}) {
		ref, taken := x.sys.Lookup(name).Ref()
		x.never(taken, "%v is taken by %s", name, ref)
	}
	assert.Zero(t, otp.ProcessesKnown(x.sys))
	assert.Empty(t, x.sys.Leaks())
	assert.Empty(t, x.wrong[:min(10, len(x.wrong))])
	t.Logf("%d lives, %d monitored, calls %v", len(x.lives), len(x.watched), x.outcome)
}

// caller calls until there are no more faults.
func (x *chaos) caller(r *rand.Rand) {
	for !x.over.Load() {
		time.Sleep(time.Duration(r.IntN(40_000)) * time.Microsecond)
		ctx, cancel := context.Background(), context.CancelFunc(func() {})
		switch r.IntN(3) {
		case 0:
			ctx, cancel = context.WithTimeout(ctx, time.Duration(r.IntN(8000))*time.Microsecond)
		case 1:
			ctx, cancel = context.WithCancel(ctx)
			time.AfterFunc(time.Duration(r.IntN(8000))*time.Microsecond, cancel)
		}
		to, _ := x.anyone(r)
		switch r.IntN(5) {
		case 0:
			other, _ := x.anyone(r)
			_, err := otp.Call(ctx, to, &subjectAsk, other)
			x.note(err)
		case 1:
			x.ask(ctx, to, &subjectLater)
		case 2:
			x.ask(ctx, to, &subjectPeek)
		default:
			x.ask(ctx, to, &subjectEcho)
		}
		cancel()
	}
}

// ask makes one call and holds what the caller has seen against what the subject has.
func (x *chaos) ask(ctx context.Context, to otp.Addr, op *otp.CallOp[subject, *question, *question]) {
	q := &question{}
	got, err := otp.Call(ctx, to, op, q)
	x.note(err)
	x.never(q.taken.Load() > 1, "a call to %s is taken %d times", to, q.taken.Load())
	x.never(q.answered.Load() > 1, "a call to %s is answered %d times", to, q.answered.Load())
	if err != nil {
		x.never(got != nil, "an answer and an error: %v", err)
		return
	}
	x.never(got != q, "%s answers another call", to)
	x.never(q.taken.Load() != 1, "%s answers without having been asked", to)
	x.never(q.dead.Load() > 0, "%s answers after its end", to)
}

// note counts the ways in which calls end. Every error must say why.
func (x *chaos) note(err error) {
	kind := "answered"
	var failed *otp.CallError
	switch {
	case errors.As(err, &failed):
		kind = failed.Kind.Error()
		known := []error{
			otp.ErrTimeout, otp.ErrNoProc, otp.ErrDown, otp.ErrRestarting, otp.ErrOverloaded, otp.ErrCycle, otp.ErrStopped, otp.ErrCanceled,
		}
		x.never(!slices.Contains(known, failed.Kind), "unknown error %v", err)
	case err != nil:
		x.never(true, "error of no kind: %v", err)
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.outcome[kind]++
}
