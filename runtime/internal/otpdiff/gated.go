package otpdiff

import (
	"maps"
	"slices"
	"strings"

	"github.com/otpgen/otpgen/runtime/internal/vector"
)

// Some steps happen while a process stands at a gate. Only one process does at a time, so that only one goes on when
// the gate opens.

// queued keeps a static supervisor busy with a start while things happen to its children and requests arrive.
func (g *generator) queued(sup string) {
	gate := g.gate()
	s := g.worker(g.unused("n"), g.specs[sup].AutoShutdown != "", template)
	s.Register = ""
	unhurried(&s)
	s.Init = map[string]string{"1": "gate:" + gate + ">" + weigh(g.dice, words{5, "ok"}, words{1, "stop:bad"}, words{1, "ignore"}, words{1, "raise:bad"})}
	g.do(async(g.unused("c"), vector.Step{Op: "start_child", Sup: sup, Spec: &s}))
	g.meanwhile(sup, s.ID)
	g.do(vector.Step{Op: "open", Gate: gate})
}

// isHurried reports whether a start, once its supervisor is to stop, is given less time than a scenario takes: that
// is abandoned here, where OTP waits for ever (docs/adr/0001-fencing.md).
func isHurried(s vector.Spec) bool { return s.Shutdown == 60.0 }

func unhurried(s *vector.Spec) {
	if isHurried(*s) {
		s.Shutdown = "brutal_kill"
	}
}

// gatedRestart lets a restart hang while things happen.
func (g *generator) gatedRestart(sup string) {
	gate := g.gate()
	s := g.worker(g.unused("n"), g.specs[sup].AutoShutdown != "", template)
	if s.Restart == "temporary" {
		s.Restart, s.Significant = "", false
	}
	unhurried(&s)
	s.Init = map[string]string{"2": "gate:" + gate + ">" + weigh(g.dice, words{4, "ok"}, words{2, "stop:bad"}, words{1, "ignore"}, words{1, "raise:bad"})}
	if g.oneIn(2) {
		s.Init["3"] = g.badStart()
	}
	path := vector.Join(sup, s.ID)
	g.do(vector.Step{Op: "start_child", Sup: sup, Spec: &s})
	g.do(vector.Step{Op: "kill", Target: path})
	g.meanwhile(sup, s.ID)
	g.do(vector.Step{Op: "open", Gate: gate})
}

// gatedStop lets a stop hang while things happen.
func (g *generator) gatedStop(sup string) {
	gate := g.gate()
	s := g.worker(g.unused("n"), g.specs[sup].AutoShutdown != "", template)
	s.TrapExit, s.Terminate, s.Shutdown = true, "gate:"+gate, "infinity"
	path := vector.Join(sup, s.ID)
	g.do(vector.Step{Op: "start_child", Sup: sup, Spec: &s})
	if others := slices.DeleteFunc(below(sup, g.workers()), func(p string) bool { return p == path || parent(p) != sup }); len(others) > 0 && g.oneIn(2) {
		g.do(vector.Step{Op: "kill", Target: pick(g.dice, others)})
	}
	switch g.IntN(4) {
	case 0:
		g.do(async(g.unused("c"), vector.Step{Op: "stop", Target: path, Reason: g.reason()}))
	case 1:
		g.do(vector.Step{Op: "exit", Target: path, Reason: g.reason()})
	case 2:
		g.do(async(g.unused("c"), vector.Step{Op: "stop", Target: sup, Reason: g.reason()}))
	default:
		g.do(async(g.unused("c"), vector.Step{Op: "terminate_child", Sup: sup, ID: s.ID}))
	}
	g.meanwhile(sup, s.ID)
	g.do(vector.Step{Op: "open", Gate: gate})
}

// meanwhile does things to the children of a supervisor, and sends it requests, which wait.
func (g *generator) meanwhile(sup, id string) {
	var steps []vector.Step
	below := slices.DeleteFunc(g.alive(sup), func(p string) bool { return p == vector.Join(sup, id) })
	g.Shuffle(len(below), func(i, j int) { below[i], below[j] = below[j], below[i] })
	for _, p := range below[:min(len(below), g.between(0, 3))] {
		switch g.IntN(4) {
		case 0:
			steps = append(steps, g.exit(p))
		case 1:
			steps = append(steps, vector.Step{Op: "signal", Target: p, Reason: g.reason()})
		default:
			steps = append(steps, vector.Step{Op: "kill", Target: p})
		}
	}
	for range g.between(0, 2) {
		op := weigh(g.dice, words{3, "terminate_child"}, words{3, "restart_child"}, words{2, "delete_child"}, words{1, "which_children"}, words{1, "count_children"})
		s := vector.Step{Op: op, Sup: sup}
		if !strings.HasPrefix(op, "which") && !strings.HasPrefix(op, "count") {
			s.ID = pick(g.dice, append(g.childrenOf(sup), id))
		}
		steps = append(steps, async(g.unused("c"), s))
	}
	if g.oneIn(5) {
		s := g.worker(g.unused("n"), g.specs[sup].AutoShutdown != "", added)
		steps = append(steps, async(g.unused("c"), vector.Step{Op: "start_child", Sup: sup, Spec: &s}))
	}
	if g.oneIn(8) {
		steps = append(steps, async(g.unused("c"), vector.Step{Op: "stop", Target: sup, Reason: g.reason()}))
	}
	if g.mayBeKilled(sup) && g.oneIn(8) {
		steps = append(steps, vector.Step{Op: "kill", Target: sup})
	}
	g.Shuffle(len(steps), func(i, j int) { steps[i], steps[j] = steps[j], steps[i] })
	for _, s := range steps {
		g.do(s)
	}
}

