package otpdiff

import (
	"slices"

	"github.com/otpgen/otpgen/runtime/internal/vector"
)

// message sends a worker something to do.
func (g *generator) message(worker string) {
	op := weigh(g.dice, words{5, "call"}, words{2, "cast"}, words{2, "info"})
	if g.oneIn(40) {
		g.timeouts(worker)
		return
	}
	g.do(act(op, worker, g.action(worker, op == "call")))
}

// action is something that a worker can do and then be done with.
func (g *generator) action(worker string, reply bool) vector.Action {
	a := vector.Action{V: "q", Set: g.unused("st")}
	say := func(v string) {
		if reply {
			a.Reply = new(v)
		}
	}
	if g.oneIn(5) {
		a.SelfCast = &vector.Action{V: "later", Set: "later"}
	}
	if g.mayHang(worker) {
		say("$state")
		return a
	}
	switch g.IntN(12) {
	case 0:
		say("r")
		a.Stop = g.reason()
	case 1:
		if reply {
			a.Stop = g.reason()
		}
	case 2:
		a.Raise = "oops"
	case 3:
		a.Exit = g.reason()
	case 4:
		say("r")
		a.Continue = &vector.Action{V: "k", Stop: g.reason()}
	case 5:
		say("r")
		a.Continue = &vector.Action{V: "k", Continue: &vector.Action{V: "l", Set: "l"}}
	case 6:
		a.SelfInfo = &vector.Action{V: "note", Stop: g.reason()}
		say("$state")
	case 7:
		a.Bad = true
	default:
		say("$state")
	}
	if a.Reply == nil && a.Stop == "" && a.Raise == "" && a.Exit == "" && !a.Bad {
		say("$state") // or the call would wait for five seconds
	}
	return a
}

// timeouts lets time pass, which is slow: Erlang's is real.
func (g *generator) timeouts(worker string) {
	switch g.IntN(3) {
	case 0:
		s := act("call", worker, vector.Action{V: "slow", Sleep: 120, Reply: new("r")})
		s.Timeout = 40
		g.do(s)
	case 1:
		g.do(act("call", worker, vector.Action{V: "idle", Timeout: new(150), Reply: new("r")}))
		g.do(vector.Step{Op: "sleep", Ms: 300})
	default:
		s := act("late", worker, vector.Action{V: "slow", Sleep: 120, Reply: new("r")})
		s.Timeout, s.Wait = 40, 160
		g.do(s)
	}
}

// serverCall lets one worker call another, always in the order of their paths, so that no two ever wait for each other.
// What happens to the one that is called must not concern its supervisor while the caller goes on, or dies of it, in a
// way that shows: OTP does not say which of the two comes first.
func (g *generator) serverCall(workers []string) {
	a, b := pick(g.dice, workers), pick(g.dice, workers)
	if a == b {
		return
	}
	if a > b {
		a, b = b, a
	}
	s := g.specs[b]
	unminded := s.Restart == "temporary" && !s.Significant && !hangs(s)
	c := &vector.Call{Target: b, Catch: true}
	do := vector.Action{V: "front", Call: c, Reply: new("$call")}
	switch g.IntN(7) {
	case 0: // it ends, and the caller with it
		if !unminded || g.mayHang(a) {
			return
		}
		c.Do, c.Catch = vector.Action{V: "back", Stop: g.reason()}, false
	case 1: // it ends, and the caller is told so
		if !unminded {
			return
		}
		c.Do = g.action(b, true)
	case 2: // it answers and ends
		if !unminded {
			return
		}
		c.Do = vector.Action{V: "back", Reply: new("last"), Stop: g.reason()}
	case 3: // it takes too long
		if !g.oneIn(10) {
			return
		}
		c.Do, c.Timeout = vector.Action{V: "slow", Sleep: 150, Reply: new("r")}, 50
		c.Catch = g.mayHang(a) || g.oneIn(2)
	case 4: // nobody is there
		c.Target, c.Catch = pick(g.dice, []string{"@nobody", g.absent(workers)}), g.mayHang(a) || g.oneIn(3)
		if c.Target <= a && c.Target[0] != '@' {
			return
		}
		c.Do = vector.Action{V: "back", Reply: new("r")}
	default:
		c.Do, c.Catch = vector.Action{V: "back", Set: "seen", Reply: new("$state")}, g.oneIn(2)
	}
	g.do(act("call", a, do))
}

// absent is somebody who does not run.
func (g *generator) absent(workers []string) string {
	down := below("root", sortedKeys(g.specs))
	for range 5 {
		p := pick(g.dice, down)
		if g.specs[p].Type != "supervisor" && !slices.Contains(workers, p) {
			return p
		}
	}
	return "@nobody"
}

// answeredLater is a call whose answer comes from a later message.
func (g *generator) answeredLater(worker string) {
	c := g.unused("c")
	g.do(async(c, act("call", worker, vector.Action{V: "keep", SaveFrom: true})))
	if g.oneIn(3) {
		g.do(act("call", worker, vector.Action{V: "between", Set: "between", Reply: new("$state")}))
	}
	if g.oneIn(4) {
		g.do(vector.Step{Op: "kill", Target: worker})
		return
	}
	g.do(act(weigh(g.dice, words{1, "cast"}, words{1, "info"}), worker, vector.Action{V: "tell", Answer: "$state"}))
}

// probed watches somebody from outside until something has happened.
func (g *generator) probed(target string) {
	p := g.unused("p")
	kind := pick(g.dice, []string{"monitor", "link", "link_trap"})
	if g.specs[target].Type == "supervisor" && g.oneIn(2) {
		kind = "monitor"
	}
	g.do(vector.Step{Op: "probe", As: p, Kind: kind, Target: target})
	switch g.IntN(5) {
	case 0:
		g.do(vector.Step{Op: "unprobe", As: p})
	case 1:
		g.do(vector.Step{Op: "probe_exit", As: p, Reason: g.reason()})
	case 2:
		if g.specs[target].Type != "supervisor" {
			g.do(vector.Step{Op: "kill", Target: target})
		}
	case 3:
		if g.specs[target].Type != "supervisor" {
			g.do(g.exit(target))
		}
	}
}
