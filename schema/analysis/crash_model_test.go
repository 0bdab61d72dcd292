package analysis_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/schema"
	"github.com/otpgen/otpgen/schema/analysis"
)

// A recorded crash is one line of testdata/otp_crashes.jsonl: a tree, the path
// that crashes first in it, and the processes alive afterwards with their start
// numbers, as Erlang/OTP's own supervisor left them.
type recordedCrash struct {
	Name   string
	Tree   recordedSpec
	Victim string
	Alive  map[string]int
}

type recordedSpec struct {
	ID         string
	Restart    string
	Strategy   string
	Intensity  int
	Supervisor bool
	Children   []recordedSpec
}

func TestCrashAsRecordedFromOTP(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/otp_crashes.jsonl")
	require.NoError(t, err)
	lines := bufio.NewScanner(bytes.NewReader(text))
	count := 0
	for ; lines.Scan(); count++ {
		var rec recordedCrash
		require.NoError(t, json.Unmarshal(lines.Bytes(), &rec))
		t.Run(rec.Name, func(t *testing.T) {
			t.Parallel()
			root := analysis.Tree(app(rec.Tree.child(t)))
			o := analysis.Crash(find(t, root, rec.Victim))
			alive := map[string]int{}
			for _, p := range o.Kept(root) {
				alive[p.Path] = 1
			}
			for _, p := range o.Replaced {
				alive[p.Path] = 2
			}
			assert.Equal(t, rec.Alive, alive)
		})
	}
	require.NoError(t, lines.Err())
	require.Positive(t, count)
}

func (s recordedSpec) child(t *testing.T) *schema.Child {
	c := worker(s.ID)
	if s.Supervisor {
		var children []*schema.Child
		for _, below := range s.Children {
			children = append(children, below.child(t))
		}
		strategies := map[string]schema.Strategy{
			"": schema.OneForOne, "one_for_one": schema.OneForOne, "one_for_all": schema.OneForAll, "rest_for_one": schema.RestForOne,
		}
		require.Contains(t, strategies, s.Strategy)
		c = sup(s.ID, strategies[s.Strategy], s.Intensity, children...)
	}
	restarts := map[string]schema.RestartType{
		"": schema.Permanent, "permanent": schema.Permanent, "transient": schema.Transient, "temporary": schema.Temporary,
	}
	require.Contains(t, restarts, s.Restart)
	c.Restart = restarts[s.Restart]
	return c
}

// TestCrashAgainstAModelThatRuns compares Crash, which works out the fate of
// each place, with a model that starts, stops and restarts one process at a
// time, on random trees.
func TestCrashAgainstAModelThatRuns(t *testing.T) {
	t.Parallel()
	for seed := range int64(400) {
		rnd := rand.New(rand.NewSource(seed))
		root := analysis.Tree(app(randomSupervisor(rnd, "R", 3)))
		for _, victim := range root.All() {
			w := newWorld(root)
			w.kill(victim)
			o := analysis.Crash(victim)
			assert.Equal(t, w.where(root, func(n int, alive bool) bool { return alive && n > 1 }), some(o.Replaced))
			assert.Equal(t, w.where(root, func(n int, alive bool) bool { return alive && n == 1 }), some(o.Kept(root)))
			assert.Equal(t, w.where(root, func(_ int, alive bool) bool { return !alive }), some(o.Gone))
			assert.Equal(t, w.gaveUp, some(o.GaveUp))
			assert.Equal(t, slices.Contains(o.Replaced, victim), analysis.Returns(victim))
			if t.Failed() {
				t.Fatalf("seed %d: crash of %s in\n%s", seed, victim.Path, draw(root))
			}
		}
	}
}

// world is a running tree: which processes live, how often each place was
// started and which child specs each supervisor holds.
type world struct {
	starts map[*analysis.Place]int
	alive  map[*analysis.Place]bool
	specs  map[*analysis.Place][]*analysis.Place
	count  map[*analysis.Place]int // restarts
	gaveUp []string
}

// newWorld starts the tree, and one instance under each dynamic supervisor.
func newWorld(root *analysis.Place) *world {
	w := &world{
		starts: map[*analysis.Place]int{}, alive: map[*analysis.Place]bool{},
		specs: map[*analysis.Place][]*analysis.Place{}, count: map[*analysis.Place]int{},
	}
	w.start(root)
	for _, p := range root.All() {
		if p.Kind == analysis.Dynamic {
			w.specs[p] = p.Children
			w.start(p.Children[0])
		}
	}
	return w
}

