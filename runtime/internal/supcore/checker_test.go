package supcore_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/otpgen/otpgen/runtime/internal/supcore"
)

// observable is a machine as the checker sees it.
type observable interface {
	machine
	Waiting() (events int, busy bool)
	Order() []string
	Alone() bool
	Canonical(name func(supcore.Ref) string) string
}

// checker stands between a machine and whoever drives it, knows the world as it must be, and notes everything that
// must never happen.
type checker struct {
	machine observable
	limit   int  // MaxRestarts
	dynamic bool // children are stopped together
	alone   bool // a restart concerns one child only

	procs    map[supcore.Ref]*checkedProc
	starting supcore.Ref
	timers   map[supcore.Ref]bool
	waits    map[supcore.Ref]bool  // for a restart
	waited   map[supcore.Ref]bool  // the same, ever
	retries  []supcore.Retry       // sent to itself and not delivered yet
	stale    map[supcore.Ref]bool  // timers taken back, whose StopTimedOut may be on its way all the same
	open     map[uint64]supcore.Op // requests without an answer
	answered map[uint64]bool
	restarts map[string][]time.Duration // automatic starts that have been seen, by child; "" is all of them
	mayBeOff map[string]bool            // permanent children that need not run; "" is all of them
	now      time.Duration
	exit     bool // an ExitRequested has been given
	ending   bool // it says that it gives up or shuts itself down
	ready    bool
	left     bool
	stops    []int // places of the children stopped in one go, so far
	last     started
	wrong    []string
}

// started is the last start of a round: the supervisor's own start is round 0, a restart has its count.
type started struct{ count, place int }

type checkedProc struct {
	spec   supcore.Spec
	alive  bool
	told   bool
	killed bool
}

// clone returns an independent copy of a checker and its machine.
func (c *checker) clone() *checker {
	n := *c
	n.machine = cloned(c.machine)
	n.procs = make(map[supcore.Ref]*checkedProc, len(c.procs))
	for ref, p := range c.procs {
		k := *p
		n.procs[ref] = &k
	}
	n.waits, n.waited = maps.Clone(c.waits), maps.Clone(c.waited)
	n.timers, n.stale = maps.Clone(c.timers), maps.Clone(c.stale)
	n.open, n.answered = maps.Clone(c.open), maps.Clone(c.answered)
	n.restarts, n.mayBeOff = maps.Clone(c.restarts), maps.Clone(c.mayBeOff)
	n.retries, n.stops = slices.Clone(c.retries), slices.Clone(c.stops)
	n.wrong = nil
	return &n
}

func cloned(m observable) observable {
	switch m := m.(type) {
	case *supcore.Static:
		return m.Clone()
	case *supcore.Dynamic:
		return m.Clone()
	default:
		panic("unknown machine")
	}
}

func newChecker(m observable, maxRestarts int) *checker {
	_, dynamic := m.(*supcore.Dynamic)
	return &checker{
		machine: m, limit: maxRestarts, dynamic: dynamic, alone: m.Alone(),
		procs:    map[supcore.Ref]*checkedProc{},
		timers:   map[supcore.Ref]bool{},
		waits:    map[supcore.Ref]bool{},
		waited:   map[supcore.Ref]bool{},
		stale:    map[supcore.Ref]bool{},
		open:     map[uint64]supcore.Op{},
		answered: map[uint64]bool{},
		restarts: map[string][]time.Duration{},
		mayBeOff: map[string]bool{},
	}
}

func (c *checker) never(bad bool, format string, args ...any) {
	if bad {
		c.wrong = append(c.wrong, fmt.Sprintf(format, args...))
	}
}

// step hands an event to the machine and looks at everything that comes out.
func (c *checker) step(ev supcore.Event) {
	before := c.left
	c.happens(ev)
	order := c.machine.Order()
	out := c.machine.Step(ev, nil)
	c.never(before && len(out) > 0, "actions after leave: %v", shown(out))
	for _, a := range out {
		c.never(c.left, "%s after leave", show(a))
		c.action(a, order)
	}
	events, busy := c.machine.Waiting()
	if !busy {
		c.stops = nil
	}
	c.never(!busy && events > 0 && c.begun(), "idle with %d events waiting", events)
	c.never(!busy && !c.left && len(c.open) > 0 && c.begun(), "idle with requests %v unanswered", c.open)
	if !busy && !c.left && c.ready {
		c.rests()
	}
}

