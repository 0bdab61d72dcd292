package supcore

import "time"

// child is one entry of a supervisor: a spec, and the process that runs for it if there is one.
type child struct {
	spec  Spec
	state ChildState
	// ref is the running incarnation, or the name under which a restarting child waits for its retry; else 0.
	ref Ref
	// dead is an end that still has to be dealt with. Of a running child it is an exit that has arrived and waits:
	// as far as anybody is told the child runs, but it needs no stopping. Of a restarting child it is the failure of
	// the last attempt.
	dead *Exited
	// waits is set while a restarting child waits for its time and not for its turn; see Backoff.
	waits   *pendingRestart
	row     int           // restarts in a row
	upSince time.Duration // of the incarnation that came up last
	own     *window       // its own restarts; nil: they are not limited

	before, after *child // neighbours in start order
}

func newChild(checked Spec) *child {
	c := &child{spec: checked, state: Undefined}
	if checked.Limit != nil {
		own := newWindow(*checked.Limit)
		c.own = &own
	}
	return c
}

// children are the entries of one supervisor in start order. A restart does not change a child's place. Every
// operation but the walks takes the same time however many children there are.
type children struct {
	first, last *child
	count       int
	byRef       map[Ref]*child // running and restarting ones
}

func newChildren() children { return children{byRef: make(map[Ref]*child)} }

// add puts c last.
func (cs *children) add(c *child) {
	c.before, c.after = cs.last, nil
	if cs.last == nil {
		cs.first = c
	} else {
		cs.last.after = c
	}
	cs.last = c
	cs.count++
}

// remove forgets c, which must not be running.
func (cs *children) remove(c *child) {
	cs.setUndefined(c)
	if c.before == nil {
		cs.first = c.after
	} else {
		c.before.after = c.after
	}
	if c.after == nil {
		cs.last = c.before
	} else {
		c.after.before = c.before
	}
	c.before, c.after = nil, nil
	cs.count--
}

// find returns the child that is in that state under that ref, or nil.
func (cs *children) find(ref Ref, state ChildState) *child {
	if c := cs.byRef[ref]; c != nil && c.state == state {
		return c
	}
	return nil
}

func (cs *children) setRunning(c *child, ref Ref) { cs.set(c, Running, ref) }

// setRestarting makes c wait for a retry under the name ref.
func (cs *children) setRestarting(c *child, ref Ref, cause Exited) {
	cs.set(c, Restarting, ref)
	c.dead = &cause
}

func (cs *children) setUndefined(c *child) { cs.set(c, Undefined, 0) }

func (cs *children) set(c *child, state ChildState, ref Ref) {
	delete(cs.byRef, c.ref)
	c.state, c.ref, c.dead, c.waits = state, ref, nil, nil
	if ref != 0 {
		cs.byRef[ref] = c
	}
}

// list describes all children, last added first.
func (cs *children) list() []ChildInfo {
	list := make([]ChildInfo, 0, cs.count)
	for c := cs.last; c != nil; c = c.before {
		list = append(list, ChildInfo{ID: c.spec.ID, Ref: c.ref, State: c.state, Type: c.spec.Type})
	}
	return list
}

func (cs *children) counts() Counts {
	n := Counts{Specs: cs.count}
	for c := cs.first; c != nil; c = c.after {
		if c.state == Running {
			n.Active++
		}
		if c.spec.Type == Supervisor {
			n.Supervisors++
		} else {
			n.Workers++
		}
	}
	return n
}

// backwards returns the children from the last one back to c, c included: the order of stopping.
func (cs *children) backwards(c *child) []*child {
	var order []*child
	for k := cs.last; k != nil; k = k.before {
		order = append(order, k)
		if k == c {
			break
		}
	}
	return order
}

// from returns c and the children after it: the order of starting.
func (cs *children) from(c *child) []*child {
	var order []*child
	for ; c != nil; c = c.after {
		order = append(order, c)
	}
	return order
}

// restartable returns the children from c onwards that are started again: all but the temporary ones.
func (cs *children) restartable(c *child) []*child {
	var order []*child
	for ; c != nil; c = c.after {
		if c.spec.Restart != Temporary {
			order = append(order, c)
		}
	}
	return order
}