func (w *world) start(p *analysis.Place) {
	w.starts[p]++
	w.alive[p] = true
	w.count[p] = 0
	w.specs[p] = nil
	if p.Kind == analysis.Dynamic {
		return
	}
	for _, c := range p.Children {
		w.specs[p] = append(w.specs[p], c)
		w.start(c)
	}
}

func (w *world) stop(p *analysis.Place) {
	for i := len(w.specs[p]) - 1; i >= 0; i-- {
		w.stop(w.specs[p][i])
	}
	w.alive[p] = false
}

func (w *world) kill(p *analysis.Place) {
	w.stop(p)
	if p.Parent != nil {
		w.exited(p.Parent, p, "crash")
	}
}

// exited is the supervisor's reaction to the exit of a child.
func (w *world) exited(sup, dead *analysis.Place, reason string) {
	if dead.Restart == schema.Temporary {
		w.specs[sup] = without(w.specs[sup], dead)
		return
	}
	if dead.Restart == schema.Transient && reason == "shutdown" {
		return
	}
	w.count[sup]++
	if w.count[sup] > w.intensity(sup) {
		w.gaveUp = append(w.gaveUp, sup.Path)
		w.stop(sup)
		if sup.Parent != nil {
			w.exited(sup.Parent, sup, "shutdown")
		}
		return
	}
	var before, group []*analysis.Place
	for _, c := range w.specs[sup] {
		together := c == dead
		if sup.Kind == analysis.Supervisor {
			switch sup.Supervisor.Strategy {
			case schema.OneForAll:
				together = true
			case schema.RestForOne:
				together = together || len(group) > 0
			}
		}
		if together {
			group = append(group, c)
		} else {
			before = append(before, c)
		}
	}
	for i := len(group) - 1; i >= 0; i-- {
		if w.alive[group[i]] {
			w.stop(group[i])
		}
	}
	w.specs[sup] = before
	for _, c := range group {
		if c.Restart != schema.Temporary {
			w.specs[sup] = append(w.specs[sup], c)
			w.start(c)
		}
	}
}

func (w *world) intensity(sup *analysis.Place) int {
	if sup.Supervisor != nil {
		return sup.Supervisor.MaxRestarts
	}
	return sup.Child.MaxRestarts
}

func (w *world) where(root *analysis.Place, is func(starts int, alive bool) bool) []string {
	var found []string
	for _, p := range root.All() {
		if is(w.starts[p], w.alive[p]) {
			found = append(found, p.Path)
		}
	}
	return found
}

func without(list []*analysis.Place, p *analysis.Place) []*analysis.Place {
	var rest []*analysis.Place
	for _, q := range list {
		if q != p {
			rest = append(rest, q)
		}
	}
	return rest
}

func randomSupervisor(rnd *rand.Rand, id string, depth int) *schema.Child {
	var children []*schema.Child
	for i := range 1 + rnd.Intn(4) {
		c := randomChild(rnd, fmt.Sprintf("%c", 'a'+i), depth)
		c.Restart = schema.RestartType(1 + rnd.Intn(3))
		children = append(children, c)
	}
	return sup(id, schema.Strategy(1+rnd.Intn(3)), rnd.Intn(3), children...)
}

func randomChild(rnd *rand.Rand, id string, depth int) *schema.Child {
	switch kind := rnd.Intn(10); {
	case kind < 3 && depth > 0:
		return randomSupervisor(rnd, id, depth-1)
	case kind == 3 && depth > 0:
		instance := with(randomSupervisor(rnd, "i", depth-1), restart(schema.RestartType(1+rnd.Intn(3))))
		return dynamic(id, rnd.Intn(2), instance)
	case kind == 4:
		return dynamic(id, rnd.Intn(2), worker("i", restart(schema.RestartType(1+rnd.Intn(3)))))
	case kind == 5:
		return pool(id, 1+rnd.Intn(2), rnd.Intn(2))
	case kind == 6:
		return tasks(id)
	}
	return worker(id)
}

// draw prints a tree for the message of a failure.
func draw(root *analysis.Place) string {
	var b strings.Builder
	for _, p := range root.All() {
		fmt.Fprintf(&b, "%*s%s kind=%d restart=%d", 2*strings.Count(p.Path, "/"), "", p.ID, p.Kind, p.Restart)
		if p.Kind != analysis.Worker && p.Kind != analysis.Tasks {
			fmt.Fprintf(&b, " strategy=%d max=%d", p.Strategy(), p.MaxRestarts())
		}
		b.WriteString("\n")
	}
	return b.String()
}
