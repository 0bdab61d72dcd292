package supcore_test

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/otpgen/otpgen/runtime/internal/supcore"
)

// period is that of every supervisor under a checker.
const period = supcore.DefaultPeriod * time.Second

// countsRestart notes a start that nobody asked for, which is an automatic restart, and counts on its own whether it
// is allowed: one child is never started so more often than MaxRestarts within the period. Where a restart concerns
// one child, that holds for all of them together.
func (c *checker) countsRestart(spec supcore.Spec) {
	if c.asksForStart(spec.ID) {
		return
	}
	if !c.ready {
		again := slices.ContainsFunc(c.refs(), func(ref supcore.Ref) bool { return c.procs[ref].spec.ID == spec.ID })
		c.never(again, "%s started twice at the start of the supervisor", spec.ID)
		return
	}
	c.never(spec.Restart == supcore.Temporary, "temporary %s started again", spec.ID)
	key := spec.ID
	if c.alone {
		key = ""
	}
	recent := []time.Duration{c.now}
	for _, at := range c.restarts[key] {
		if at >= c.now-period {
			recent = append(recent, at)
		}
	}
	c.restarts[key] = recent
	c.never(len(recent) > c.limit, "%d automatic starts of %s with %d restarts allowed", len(recent), spec.ID, c.limit)
}

// asksForStart reports whether a request to start that child waits for its answer.
func (c *checker) asksForStart(id string) bool {
	for _, op := range c.open {
		switch op := op.(type) {
		case supcore.StartChild:
			if op.Spec.ID == id {
				return true
			}
		case supcore.RestartChild:
			if op.ID == id {
				return true
			}
		}
	}
	return false
}

// mayStop reports whether there is a reason to stop one child: the end of the supervisor, or a request.
func (c *checker) mayStop(ref supcore.Ref, id string) bool {
	if c.exit || c.ending || !c.ready {
		return true
	}
	for _, op := range c.open {
		if op == (supcore.TerminateChild{ID: id}) || op == (supcore.TerminateInstance{Ref: ref}) {
			return true
		}
	}
	return false
}

// leaves checks the reason with which the supervisor leaves.
func (c *checker) leaves(r supcore.Reason) {
	_, _, failed := r.FailedChild()
	switch {
	case !c.ready && failed:
	case c.ending && r == supcore.Shutdown():
	case c.exit && r == boom:
	default:
		c.never(true, "leave with %v, for which there is no cause", r)
	}
}

// rests looks at a supervisor that is up and has nothing to do. What it says of its children must be what there is, and
// nothing may be forgotten.
func (c *checker) rests() {
	c.never(c.exit, "idle although an exit has been asked for")
	c.never(c.ending, "idle although it says that it ends")
	c.never(c.starting != 0, "idle while %d starts", c.starting)
	c.never(len(c.timers) > 0, "idle with timers %v", c.timers)
	copied := cloned(c.machine)
	list := c.ask(copied, supcore.Which{}).(supcore.Children).List
	want := supcore.Counts{Specs: len(list)}
	waits := false
	for _, info := range list {
		switch p := c.procs[info.Ref]; info.State {
		case supcore.Running:
			want.Active++
			c.never(p == nil || !p.alive || p.spec.ID != info.ID, "%s#%d is said to run", info.ID, info.Ref)
			c.never(p != nil && p.told, "idle while %s#%d is being stopped", info.ID, info.Ref)
		case supcore.Restarting:
			waits = true
			c.never(!c.willRetry(info), "%s waits for a retry that never comes", info.ID)
		case supcore.Undefined:
			c.never(c.dynamic, "a dynamic supervisor has an undefined child")
		}
		if info.Type == supcore.Supervisor {
			want.Supervisors++
		} else {
			want.Workers++
		}
	}
	c.never(want.Active != len(c.refs()), "%d children are said to run, but %v do", want.Active, c.refs())
	counts := c.ask(copied, supcore.Count{})
	c.never(counts != want, "counts %v of %v", counts, list)
	if !c.dynamic && !waits && !c.mayBeOff[""] {
		c.allUp(copied, list)
	}
	plain := func(ref supcore.Ref) string { return strconv.FormatUint(uint64(ref), 10) }
	c.never(copied.Canonical(plain) != c.machine.Canonical(plain), "questions change the supervisor")
}

// allUp checks that every permanent child runs: no retry is on its way that would still start it.
func (c *checker) allUp(copied observable, list []supcore.ChildInfo) {
	for i, info := range list {
		spec := c.ask(copied, supcore.GetSpec{ID: info.ID}).(supcore.ChildSpec).Spec
		off := info.State == supcore.Undefined && spec.Restart == supcore.Permanent
		c.never(off && !c.mayBeOff[info.ID], "permanent %s does not run and never will", info.ID)
		again := slices.ContainsFunc(list[i+1:], func(other supcore.ChildInfo) bool { return other.ID == info.ID })
		c.never(again, "%s is there twice", info.ID)
	}
}

// willRetry reports whether the retry of a restarting child is on its way, or the end of its wait: a static supervisor
// finds the retry by the id, a dynamic one by the handle.
func (c *checker) willRetry(info supcore.ChildInfo) bool {
	return c.waits[info.Ref] || slices.ContainsFunc(c.retries, func(r supcore.Retry) bool {
		return r.ID == info.ID && (!c.dynamic || r.Ref == info.Ref)
	})
}

// ask puts a question to a copy of an idle machine.
func (c *checker) ask(copied observable, op supcore.Op) supcore.Result {
	const nobody = 1 << 40
	out := copied.Step(supcore.Request{To: nobody, Op: op}, nil)
	if len(out) != 1 {
		panic(fmt.Sprintf("%T is answered by %v", op, shown(out)))
	}
	return out[0].(supcore.Reply).Result
}
