package supcore_test

import (
	"flag"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/runtime/internal/supcore"
)

// The explorer tries every order of events, up to some number of them, on small supervisors, and lets the checker
// look at every step. What a child or the outside world may do next follows from what the machine has asked for.

// deep allows the outside world one act more.
var deep = flag.Bool("deep", false, "explore further: takes a minute")

// budget is what the outside world may still do.
type budget struct {
	exits    int // children that end on their own
	failures int // starts that fail or say ignore
	requests int
	stop     int
}

// choice is one event that may happen next, and what it costs.
type choice struct {
	ev   supcore.Event
	cost budget
}

func (b budget) pays(cost budget) bool {
	return cost.exits <= b.exits && cost.failures <= b.failures && cost.requests <= b.requests && cost.stop <= b.stop
}

// further adds what -deep allows.
func (b budget) further(more budget) budget {
	if *deep {
		b.exits += more.exits
		b.requests += more.requests
	}
	return b
}

func (b budget) minus(cost budget) budget {
	return budget{b.exits - cost.exits, b.failures - cost.failures, b.requests - cost.requests, b.stop - cost.stop}
}

// choices lists what may happen next.
func choices(c *checker, ops []supcore.Op, asked uint64) (all []choice) {
	if ref := c.starting; ref != 0 {
		fails := budget{failures: 1}
		all = append(all,
			choice{supcore.Started{Ref: ref}, budget{}},
			choice{supcore.Ignored{Ref: ref}, fails},
			choice{supcore.StartFailed{Ref: ref, Reason: boom}, fails})
		if c.timers[ref] {
			all = append(all, choice{supcore.StopTimedOut{Ref: ref}, budget{}})
		}
	}
	for _, ref := range c.refs() {
		p := c.procs[ref]
		if p.told {
			all = append(all, choice{supcore.Exited{Ref: ref, Reason: supcore.Shutdown()}, budget{}})
		} else {
			alone := budget{exits: 1}
			all = append(all,
				choice{supcore.Exited{Ref: ref, Reason: boom}, alone},
				choice{supcore.Exited{Ref: ref, Reason: supcore.Normal()}, alone})
		}
		if c.timers[ref] && !p.killed {
			all = append(all, choice{supcore.StopTimedOut{Ref: ref}, budget{}})
		}
	}
	if len(c.retries) > 0 {
		all = append(all, choice{c.retries[0], budget{}})
	}
	for _, ref := range slices.Sorted(maps.Keys(c.waits)) {
		all = append(all, choice{supcore.RetryDue{Ref: ref}, budget{}})
	}
	for _, op := range ops {
		all = append(all, choice{supcore.Request{To: asked + 1, Op: op}, budget{requests: 1}})
	}
	return append(all, choice{supcore.ExitRequested{Reason: boom}, budget{stop: 1}})
}

var boom = word("boom")

// node is a state that has been reached, by which events, with what left.
type node struct {
	checker *checker
	path    *trail
	left    budget
	asks    uint64
}

// trail is the way to a state, last event first.
type trail struct {
	ev     supcore.Event
	before *trail
}

// explore visits every state that can be reached, each once, and returns their number.
func explore(t *testing.T, fresh *checker, ops []supcore.Op, b budget) int {
	t.Helper()
	fresh.step(supcore.Begin{})
	front := []node{{checker: fresh, path: &trail{ev: supcore.Begin{}}, left: b}}
	seen := map[string]bool{front[0].key(): true}
	for len(front) > 0 {
		n := front[len(front)-1]
		front = front[:len(front)-1]
		stuck := true
		for _, ch := range choices(n.checker, ops, n.asks) {
			stuck = stuck && ch.cost != budget{}
			if !n.left.pays(ch.cost) {
				continue
			}
			next := n.then(ch)
			require.Empty(t, next.checker.wrong, "after%s", next.path)
			key := next.key()
			if !seen[key] && !next.checker.left {
				front = append(front, next)
			}
			seen[key] = true
		}
		_, busy := n.checker.machine.Waiting()
		require.False(t, busy && stuck, "busy, and nothing would ever happen by itself, after%s", n.path)
	}
	return len(seen)
}

func (n node) then(ch choice) node {
	next := node{checker: n.checker.clone(), path: &trail{ch.ev, n.path}, left: n.left.minus(ch.cost), asks: n.asks}
	if ch.cost.requests > 0 {
		next.asks++
	}
	next.checker.step(ch.ev)
	return next
}

