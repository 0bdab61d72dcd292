package otpdiff

import (
	"slices"
	"strings"

	"github.com/otpgen/otpgen/runtime/internal/vector"
)

// next does one step, or a few that belong together.
func (g *generator) next() {
	workers := g.workers()
	static, dynamic := g.supervisors(g.isStatic), g.supervisors(g.isDynamic)
	nested := g.supervisors(isBelowRoot)
	type move = choice[func()]
	var all []move
	may := func(weight int, possible bool, f func()) {
		if possible {
			all = append(all, move{weight, f})
		}
	}
	one := func(s vector.Step) { g.do(s) }
	someone, somewhere, someplace := len(workers) > 0, len(static) > 0, len(dynamic) > 0
	may(30, someone, func() { one(g.exit(pick(g.dice, workers))) })
	may(8, someone, func() { one(vector.Step{Op: "kill", Target: pick(g.dice, workers)}) })
	may(3, someone, func() { one(vector.Step{Op: "signal", Target: pick(g.dice, workers), Reason: g.reason()}) })
	may(1, len(g.state) > 0, func() {
		one(vector.Step{Op: "signal", Target: pick(g.dice, g.supervisors(func(string) bool { return true })), Reason: g.reason()})
	})
	may(9, someone, func() { g.message(pick(g.dice, workers)) })
	may(3, someone, func() { g.stopWorker(pick(g.dice, workers)) })
	may(5, len(workers) > 1, func() { g.serverCall(workers) })
	may(5, someone, func() { g.held(pick(g.dice, workers)) })
	may(2, someone, func() { g.answeredLater(pick(g.dice, workers)) })
	may(4, len(g.running()) > 0, func() { g.probed(pick(g.dice, g.running())) })
	may(5, len(nested) > 0, func() { g.killSupervisor(pick(g.dice, nested)) })
	may(6, len(nested) > 0, func() { one(vector.Step{Op: "stop", Target: pick(g.dice, nested), Reason: g.reason()}) })
	may(9, somewhere, func() { one(g.childOp("terminate_child", static)) })
	may(9, somewhere, func() { one(g.childOp("restart_child", static)) })
	may(5, somewhere, func() { one(g.childOp("delete_child", static)) })
	may(8, somewhere, func() { one(g.startStatic(pick(g.dice, static))) })
	may(6, somewhere, func() { g.queued(pick(g.dice, static)) })
	may(5, somewhere, func() { g.gatedRestart(pick(g.dice, static)) })
	may(4, somewhere, func() { g.gatedStop(pick(g.dice, static)) })
	may(20, someplace, func() { one(g.startInstance(pick(g.dice, dynamic))) })
	may(6, someplace, func() { one(g.terminateInstance(pick(g.dice, dynamic))) })
	may(3, someplace, func() { g.queuedInstances(pick(g.dice, dynamic)) })
	may(2, len(g.state) > 0, func() { one(g.look()) })
	may(1, true, func() { one(vector.Step{Op: "whereis", Name: "name0"}) })
	may(1, true, func() { g.toTheDead() })
	may(40, g.window && g.sleeps < 2, func() {
		g.sleeps++
		one(vector.Step{Op: "sleep", Ms: 2200})
	})
	if len(g.state) == 0 {
		may(4, true, func() {
			op := pick(g.dice, []string{"restart_child", "terminate_child", "which_children"})
			one(vector.Step{Op: op, Sup: "root", ID: "a"})
		})
	}
	weigh(g.dice, all...)()
}

// end stops the tree.
func (g *generator) end() {
	if g.oneIn(20) && !g.anyBelow("root", clings) {
		g.do(vector.Step{Op: "kill", Target: "root"})
		return
	}
	g.do(weigh(g.dice,
		choice[vector.Step]{7, vector.Step{Op: "stop", Target: "root", Reason: "shutdown"}},
		choice[vector.Step]{1, vector.Step{Op: "stop", Target: "root", Reason: "normal"}},
		choice[vector.Step]{2, vector.Step{Op: "parent_exit", Reason: weigh(g.dice, words{3, "shutdown"}, words{1, "boom"}, words{1, "normal"})}}))
}

// exit lets a worker end itself; one that would never come to an end is killed.
func (g *generator) exit(worker string) vector.Step {
	s := vector.Step{Op: "exit", Target: worker}
	switch {
	case g.mayHang(worker):
		s.Op = "kill"
	case g.oneIn(6):
		s.How, s.Reason = "raise", "oops"
	default:
		s.Reason = g.reason()
	}
	return s
}

func (g *generator) stopWorker(worker string) {
	if !g.mayHang(worker) {
		g.do(vector.Step{Op: "stop", Target: worker, Reason: g.reason()})
	}
}