func (c *checker) begun() bool { return c.ready || c.starting != 0 || c.left }

// happens applies an event to the world.
func (c *checker) happens(ev supcore.Event) {
	switch ev := ev.(type) {
	case supcore.Started:
		if p := c.endStart(ev.Ref); p != nil {
			p.alive = true
		}
	case supcore.Ignored:
		if p := c.endStart(ev.Ref); p != nil {
			c.mayBeOff[p.spec.ID] = true
		}
	case supcore.StartFailed:
		c.endStart(ev.Ref)
	case supcore.Exited:
		if p := c.procs[ev.Ref]; p != nil {
			p.alive = false
		}
		c.now = max(c.now, ev.At)
	case supcore.StopTimedOut:
		delete(c.timers, ev.Ref)
		delete(c.stale, ev.Ref)
	case supcore.RetryDue:
		delete(c.waits, ev.Ref)
	case supcore.Retry:
		c.retries = slices.DeleteFunc(c.retries, func(r supcore.Retry) bool { return r == ev })
	case supcore.Request:
		if !c.left {
			c.open[ev.To] = ev.Op
		}
		if op, ok := ev.Op.(supcore.TerminateChild); ok {
			c.mayBeOff[op.ID] = true
			c.mayBeOff[""] = !c.alone // statement 70: with the retry, those who wait behind it are forgotten, too
		}
	case supcore.ExitRequested:
		c.exit = true
	}
}

func (c *checker) endStart(ref supcore.Ref) *checkedProc {
	if c.starting != ref {
		return nil
	}
	c.starting = 0
	return c.procs[ref]
}

// action checks one action and applies it to the world. Order is that of the children before the event: what was
// added since has no place in it.
func (c *checker) action(a supcore.Action, order []string) {
	switch a := a.(type) {
	case supcore.Start:
		c.startAction(a)
	case supcore.Signal:
		c.signalAction(a, order)
	case supcore.ArmTimer:
		p := c.procs[a.Ref]
		c.never(p == nil || !p.alive && a.Ref != c.starting, "timer for %d, which is gone", a.Ref)
		c.never(c.timers[a.Ref], "second timer for %d", a.Ref)
		c.timers[a.Ref] = true
	case supcore.ArmRetry:
		c.never(c.waits[a.Ref] || c.timers[a.Ref], "second timer for %d", a.Ref)
		c.waits[a.Ref], c.waited[a.Ref] = true, true
	case supcore.DisarmTimer:
		if c.waited[a.Ref] && !c.timers[a.Ref] { // its RetryDue may be on its way
			delete(c.waits, a.Ref)
			return
		}
		c.never(!c.timers[a.Ref], "disarmed %d, which has no timer", a.Ref)
		delete(c.timers, a.Ref)
		c.stale[a.Ref] = true
	case supcore.SendSelf:
		c.retries = append(c.retries, a.Event.(supcore.Retry))
	case supcore.Reply:
		c.never(c.open[a.To] == nil || c.answered[a.To], "reply to %d, who is not waiting", a.To)
		c.answered[a.To] = true
		c.stops = nil
		delete(c.open, a.To)
	case supcore.Ready:
		c.never(c.ready, "ready twice")
		c.ready = true
	case supcore.Leave:
		c.left = true
		c.leaves(a.Reason)
		c.never(c.starting != 0, "leave while %d starts", c.starting)
		c.never(len(c.timers)+len(c.waits) > 0, "leave with timers %v %v", c.timers, c.waits)
		for ref, p := range c.procs {
			c.never(p.alive, "leave with %s#%d alive", p.spec.ID, ref)
		}
	case supcore.Report:
		c.report(a, order)
	}
}