// alive are the workers below a supervisor of which it is known, without asking a busy one, that they were there.
func (g *generator) alive(sup string) (all []string) {
	for _, p := range g.everSeen(sup) {
		if g.specs[p].Type != "supervisor" {
			all = append(all, p)
		}
	}
	return all
}

// everSeen are the static children below a supervisor.
func (g *generator) everSeen(sup string) []string { return below(sup, sortedKeys(g.specs)) }

func (g *generator) childrenOf(sup string) (all []string) {
	for _, p := range g.everSeen(sup) {
		if parent(p) == sup {
			all = append(all, p[len(sup)+1:])
		}
	}
	return all
}

// queuedInstances keeps a dynamic supervisor busy while requests arrive.
func (g *generator) queuedInstances(sup string) {
	if t := g.specs[sup].Template; t != nil && (t.Type == "supervisor" || isHurried(*t)) {
		return
	}
	gate := g.gate()
	tag := g.unused("t")
	s := vector.Step{Op: "start_child", Sup: sup, Tag: tag}
	script := map[string]string{"1": "gate:" + gate + ">" + weigh(g.dice, words{4, "ok"}, words{1, "stop:bad"}, words{1, "ignore"})}
	if g.isSimple(sup) {
		s.Init = script
	} else {
		c := g.worker("", false, template)
		unhurried(&c)
		c.Init = script
		s.Spec = &c
	}
	before := slices.DeleteFunc(below(sup, g.workers()), func(p string) bool { return parent(p) != sup })
	g.do(async(g.unused("c"), s))
	g.Shuffle(len(before), func(i, j int) { before[i], before[j] = before[j], before[i] })
	for _, p := range before[:min(len(before), g.between(0, 2))] {
		switch g.IntN(3) {
		case 0:
			g.do(async(g.unused("c"), vector.Step{Op: "terminate_child", Sup: sup, Tag: p[len(sup)+1:]}))
		case 1:
			g.do(g.exit(p))
		default:
			g.do(vector.Step{Op: "kill", Target: p})
		}
	}
	if g.oneIn(3) {
		g.do(async(g.unused("c"), g.startInstance(sup)))
	}
	if g.oneIn(8) {
		g.do(async(g.unused("c"), vector.Step{Op: "stop", Target: sup, Reason: g.reason()}))
	}
	if g.mayBeKilled(sup) && g.oneIn(8) {
		g.do(vector.Step{Op: "kill", Target: sup})
	}
	g.do(vector.Step{Op: "open", Gate: gate})
}

// mayBeKilled reports whether a supervisor leaves only orphans that end, and without a name.
func (g *generator) mayBeKilled(sup string) bool { return sup != "root" && !g.anyBelow(sup, clings) }

// held keeps a worker busy while messages queue up, and perhaps it does not survive.
func (g *generator) held(worker string) {
	gate := g.gate()
	g.do(async(g.unused("c"), act("call", worker, vector.Action{V: "held", Gate: gate, Set: "held", Reply: new("$state")})))
	for range g.between(1, 3) {
		switch g.IntN(5) {
		case 0:
			g.do(act("cast", worker, g.action(worker, false)))
		case 1:
			g.do(act("info", worker, g.action(worker, false)))
		default:
			g.do(async(g.unused("c"), act("call", worker, g.action(worker, true))))
		}
	}
	switch g.IntN(6) {
	case 0:
		g.do(vector.Step{Op: "kill", Target: worker})
	case 1:
		g.do(vector.Step{Op: "signal", Target: worker, Reason: g.reason()})
	case 2:
		if !g.mayHang(worker) {
			g.do(async(g.unused("c"), vector.Step{Op: "stop", Target: worker, Reason: g.reason()}))
		}
	case 3:
		if sup := parent(worker); g.isStatic(sup) {
			s := vector.Step{Op: "terminate_child", Sup: sup, ID: worker[len(sup)+1:]}
			if g.specs[worker].Shutdown != nil && g.specs[worker].Shutdown != "infinity" { // or time would decide
				break
			}
			g.do(async(g.unused("c"), s))
		}
	}
	g.do(vector.Step{Op: "open", Gate: gate})
}

// holdBoot puts a gate into the first start of some static worker, if there is one.
func (g *generator) holdBoot() bool {
	return hold(g.dice, &g.file.Tree)
}

func hold(d dice, s *vector.Spec) bool {
	for i := range s.Children {
		c := &s.Children[i]
		switch {
		case c.Type == "supervisor":
			if hold(d, c) {
				return true
			}
		case !isHurried(*c) && d.oneIn(3):
			first := c.Init["1"]
			if first == "" {
				first = "ok"
			}
			c.Init = maps.Clone(c.Init)
			if c.Init == nil {
				c.Init = map[string]string{}
			}
			c.Init["1"] = "gate:boot>" + first
			return true
		}
	}
	return false
}

// duringBoot lets things happen while the tree is coming up. An end that a supervisor would react to is none of them:
// OTP does not say whether it does so before or after its starter learns that it is up.
func (g *generator) duringBoot() {
	for _, p := range g.alive("root") {
		s := g.specs[p]
		if s.Restart == "temporary" && !s.Significant && !strings.HasPrefix(s.Init["1"], "gate:") && g.oneIn(3) {
			g.do(pick(g.dice, []vector.Step{{Op: "kill", Target: p}, g.exit(p)}))
		}
	}
	if g.oneIn(5) {
		g.do(vector.Step{Op: "parent_exit", Reason: g.reason()})
	}
	g.do(vector.Step{Op: "open", Gate: "boot"})
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