// killSupervisor kills one, unless an orphan would not end, or would keep a name: then it is stopped.
func (g *generator) killSupervisor(sup string) {
	s := vector.Step{Op: "kill", Target: sup}
	if !g.mayBeKilled(sup) {
		s.Op, s.Reason = "stop", g.reason()
	}
	g.do(s)
}

// childOp is a request about a child. restart_child and delete_child prefer children that do not run.
func (g *generator) childOp(op string, static []string) vector.Step {
	var all, down []vector.Step
	for _, s := range g.state {
		if !slices.Contains(static, s.Sup) {
			continue
		}
		for _, c := range s.Children {
			end := strings.IndexAny(c, "#!")
			step := vector.Step{Op: op, Sup: s.Sup, ID: c[:end]}
			all = append(all, step)
			if c[end] == '!' {
				down = append(down, step)
			}
		}
	}
	if op != "terminate_child" && len(down) > 0 && !g.oneIn(4) {
		all = down
	}
	if len(all) == 0 || g.oneIn(20) {
		return vector.Step{Op: op, Sup: pick(g.dice, static), ID: "nosuch"}
	}
	return pick(g.dice, all)
}

func (g *generator) startStatic(sup string) vector.Step {
	auto := g.specs[sup].AutoShutdown != ""
	var s vector.Spec
	switch g.IntN(10) {
	case 0: // an id that may exist
		s = g.worker(pick(g.dice, []string{"a", "b", "c"}), auto, added)
	case 1: // perhaps not allowed
		s = g.worker(g.unused("n"), auto, added)
		s.Significant = true
	case 2, 3:
		g.room = g.between(2, 7)
		s = g.supervisor(g.unused("y"), g.between(1, g.depth), auto)
	case 4:
		s = g.worker(g.unused("n"), auto, added)
		switch g.IntN(8) {
		case 0:
			s.Restart = "sometimes"
		case 1:
			s.Shutdown = -1.0
		}
	default:
		s = g.worker(g.unused("n"), auto, added)
	}
	return vector.Step{Op: "start_child", Sup: sup, Spec: &s}
}

func (g *generator) startInstance(sup string) vector.Step {
	s := vector.Step{Op: "start_child", Sup: sup, Tag: g.unused("t")}
	if g.isSimple(sup) {
		if t := g.specs[sup].Template; t.Type != "supervisor" && g.oneIn(3) {
			s.Init = g.script(added)
			g.dropIgnored(s.Init)
		}
		return s
	}
	var c vector.Spec
	if g.oneIn(5) {
		g.room = g.between(2, 6)
		c = g.supervisor("", g.between(1, g.depth), false)
	} else {
		c = g.worker("", false, instance)
	}
	s.Spec = &c
	return s
}

// dropIgnored takes out restarts of a simple_one_for_one that say ignore: OTP before 27 has a bug there, so that they
// are tried rarely.
func (g *generator) dropIgnored(init map[string]string) {
	if g.oneIn(60) {
		return
	}
	for n, outcome := range init {
		if n != "1" && outcome == "ignore" {
			init[n] = "stop:bad"
		}
	}
}

func (g *generator) terminateInstance(sup string) vector.Step {
	var tags []string
	for _, p := range below(sup, g.running()) {
		tag, _, _ := strings.Cut(p[len(sup)+1:], "/")
		if !slices.Contains(tags, tag) {
			tags = append(tags, tag)
		}
	}
	s := vector.Step{Op: "terminate_child", Sup: sup, Tag: "nosuch"}
	switch {
	case g.isSimple(sup) && g.oneIn(12):
		s.Op = pick(g.dice, []string{"restart_child", "delete_child", "terminate_child"})
		s.Tag, s.ID = "", "template"
	case len(tags) > 0 && !g.oneIn(8):
		s.Tag = pick(g.dice, tags)
	}
	return s
}

func (g *generator) look() vector.Step {
	static := g.supervisors(g.isStatic)
	if len(static) > 0 && g.oneIn(3) {
		return g.childOp("get_childspec", static)
	}
	s := pick(g.dice, g.state)
	return vector.Step{Op: pick(g.dice, []string{"which_children", "count_children"}), Sup: s.Sup}
}

// toTheDead addresses somebody who may be gone.
func (g *generator) toTheDead() {
	var all []string
	for path := range g.specs {
		all = append(all, path)
	}
	slices.Sort(all)
	path := pick(g.dice, all)
	if g.specs[path].Type == "supervisor" || path == "root" {
		g.do(vector.Step{Op: "count_children", Sup: path})
		return
	}
	switch g.IntN(3) {
	case 0:
		g.do(g.exit(path))
	case 1:
		g.do(act("call", path, vector.Action{V: "q", Reply: new("r")}))
	default:
		g.do(vector.Step{Op: "kill", Target: path})
	}
}
