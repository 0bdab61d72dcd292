package otpdiff

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/otpgen/otpgen/runtime/internal/vector"
)

// generator makes up one scenario.
type generator struct {
	dice
	depth int  // of supervisors below the root, at most
	room  int  // for how many more processes the static tree has room
	names bool // workers may have names

	window bool // restart intensity is counted within a second
	sleeps int

	file   *vector.File
	player vector.Player
	specs  map[string]vector.Spec // of every path that has ever been in the tree: the newest
	hung   map[string]bool        // paths that have ever had a spec whose Terminate hangs
	state  []vector.SupState      // after the last step
	gates  int
	fresh  int // the number of the next id, tag or helper
	err    error
}

// Generate makes up a scenario while it plays it, and returns it with what the player did: an expectation for every
// step. The same seed and index give the same scenario for as long as the player does the same. If the player fails,
// the scenario ends with the step before.
func Generate(seed, index uint64, start func(*vector.File) vector.Player) (*vector.File, error) {
	g := &generator{dice: newDice(seed, index), specs: map[string]vector.Spec{}, hung: map[string]bool{}}
	g.names = g.oneIn(5)
	g.window = g.oneIn(300)
	g.file = &vector.File{Format: 1, Name: fmt.Sprintf("s%d_%d", seed, index), Tree: g.root()}
	hold := g.oneIn(30) && g.holdBoot()
	g.know("", g.file.Tree)
	g.player = start(g.file)
	g.do(vector.Step{Op: "start"})
	if hold {
		g.duringBoot()
	}
	for left := g.between(10, 20); left > 0 && g.err == nil; {
		before := len(g.file.Steps)
		g.next()
		left -= len(g.file.Steps) - before
		if len(g.state) == 0 {
			left -= 8 // there is not much more to see
		}
	}
	if g.err == nil && len(g.state) > 0 {
		g.end()
	}
	return g.file, g.err
}

// do plays one step and keeps it.
func (g *generator) do(s vector.Step) vector.Expect {
	if g.err != nil {
		return vector.Expect{}
	}
	var e vector.Expect
	if e, g.err = g.player.Play(s); g.err != nil {
		g.err = fmt.Errorf("%s: %w", raw(s), g.err)
		return e
	}
	g.file.Steps = append(g.file.Steps, s)
	g.file.Expect = append(g.file.Expect, e)
	g.state = e.Tree
	g.note(s, e)
	return e
}

// note keeps the spec of a child that was added.
func (g *generator) note(s vector.Step, e vector.Expect) {
	s = s.Inner()
	if s.Op != "start_child" {
		return
	}
	spec, id := g.specs[s.Sup].Template, s.Tag
	if s.Spec != nil {
		spec = s.Spec
		if id == "" {
			id = spec.ID
		}
	}
	if spec == nil {
		return
	}
	path := vector.Join(s.Sup, id)
	if _, known := g.specs[path]; known && e.Result["ok"] != true {
		return
	}
	child := *spec
	child.ID = id
	if s.Init != nil {
		child.Init = s.Init
	}
	g.know(s.Sup, child)
}

func (g *generator) know(parent string, s vector.Spec) {
	path := vector.Join(parent, s.ID)
	g.specs[path] = s
	g.hung[path] = g.hung[path] || hangs(s)
	for _, c := range s.Children {
		g.know(path, c)
	}
}

// supervisors returns the paths of those that run, are not busy, and satisfy is.
func (g *generator) supervisors(is func(path string) bool) (all []string) {
	for _, s := range g.state {
		if !s.Busy && is(s.Sup) {
			all = append(all, s.Sup)
		}
	}
	return all
}

func (g *generator) isStatic(path string) bool  { return !g.specs[path].IsDynamic() }
func (g *generator) isDynamic(path string) bool { return g.specs[path].IsDynamic() }
func (g *generator) isSimple(path string) bool {
	return g.specs[path].Strategy == "simple_one_for_one"
}
func isBelowRoot(path string) bool { return path != "root" }

// running returns the paths of the children that run.
func (g *generator) running() (all []string) {
	for _, s := range g.state {
		for _, c := range s.Children {
			if id, _, runs := strings.Cut(c, "#"); runs {
				all = append(all, vector.Join(s.Sup, id))
			}
		}
	}
	return all
}

// workers returns the paths of the workers that run.
func (g *generator) workers() []string {
	return slices.DeleteFunc(g.running(), func(path string) bool { return g.specs[path].Type == "supervisor" })
}

// below keeps the paths below a supervisor.
func below(sup string, paths []string) []string {
	return slices.DeleteFunc(slices.Clone(paths), func(p string) bool { return !strings.HasPrefix(p, sup+"/") })
}

// anyBelow reports whether something that has ever been below a supervisor, or could be, is so. Everything counts: also
// what is gone.
func (g *generator) anyBelow(sup string, is func(vector.Spec) bool) bool {
	for path, s := range g.specs {
		if (path == sup || strings.HasPrefix(path, sup+"/")) && s.Any(is) {
			return true
		}
	}
	return false
}

// clings is what an orphan must not do: never end, or keep a name.
func clings(s vector.Spec) bool { return hangs(s) || isNamed(s) }

// mayHang reports whether the worker at a path may hang in its Terminate. A child
// that was added in the place of another gives way to it when their supervisor is
// restarted.
func (g *generator) mayHang(path string) bool { return g.hung[path] }

func hangs(s vector.Spec) bool   { return s.Terminate == "hang" }
func isNamed(s vector.Spec) bool { return s.Register != "" }

// parent returns the path of the supervisor of a path.
func parent(path string) string { return path[:max(strings.LastIndexByte(path, '/'), 0)] }

func (g *generator) unused(prefix string) string {
	g.fresh++
	return fmt.Sprintf("%s%d", prefix, g.fresh)
}

func (g *generator) gate() string {
	g.gates++
	return fmt.Sprintf("g%d", g.gates)
}

func raw(v any) json.RawMessage {
	data, err := json.Marshal(v)
	if err != nil {
		panic("otpgen: internal: " + err.Error())
	}
	return data
}

func act(op, target string, a vector.Action) vector.Step {
	return vector.Step{Op: op, Target: target, Do: raw(a)}
}

func async(as string, s vector.Step) vector.Step { return vector.Step{Op: "async", As: as, Do: raw(s)} }
