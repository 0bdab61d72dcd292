package work

import (
	"fmt"
	"runtime"
	"slices"
	"testing"
	"time"
)

// Workload is one table.
type Workload struct {
	Name, About string
	Base        string // the row that ratios are to
	Unit        string // of the figure that they are of; empty: ns/op
	Time        string // what testing calls benchtime, where operations must be as many for all; empty: as asked
	Apart       bool   // in a program of its own
	Procs       int    // GOMAXPROCS; 0: as it is
	Rounds      int    // so many are enough; 0: as many as asked

	bind bind
}

// bind gives the workload for a contender; nil if the contender lacks the part.
type bind func(Contender) run

// run measures once.
type run func(b *testing.B) error

// Scale says how large the workloads are.
type Scale struct {
	Children      int           // of a large tree
	Names         int           // that are looked up
	Timers        int           // at once
	Few, Many     int           // idle processes
	Casts         int           // in one measurement, as all are in the mailbox at once at the worst
	Spawns        int           // in one measurement
	Trees         int           // started in one measurement
	Restarts      int           // in one measurement
	Lasting, Fair time.Duration // of what is measured for a time
	Settle        time.Duration // until goroutines that have nothing to do are gone
	Lead          time.Duration // in which all timers are set
}

// Full is the scale of the published figures.
func Full() Scale {
	return Scale{
		Children: 10_000, Names: 1000, Timers: 100_000, Few: 100_000, Many: 1_000_000,
		Casts: 1_000_000, Spawns: 10_000, Trees: 3, Restarts: 10_000,
		Lasting: time.Second, Fair: 2 * time.Second, Settle: 200 * time.Millisecond, Lead: 500 * time.Millisecond,
	}
}

// Tiny is as small as it goes: whether all of it still runs.
func Tiny() Scale {
	return Scale{
		Children: 20, Names: 10, Timers: 50, Few: 100, Many: 200,
		Casts: 100, Spawns: 8, Trees: 1, Restarts: 8,
		Lasting: 5 * time.Millisecond, Fair: 5 * time.Millisecond, Settle: time.Millisecond, Lead: time.Millisecond,
	}
}

// Workloads lists all of them.
func Workloads(s Scale) []Workload {
	times := func(n int) string { return fmt.Sprintf("%dx", n) }
	list := []Workload{
		{Name: "call-1x1", About: "Calls: 1 caller, 1 server", Base: "mutex", bind: calls(1, 1, theCall)},
		{Name: "call-64x1", About: "Calls: 64 callers, 1 server", Base: "mutex", bind: calls(64, 1, theCall)},
		{Name: "call-64x64", About: "Calls: 64 callers, 64 servers", Base: "mutex", bind: calls(64, 64, theCall)},
		{Name: "fair-64x1", About: "64 hot callers of 1 server", Base: "mutex", Time: "1x", bind: fair(64, s.Fair)},
		{Name: "latency", About: "Calls beside 160,000 casts a second, asked for by 8 senders", Base: "chan-pooled", Unit: "p99-ns", Time: "1x", bind: latency(s.Lasting)},
		{Name: "call-record", About: "Calls with 1 KiB as a value", Base: "mutex", bind: calls(1, 1, theRecord)},
		{Name: "call-bytes", About: "Calls with 1 KiB in a slice", Base: "mutex", bind: calls(1, 1, theBytes)},
		{Name: "call-chain", About: "Calls through 16 services, each of which calls the next", Base: "mutex", bind: calls(1, 1, theChain(16))},
		{Name: "call-gc", About: "Calls: 1 caller, 1 server, beside a goroutine that makes garbage", Base: "mutex", bind: garbage(calls(1, 1, theCall))},
		{Name: "cast-1", About: "Casts: 1 producer, until all are handled", Base: "od-swap", Time: times(s.Casts), bind: casts(1)},
		{Name: "cast-8", About: "Casts: 8 producers, until all are handled", Base: "od-swap", Time: times(s.Casts), bind: casts(8)},
		{Name: "mixed-8", About: "Three casts and a call, again and again, from 8 senders", Base: "mutex", bind: mixed(8)},
		{Name: "spawn-stop", About: "Start a process, stop it", Base: "goroutine", Time: times(s.Spawns), bind: spawnStop},
		{Name: "churn", About: "Whether the heap grows when processes start and stop", Base: "goroutine", Time: times(10 * s.Spawns), bind: churn},
		{Name: "idle-few", About: fmt.Sprintf("Memory of an idle process, of %d", s.Few), Base: "chan-pooled", Unit: "rss-B/proc", Time: "1x", Apart: true, Rounds: 3, bind: idle(s.Few, s.Settle)},
		{Name: "idle-many", About: fmt.Sprintf("Memory of an idle process, of %d", s.Many), Base: "chan-pooled", Unit: "rss-B/proc", Time: "1x", Apart: true, Rounds: 1, bind: idle(s.Many, s.Settle)},
		{Name: "start-tree", About: fmt.Sprintf("Start %d children under one supervisor", s.Children), Base: "raw-tree", Time: times(s.Trees), bind: startTree(s.Children)},
		{Name: "restart-10", About: "Crash to serving again, 10 children", Base: "raw-tree", Time: times(s.Restarts), bind: restart(10)},
		{Name: "restart-many", About: fmt.Sprintf("Crash to serving again, %d children", s.Children), Base: "raw-tree", Time: times(s.Restarts), bind: restart(s.Children)},
		{Name: "lookup", About: fmt.Sprintf("Find one of %d processes by its name", s.Names), Base: "rwmutex-map", bind: lookup(s.Names)},
		{Name: "timers", About: fmt.Sprintf("Set %d timers, which all fire", s.Timers), Base: "after-func", Time: "1x", bind: timers(s.Timers, s.Lead)},
	}
	scheduled := []string{"call-1x1", "call-64x1", "cast-8", "mixed-8"}
	one, two := withProcs(list, 1, scheduled), withProcs(list, 2, scheduled)
	if runtime.NumCPU() <= 2 {
		two = nil // that is how all are measured
	}
	return slices.Concat(list, one, two)
}

// withProcs lists workloads of list again, with GOMAXPROCS set.
func withProcs(list []Workload, procs int, names []string) []Workload {
	var again []Workload
	for _, w := range list {
		if slices.Contains(names, w.Name) {
			w.Name = fmt.Sprintf("%s-p%d", w.Name, procs)
			w.About = fmt.Sprintf("%s; GOMAXPROCS %d", w.About, procs)
			w.Procs = procs
			again = append(again, w)
		}
	}
	return again
}

// MainUnit is the unit of the figure that ratios are of.
func (w Workload) MainUnit() string {
	if w.Unit == "" {
		return "ns/op"
	}
	return w.Unit
}

// AtMost is how many of so many rounds to measure.
func (w Workload) AtMost(rounds int) int {
	if w.Rounds > 0 {
		return min(rounds, w.Rounds)
	}
	return rounds
}

// Of says whether the contender can do it.
func (w Workload) Of(c Contender) bool {
	if c.Cannot[w.Name] != "" {
		return false
	}
	return slices.Contains(c.Knows, w.Name) || w.bind(c) != nil
}

// Run measures the contender once, as a benchmark of the testing package.
func (w Workload) Run(b *testing.B, c Contender) error { return w.bind(c)(b) }
