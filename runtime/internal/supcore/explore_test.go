package supcore_test

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/runtime/internal/supcore"
)

// The explorer tries every order of events, up to some number of them, on small supervisors, and lets the checker
// look at every step. What a child or the outside world may do next follows from what the machine has asked for.

// deep allows the outside world more, about as much as can be tried in a minute.
var deep = flag.Bool("deep", false, "explore further: takes a minute")

// budget is what the outside world may still do.
type budget struct {
	exits    int // children that end on their own
	failures int // starts that fail or say ignore
	requests int
	stop     int // an exit is asked for
	hurry    int // the supervisor above is to stop
	late     int // exits so late that no restart before counts any more
	stale    int // timers that run out although they have been taken back
}

// choice is one event that may happen next, and what it costs.
type choice struct {
	ev   supcore.Event
	cost budget
}

func (b budget) pays(cost budget) bool {
	left := b.minus(cost)
	return min(left.exits, left.failures, left.requests, left.stop, left.hurry, left.late, left.stale) >= 0
}

func (b budget) minus(cost budget) budget {
	return budget{
		b.exits - cost.exits, b.failures - cost.failures, b.requests - cost.requests, b.stop - cost.stop,
		b.hurry - cost.hurry, b.late - cost.late, b.stale - cost.stale,
	}
}

// further adds what -deep allows.
func (b budget) further(more budget) budget {
	if !*deep {
		return b
	}
	return b.minus(budget{}.minus(more))
}

// choices lists what may happen next.
func choices(c *checker, ops []supcore.Op, asked uint64) (all []choice) {
	if ref := c.starting; ref != 0 {
		fails := budget{failures: 1}
		all = append(all,
			choice{supcore.Started{Ref: ref, At: c.now}, budget{}},
			choice{supcore.Ignored{Ref: ref, At: c.now}, fails},
			choice{supcore.StartFailed{Ref: ref, Reason: boom, At: c.now}, fails})
		if c.timers[ref] {
			all = append(all, choice{supcore.StopTimedOut{Ref: ref}, budget{}})
		}
	}
	for _, ref := range c.refs() {
		all = append(all, c.ends(ref)...)
	}
	if len(c.retries) > 0 {
		all = append(all, choice{c.retries[0], budget{}})
	}
	for _, ref := range slices.Sorted(maps.Keys(c.waits)) {
		all = append(all, choice{supcore.RetryDue{Ref: ref}, budget{}})
	}
	for _, ref := range slices.Sorted(maps.Keys(c.stale)) {
		all = append(all, choice{supcore.StopTimedOut{Ref: ref}, budget{stale: 1}})
	}
	for _, op := range ops {
		all = append(all, choice{supcore.Request{To: asked + 1, Op: op}, budget{requests: 1}})
	}
	return append(all,
		choice{supcore.ExitRequested{Reason: boom}, budget{stop: 1}},
		choice{supcore.Hurry{}, budget{hurry: 1}})
}

// ends lists what may happen to a process that runs.
func (c *checker) ends(ref supcore.Ref) (all []choice) {
	p := c.procs[ref]
	end := func(r supcore.Reason, at time.Duration, cost budget) {
		all = append(all, choice{supcore.Exited{Ref: ref, Reason: r, At: at}, cost})
	}
	switch {
	case p.killed:
		end(supcore.Killed(), c.now, budget{})
	case p.told:
		end(supcore.Shutdown(), c.now, budget{})
	default:
		end(boom, c.now, budget{exits: 1})
		end(supcore.Normal(), c.now, budget{exits: 1})
		if c.alone { // else the checker could not tell one restart of a group from the next by its count
			end(boom, c.now+period+time.Second, budget{exits: 1, late: 1})
		}
	}
	if c.timers[ref] && !p.killed {
		all = append(all, choice{supcore.StopTimedOut{Ref: ref}, budget{}})
	}
	return all
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
	length int
}

// explored says how much has been tried: different states, steps from one to another, and events in the longest way.
type explored struct{ states, steps, longest int }

func (e *explored) add(more explored) {
	e.states += more.states
	e.steps += more.steps
	e.longest = max(e.longest, more.longest)
}

func (e explored) String() string {
	return fmt.Sprintf("%d states, %d steps, up to %d events in a row", e.states, e.steps, e.longest)
}

// explore visits every state that can be reached, each once.
func explore(t *testing.T, fresh *checker, ops []supcore.Op, b budget) (e explored) {
	t.Helper()
	fresh.step(supcore.Begin{})
	front := []node{{checker: fresh, path: &trail{ev: supcore.Begin{}, length: 1}, left: b}}
	seen := map[digest]bool{front[0].key(): true}
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
			e.add(explored{steps: 1, longest: next.path.length})
			key := next.key()
			if !seen[key] && !next.checker.left {
				front = append(front, next)
			}
			seen[key] = true
		}
		_, busy := n.checker.machine.Waiting()
		require.False(t, busy && stuck, "busy, and nothing would ever happen by itself, after%s", n.path)
	}
	e.states = len(seen)
	return e
}

func (n node) then(ch choice) node {
	path := &trail{ev: ch.ev, before: n.path, length: n.path.length + 1}
	next := node{checker: n.checker.clone(), path: path, left: n.left.minus(ch.cost), asks: n.asks}
	if ch.cost.requests > 0 {
		next.asks++
	}
	next.checker.step(ch.ev)
	return next
}

// digest stands for a state.
type digest [sha256.Size]byte

func (n node) key() digest { return sha256.Sum256(fmt.Append(nil, n.checker.canonical(), n.left)) }

func (t *trail) String() string {
	if t == nil {
		return ""
	}
	return fmt.Sprintf("%v\n  %T%+v", t.before, t.ev, t.ev)
}
