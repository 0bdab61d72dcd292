package analysis

import "github.com/otpgen/otpgen/schema"

// Outcome is what one crash does to every place of a tree. Each list is in the
// order of Walk, and each place is in exactly one of Replaced, Kept and Gone.
type Outcome struct {
	Replaced []*Place // have a new incarnation
	Kept     []*Place // never noticed
	Gone     []*Place // have no process any more
	// GaveUp holds the supervisors that give up because they allow no restart,
	// the nearest first. Those that their own supervisor restarts are in
	// Replaced too.
	GaveUp []*Place

	// Exited is the last child whose exit mattered: the victim, or the last
	// supervisor that gave up. The root, if that gave up.
	Exited *Place
	// Settled is the supervisor that saw Exited exit and dealt with it; nil
	// when the root is gone.
	Settled *Place
}

// Crash plays one abnormal exit of victim in a tree where everything is up and
// nothing has been restarted before, as OTP's supervisor would. Where victim is
// a supervisor, its children go down with it.
//
// A supervisor counts the restart that it is about to make; one that allows
// none gives up instead: it stops its other children and exits with the reason
// shutdown. For its own supervisor that is a normal end, so a transient or
// temporary supervisor that gave up stays down.
func Crash(root, victim *Place) Outcome {
	play := crash{}
	play.run(victim)
	play.carryOut()
	o := Outcome{GaveUp: play.gaveUp, Exited: play.exited, Settled: play.exited.Parent}
	for _, p := range root.All() {
		switch {
		case play.replaced[p]:
			o.Replaced = append(o.Replaced, p)
		case play.gone[p]:
			o.Gone = append(o.Gone, p)
		default:
			o.Kept = append(o.Kept, p)
		}
	}
	return o
}

// RestartsWith returns the places other than victim that get a new incarnation
// when victim crashes, in the order of Walk.
func RestartsWith(root, victim *Place) []*Place {
	var with []*Place
	for _, p := range Crash(root, victim).Replaced {
		if p != victim {
			with = append(with, p)
		}
	}
	return with
}

// crash is the play of one crash.
type crash struct {
	exited    *Place
	gaveUp    []*Place
	restarted bool // the supervisor of exited restarts the group; or else drops exited

	replaced, gone map[*Place]bool // by carryOut; a place is in at most one of the two
}

// run goes up from victim until a supervisor settles the matter, and finds out
// how.
func (c *crash) run(victim *Place) {
	c.exited = victim
	abnormal := true
	for sup := victim.Parent; sup != nil; sup = sup.Parent {
		if !restarts(c.exited.Restart, abnormal) {
			return
		}
		if sup.MaxRestarts() > 0 {
			c.restarted = true
			return
		}
		c.gaveUp = append(c.gaveUp, sup)
		c.exited, abnormal = sup, false
	}
}

// carryOut finds the places that the crash touches.
func (c *crash) carryOut() {
	c.replaced, c.gone = map[*Place]bool{}, map[*Place]bool{}
	if c.restarted {
		c.restartGroup(c.exited.Parent)
		return
	}
	c.drop(c.exited)
}

// keeps reports whether p never notices, without carrying anything out: many
// boundaries in a large tree could not afford that.
func (c *crash) keeps(p *Place) bool {
	sup := c.exited.Parent
	for p != nil && p.Parent != sup {
		p = p.Parent
	}
	if p == nil {
		return true // neither below sup nor touched with all the tree
	}
	if !c.restarted {
		return p != c.exited
	}
	restarted := group(sup, c.exited) // siblings in a row
	return p.position < restarted[0].position || p.position > restarted[len(restarted)-1].position
}

// restarts reports whether a supervisor wants to restart a child that exited.
func restarts(r schema.RestartType, abnormal bool) bool {
	switch r {
	case schema.Permanent:
		return true
	case schema.Transient:
		return abnormal
	case schema.Temporary:
		return false
	}
	panic("otpgen: internal: invalid restart type")
}

// restartGroup rebuilds what the strategy of sup restarts together with the
// child that exited. Temporary siblings are stopped like the others and, since
// their spec goes with them, not started again.
func (c *crash) restartGroup(sup *Place) {
	for _, p := range group(sup, c.exited) {
		if p.Restart == schema.Temporary {
			c.drop(p)
			continue
		}
		c.rebuild(p)
	}
}

// group returns the children of sup that its strategy restarts when one of
// them, dead, has to be restarted.
func group(sup, dead *Place) []*Place {
	switch sup.Strategy() {
	case schema.OneForOne:
		return []*Place{dead}
	case schema.OneForAll:
		return sup.Children
	case schema.RestForOne:
		return sup.Children[dead.position:]
	}
	panic("otpgen: internal: invalid strategy")
}

// rebuild starts p from its spec, and with it everything that the spec holds:
// temporary children too, instances of dynamic supervisors not.
func (c *crash) rebuild(p *Place) {
	c.replaced[p] = true
	for _, q := range p.Children {
		if p.Kind == Dynamic {
			c.drop(q)
			continue
		}
		c.rebuild(q)
	}
}

// drop ends p and everything below it for good.
func (c *crash) drop(p *Place) {
	p.Walk(func(q *Place) bool {
		c.gone[q] = true
		return true
	})
}