func (n node) key() string { return fmt.Sprint(n.checker.canonical(), n.left) }

func (t *trail) String() string {
	if t == nil {
		return ""
	}
	return fmt.Sprintf("%v\n  %T%+v", t.before, t.ev, t.ev)
}

var restartTypes = []string{"permanent", "transient", "temporary"}

// lists returns all lists of n children, by restart type.
func lists(n int) []string {
	if n == 0 {
		return []string{""}
	}
	var all []string
	for _, shorter := range lists(n - 1) {
		for _, r := range restartTypes {
			all = append(all, fmt.Sprintf("%s %c:%s", shorter, 'a'+n-1, r))
		}
	}
	return all
}

// TestExploreStatic: no order of events makes a static supervisor break a promise.
func TestExploreStatic(t *testing.T) {
	t.Parallel()
	total := 0
	for _, strategy := range []supcore.Strategy{supcore.OneForOne, supcore.OneForAll, supcore.RestForOne} {
		for n := 1; n <= 3; n++ {
			for _, list := range lists(n) {
				specs := parseChildren(t, list)
				fresh := newChecker(supcore.NewStatic(allowing(strategy, 1), specs), 1)
				total += explore(t, fresh, nil, budget{exits: 4 - n, failures: 1, stop: 1}.further(budget{exits: 2}))
			}
		}
	}
	t.Logf("%d states", total)
}

// TestExploreRequests: nor do requests in between.
func TestExploreRequests(t *testing.T) {
	t.Parallel()
	ops := []supcore.Op{
		supcore.TerminateChild{ID: "a"},
		supcore.RestartChild{ID: "a"},
		supcore.DeleteChild{ID: "a"},
		supcore.StartChild{Spec: supcore.Spec{ID: "z", Restart: supcore.Temporary}},
		supcore.Which{},
	}
	total := 0
	for _, strategy := range []supcore.Strategy{supcore.OneForOne, supcore.OneForAll, supcore.RestForOne} {
		for _, list := range []string{"a b:temporary", "a:temporary b:transient"} {
			specs := parseChildren(t, list)
			fresh := newChecker(supcore.NewStatic(allowing(strategy, 2), specs), 2)
			total += explore(t, fresh, ops, budget{exits: 1, failures: 1, requests: 2, stop: 1}.further(budget{exits: 1}))
		}
	}
	t.Logf("%d states", total)
}

// TestExploreAutoShutdown: nor do significant children.
func TestExploreAutoShutdown(t *testing.T) {
	t.Parallel()
	total := 0
	for _, auto := range []supcore.AutoShutdown{supcore.AnySignificant, supcore.AllSignificant} {
		for _, strategy := range []supcore.Strategy{supcore.OneForOne, supcore.OneForAll, supcore.RestForOne} {
			flags := allowing(strategy, 1)
			flags.AutoShutdown = auto
			specs := parseChildren(t, "a:transient,significant b c:temporary,significant")
			fresh := newChecker(supcore.NewStatic(flags, specs), 1)
			ops := []supcore.Op{supcore.TerminateChild{ID: "a"}}
			total += explore(t, fresh, ops, budget{exits: 1, failures: 1, requests: 1, stop: 1}.further(budget{exits: 1}))
		}
	}
	t.Logf("%d states", total)
}

// TestExploreDynamic: a dynamic supervisor keeps its promises, too.
func TestExploreDynamic(t *testing.T) {
	t.Parallel()
	flags := supcore.DynamicFlags{Intensity: supcore.Intensity{MaxRestarts: 1}, MaxChildren: 3}
	total := 0
	for _, r := range restartTypes {
		fresh := newChecker(supcore.NewDynamic(flags), 1)
		ops := []supcore.Op{
			supcore.StartChild{Spec: parseChild(t, "a:"+r)},
			supcore.StartChild{Spec: parseChild(t, "b:brutal_kill,"+r)},
			supcore.TerminateInstance{Ref: 1},
			supcore.TerminateInstance{Ref: 2},
		}
		total += explore(t, fresh, ops, budget{exits: 1, failures: 1, requests: 3, stop: 1}.further(budget{exits: 1, requests: 1}))
	}
	t.Logf("%d states", total)
}
