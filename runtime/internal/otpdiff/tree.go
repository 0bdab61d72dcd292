package otpdiff

import (
	"fmt"
	"strconv"

	"github.com/otpgen/otpgen/runtime/internal/vector"
)

// Where a worker stands: some starts cannot be told apart from what happens next to them, so not every outcome may be
// asked for everywhere.
type place int

const (
	inTree   place = iota + 1 // a static child of the tree
	added                     // started by a step, below a static supervisor
	instance                  // started by a step, below a dynamic supervisor
	template                  // of simple_one_for_one, whose script comes with each start
)

const never = "never"

// longPeriod is a period of restart intensity that no scenario outlasts. Its window in time is tried apart.
const longPeriod = 3600

func (g *generator) root() vector.Spec {
	g.depth = weigh(g.dice, choice[int]{2, 1}, choice[int]{4, 2}, choice[int]{3, 3}, choice[int]{2, 4})
	g.room = g.between(6, 26)
	s := g.supervisor("root", 0, false)
	s.Type, s.Restart, s.Significant = "", "", false
	if s.Intensity != nil {
		*s.Intensity = weigh(g.dice, choice[int]{1, 1}, choice[int]{3, 3}, choice[int]{4, 6}, choice[int]{4, 10})
	}
	return s
}

// supervisor makes a supervisor with what is below it. auto: its own has an auto_shutdown.
func (g *generator) supervisor(id string, depth int, auto bool) vector.Spec {
	kinds := []words{{4, "one_for_one"}, {4, "one_for_all"}, {4, "rest_for_one"}}
	if depth > 0 {
		kinds = append(kinds, words{2, "simple_one_for_one"}, words{2, "dynamic"})
	}
	s := vector.Spec{ID: id, Type: "supervisor", Strategy: weigh(g.dice, kinds...)}
	g.child(&s, auto)
	s.Intensity = new(weigh(g.dice, choice[int]{2, 0}, choice[int]{3, 1}, choice[int]{5, 2}, choice[int]{5, 3}, choice[int]{4, 5}))
	s.Period = new(longPeriod)
	if g.window {
		*s.Period = 1
	}
	switch s.Strategy {
	case "dynamic":
		if g.oneIn(4) {
			s.MaxChildren = new(g.between(2, 4))
		}
	case "simple_one_for_one":
		s.Template = new(g.template(depth))
		if g.oneIn(150) {
			s.AutoShutdown = "any_significant" // refused since OTP 27
		}
	default:
		s.AutoShutdown = weigh(g.dice, words{7, never}, words{2, "any_significant"}, words{2, "all_significant"})
		g.children(&s, depth)
	}
	if s.AutoShutdown == never {
		s.AutoShutdown = ""
	}
	return s
}

func (g *generator) children(s *vector.Spec, depth int) {
	n := g.between(1, 4)
	switch {
	case depth == 0:
		n = g.between(2, 5)
	case g.oneIn(12):
		n = g.between(5, 7)
	case g.oneIn(12):
		n = 0
	}
	auto := s.AutoShutdown != never
	for i := range n {
		id := string(rune('a' + i))
		g.room--
		if depth+1 <= g.depth && g.room > 0 && g.oneIn(3) {
			c := g.supervisor("s"+id, depth+1, auto)
			if !c.IsDynamic() && g.oneIn(40) {
				c.Init = map[string]string{strconv.Itoa(g.between(1, 2)): weigh(g.dice, words{2, "ignore"}, words{1, "raise:bad"})}
			}
			s.Children = append(s.Children, c)
		} else {
			s.Children = append(s.Children, g.worker(id, auto, inTree))
		}
	}
	if n > 1 && g.oneIn(250) {
		s.Children[n-1].ID = s.Children[0].ID // which is refused
	}
}

// template makes the spec of the children of a simple_one_for_one.
func (g *generator) template(depth int) vector.Spec {
	var t vector.Spec
	if depth < g.depth && g.oneIn(4) {
		t = g.supervisor("", depth+1, false)
		if t.Intensity != nil && g.oneIn(2) {
			*t.Intensity = 1
		}
	} else {
		t = g.worker("", false, template)
	}
	return t
}

// child decides what the supervisor of s does about its end.
func (g *generator) child(s *vector.Spec, auto bool) {
	s.Restart = weigh(g.dice, words{6, ""}, words{3, "transient"}, words{3, "temporary"})
	s.Significant = auto && s.Restart != "" && g.percent(70)
}

func (g *generator) worker(id string, auto bool, where place) vector.Spec {
	s := vector.Spec{ID: id}
	g.child(&s, auto)
	s.TrapExit = g.percent(60)
	switch weigh(g.dice, words{15, "ok"}, words{2, "sleep"}, words{2, "hang"}, words{2, "raise"},
		words{1, "exit"}, words{2, "kill"}, words{3, "infinity"}) {
	case "sleep":
		s.Terminate = "sleep:20"
	case "hang":
		s.Terminate = "hang"
		s.Shutdown = weigh[any](g.dice, choice[any]{1, 60.0}, choice[any]{2, "brutal_kill"})
	case "raise":
		s.Terminate = "raise:tboom"
	case "exit":
		s.Terminate = "exit:" + weigh(g.dice, words{2, "tout"}, words{1, "normal"}, words{1, "shutdown"})
	case "kill":
		s.Shutdown = "brutal_kill"
	case "infinity":
		s.Shutdown = "infinity"
	}
	if where != template && g.percent(40) {
		s.Init = g.script(where)
		if s.Init["*"] != "" && hangs(s) {
			s.Terminate = "" // nobody would end it
		}
	}
	if g.names && where != template && g.oneIn(6) {
		s.Register = fmt.Sprintf("name%d", g.IntN(3))
	}
	return s
}

// script says which start attempts fail; the first one of a static child rarely does.
func (g *generator) script(where place) map[string]string {
	from := g.between(2, 4)
	switch {
	case where == inTree && g.oneIn(25), where != inTree && g.oneIn(6):
		from = 1
	case where == instance && g.oneIn(8):
		return map[string]string{"*": weigh(g.dice, words{3, "ok_continue:k"}, words{1, "ok_then_stop:" + g.reason()})}
	}
	all := map[string]string{}
	for n := range weigh(g.dice, choice[int]{5, 1}, choice[int]{4, 2}, choice[int]{1, 3}) {
		all[strconv.Itoa(from+n)] = g.badStart()
	}
	return all
}

func (g *generator) badStart() string {
	return weigh(g.dice, words{6, "stop:bad"}, words{2, "raise:bad"}, words{1, "exit:bad"}, words{1, "stop:" + g.reason()}, words{3, "ignore"})
}

func (g *generator) reason() string {
	return weigh(g.dice, words{3, "normal"}, words{2, "shutdown"}, words{2, "{shutdown,x}"}, words{5, "boom"}, words{1, "killed"})
}