// report checks that restarts are allowed, and that children which start in one go, at the supervisor's start or in
// one restart, do so in order.
func (c *checker) report(a supcore.Report, order []string) {
	switch a.Kind {
	case supcore.ReportStarted:
		if c.ready || c.dynamic {
			return
		}
	case supcore.ReportRestarted:
		c.never(a.Count > c.limit, "%d restarts with %d allowed", a.Count, c.limit)
		c.never(c.procs[a.Ref].spec.Restart == supcore.Temporary, "temporary %s restarted", a.Child)
		if c.alone {
			return
		}
	case supcore.ReportGaveUp:
		own := c.procs[a.Ref].spec.Limit != nil
		c.never(a.Count != c.limit+1 && !own, "gave up after %d restarts with %d allowed", a.Count, c.limit)
		c.ending = true
		return
	case supcore.ReportAutoShutdown:
		c.ending = true
		return
	default:
		return
	}
	now := started{count: a.Count, place: slices.Index(order, a.Child)}
	c.never(c.last.count == now.count && c.last.place > now.place, "%s started out of order", a.Child)
	c.last = now
}

func (c *checker) startAction(a supcore.Start) {
	c.never(c.starting != 0, "start of %d while %d starts", a.Ref, c.starting)
	c.never(c.procs[a.Ref] != nil, "ref %d used twice", a.Ref)
	for ref, p := range c.procs {
		c.never(p.told && p.alive, "start of %d while %d is being stopped", a.Ref, ref)
		c.never(!c.dynamic && p.alive && p.spec.ID == a.Spec.ID, "second process for %s", a.Spec.ID)
	}
	c.countsRestart(a.Spec)
	c.stops = nil
	c.procs[a.Ref] = &checkedProc{spec: a.Spec}
	c.starting = a.Ref
}

// signalAction checks who is told to end, and that children that are stopped in one go are stopped last first.
func (c *checker) signalAction(a supcore.Signal, order []string) {
	p := c.procs[a.Ref]
	starting := a.Ref == c.starting && a.Kind == supcore.SignalKill
	c.never(p == nil || !p.alive && !starting, "%v to %d, which is gone", a.Kind, a.Ref)
	if p == nil || starting {
		return
	}
	c.never(p.told && a.Kind == supcore.SignalShutdown, "shutdown to %d twice", a.Ref)
	c.never(p.killed, "kill to %d twice", a.Ref)
	c.never(c.alone && !c.mayStop(a.Ref, p.spec.ID), "%v to %d, whom it does not concern", a.Kind, a.Ref)
	if !p.told {
		for ref, q := range c.procs {
			c.never(!c.dynamic && q != p && q.told && q.alive, "stop of %d while %d is being stopped", a.Ref, ref)
		}
		place := slices.Index(order, p.spec.ID)
		c.never(!c.dynamic && len(c.stops) > 0 && place >= c.stops[len(c.stops)-1], "%s stopped out of order", p.spec.ID)
		if place >= 0 {
			c.stops = append(c.stops, place)
		}
	}
	p.told = true
	p.killed = a.Kind == supcore.SignalKill
}

// refs returns the processes that the world has, in order.
func (c *checker) refs() (all []supcore.Ref) {
	for ref, p := range c.procs {
		if p.alive {
			all = append(all, ref)
		}
	}
	slices.Sort(all)
	return all
}

// canonical describes the machine and the world, with refs numbered by their order of age.
func (c *checker) canonical() string {
	known := c.refs()
	name := func(ref supcore.Ref) string {
		if ref == 0 {
			return "-"
		}
		if i := slices.Index(known, ref); i >= 0 {
			return fmt.Sprintf("p%d", i)
		}
		if ref == c.starting {
			return "new"
		}
		if c.waits[ref] {
			return fmt.Sprintf("w%d", ref)
		}
		for i, r := range c.retries {
			if r.Ref == ref {
				return fmt.Sprintf("r%d", i)
			}
		}
		return "old"
	}
	var b strings.Builder
	b.WriteString(c.machine.Canonical(name))
	for i, ref := range known {
		p := c.procs[ref]
		fmt.Fprintf(&b, "|%d %s %v %v %v %v", i, p.spec.ID, p.told, p.killed, c.timers[ref], c.stale[ref])
	}
	fmt.Fprintf(&b, "|%v %d %d %v %v %v", c.timers[c.starting], len(c.retries), len(c.stale), c.restarts, c.mayBeOff, c.exit)
	return b.String()
}
