package supcore_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/otpgen/otpgen/runtime/internal/supcore"
)

var (
	restartTypes = []string{"permanent", "transient", "temporary"}
	strategies   = []supcore.Strategy{supcore.OneForOne, supcore.OneForAll, supcore.RestForOne}
)

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

// expedition explores many supervisors, several at a time, and adds up what was seen.
type expedition struct {
	mu    sync.Mutex
	total explored
}

func (x *expedition) static(t *testing.T, flags supcore.StaticFlags, list string, ops []supcore.Op, b budget) {
	t.Run(fmt.Sprintf("%v %v %s", flags.Strategy, flags.AutoShutdown, list), func(t *testing.T) {
		t.Parallel()
		m := supcore.NewStatic(flags, parseChildren(t, list))
		x.add(explore(t, newChecker(m, flags.Intensity.MaxRestarts), ops, b))
	})
}

func (x *expedition) dynamic(t *testing.T, flags supcore.DynamicFlags, name string, ops []supcore.Op, b budget) {
	t.Run(name, func(t *testing.T) {
		t.Parallel()
		x.add(explore(t, newChecker(supcore.NewDynamic(flags), flags.Intensity.MaxRestarts), ops, b))
	})
}

func (x *expedition) add(e explored) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.total.add(e)
}

// run waits for everything that f explores and prints how much that was.
func run(t *testing.T, f func(t *testing.T, x *expedition)) {
	t.Helper()
	var x expedition
	t.Run("all", func(t *testing.T) { f(t, &x) })
	t.Log(x.total)
}

// TestExploreStatic: no order of events makes a static supervisor break a promise, with any restart types of up to
// three children.
func TestExploreStatic(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, x *expedition) {
		for _, strategy := range strategies {
			for n := 1; n <= 3; n++ {
				b := budget{exits: 4 - n, failures: 1, stop: 1}.further(budget{exits: 1, failures: 1})
				for _, list := range lists(n) {
					x.static(t, allowing(strategy, 1), list, nil, b)
				}
			}
		}
	})
}

// TestExploreRequests: nor do requests in between.
func TestExploreRequests(t *testing.T) {
	t.Parallel()
	ops := []supcore.Op{
		supcore.TerminateChild{ID: "a"},
		supcore.RestartChild{ID: "a"},
		supcore.DeleteChild{ID: "a"},
		supcore.StartChild{Spec: supcore.Spec{ID: "z", Restart: supcore.Temporary}},
	}
	run(t, func(t *testing.T, x *expedition) {
		for _, strategy := range strategies {
			for _, list := range []string{"a b:temporary", "a:temporary b:transient"} {
				b := budget{exits: 1, failures: 1, requests: 1, stop: 1}.further(budget{exits: 1, failures: 1, requests: 1})
				x.static(t, allowing(strategy, 2), list, ops, b)
			}
		}
	})
}

// TestExploreShutdown: nor does any way to stop children, hurried or not, with timers that run out when they should not.
func TestExploreShutdown(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, x *expedition) {
		for _, strategy := range strategies {
			for _, list := range []string{
				"a:1s b:brutal_kill", "a:0s b:infinity,transient", "a:supervisor b:0s,temporary", "a:brutal_kill b:supervisor,infinity",
			} {
				b := budget{exits: 1, failures: 1, stop: 1, hurry: 1, stale: 1}.further(budget{exits: 1, failures: 1, stale: 1})
				x.static(t, allowing(strategy, 2), list, nil, b)
			}
		}
	})
}

// TestExploreIntensity: nor does the passing of time, after which old restarts do not count.
func TestExploreIntensity(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, x *expedition) {
		for restarts := range 3 {
			for _, list := range []string{"a b:transient", "a:temporary b"} {
				b := budget{exits: 3, failures: 1, stop: 1, late: 1}.further(budget{exits: 1, failures: 1, late: 1})
				x.static(t, allowing(supcore.OneForOne, restarts), list, nil, b)
			}
		}
	})
}

// TestExploreAutoShutdown: nor do significant children.
func TestExploreAutoShutdown(t *testing.T) {
	t.Parallel()
	ops := []supcore.Op{supcore.TerminateChild{ID: "a"}}
	run(t, func(t *testing.T, x *expedition) {
		for _, auto := range []supcore.AutoShutdown{supcore.AnySignificant, supcore.AllSignificant} {
			for _, strategy := range strategies {
				flags := allowing(strategy, 1)
				flags.AutoShutdown = auto
				b := budget{exits: 1, failures: 1, requests: 1, stop: 1}.further(budget{exits: 1, failures: 1})
				x.static(t, flags, "a:transient,significant b c:temporary,significant", ops, b)
			}
		}
	})
}

// TestExploreDynamic: a dynamic supervisor keeps its promises, too.
func TestExploreDynamic(t *testing.T) {
	t.Parallel()
	flags := supcore.DynamicFlags{Intensity: supcore.Intensity{MaxRestarts: 1}, MaxChildren: 3}
	run(t, func(t *testing.T, x *expedition) {
		for _, r := range restartTypes {
			ops := []supcore.Op{
				supcore.StartChild{Spec: parseChild(t, "a:"+r)},
				supcore.StartChild{Spec: parseChild(t, "b:brutal_kill,"+r)},
				supcore.TerminateInstance{Ref: 1},
				supcore.TerminateInstance{Ref: 2},
			}
			b := budget{exits: 1, failures: 1, requests: 3, stop: 1, late: 1}.further(budget{exits: 1, failures: 1})
			x.dynamic(t, flags, r, ops, b)
		}
	})
}

// TestExploreBackoff: no order of events makes a supervisor whose restarts wait break a promise.
func TestExploreBackoff(t *testing.T) {
	t.Parallel()
	run(t, func(t *testing.T, x *expedition) {
		ops := []supcore.Op{supcore.TerminateChild{ID: "a"}, supcore.RestartChild{ID: "b"}}
		for _, strategy := range strategies {
			for _, list := range []string{"a:backoff b", "a b:backoff c:temporary", "a:backoff,once b:backoff,transient"} {
				b := budget{exits: 1, failures: 1, requests: 1, stop: 1}.further(budget{exits: 1})
				x.static(t, allowing(strategy, 2), list, ops, b)
			}
		}
		flags := supcore.DynamicFlags{Intensity: supcore.Intensity{MaxRestarts: 2}}
		x.dynamic(t, flags, "dynamic", []supcore.Op{
			supcore.StartChild{Spec: parseChild(t, "a:backoff")},
			supcore.StartChild{Spec: parseChild(t, "b:backoff,transient,once")},
			supcore.TerminateInstance{Ref: 1},
		}, budget{exits: 1, failures: 1, requests: 3, stop: 1}.further(budget{exits: 1}))
	})
}
