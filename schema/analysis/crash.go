package analysis

import "github.com/otpgen/otpgen/schema"

// Outcome is what one crash does to the places of a tree. Each list is in the
// order of Walk. A place that is in neither Replaced nor Gone never noticed, see
// [Outcome.Kept]: those are nearly all, so no list is made of them unasked.
type Outcome struct {
	Replaced []*Place // have a new incarnation
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

	restarted bool // Settled restarts the group of Exited; or else Exited is gone
}

// Crash plays one abnormal exit of victim in a tree where everything is up and
// nothing has been restarted before, as OTP's supervisor would. Where victim is
// a supervisor, its children go down with it.
//
// A supervisor counts the restart that it is about to make; one that allows
// none gives up instead: it stops its other children and exits with the reason
// shutdown. For its own supervisor that is a normal end, so a transient or
// temporary supervisor that gave up stays down.
func Crash(victim *Place) Outcome {
	o := settle(victim)
	if o.restarted {
		o.restartGroup()
	} else {
		o.drop(o.Exited)
	}
	return o
}

// RestartsWith returns the places other than victim that get a new incarnation
// when victim crashes, in the order of Walk.
func RestartsWith(victim *Place) []*Place {
	var with []*Place
	for _, p := range Crash(victim).Replaced {
		if p != victim {
			with = append(with, p)
		}
	}
	return with
}

// Returns reports whether victim gets a new incarnation when it crashes.
func Returns(victim *Place) bool {
	o := settle(victim)
	for p := victim; p != o.Exited; p = p.Parent {
		if p.Parent.Kind == Dynamic {
			return false // an instance, and its supervisor starts without any
		}
	}
	return o.restarted
}

// settle goes up from victim until a supervisor deals with the crash. It leaves
// Replaced and Gone empty: many boundaries in a large tree could not afford
// those lists.
func settle(victim *Place) Outcome {
	o := Outcome{Exited: victim}
	abnormal := true
	for o.Settled = victim.Parent; o.Settled != nil; o.Settled = o.Settled.Parent {
		if !restarts(o.Exited.Restart, abnormal) {
			return o
		}
		if o.Settled.MaxRestarts() > 0 {
			o.restarted = true
			return o
		}
		o.GaveUp = append(o.GaveUp, o.Settled)
		o.Exited, abnormal = o.Settled, false
	}
	return o
}

// Kept returns the places below root that never noticed, in the order of Walk.
func (o *Outcome) Kept(root *Place) []*Place {
	var kept []*Place
	for _, p := range root.All() {
		if o.keeps(p) {
			kept = append(kept, p)
		}
	}
	return kept
}

// keeps reports whether p never notices.
func (o *Outcome) keeps(p *Place) bool {
	for p != nil && p.Parent != o.Settled {
		p = p.Parent
	}
	if p == nil {
		return true // neither below Settled nor touched with all the tree
	}
	if !o.restarted {
		return p != o.Exited
	}
	restarted := group(o.Settled, o.Exited) // siblings in a row
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

// restartGroup rebuilds what the strategy of Settled restarts together with the
// child that exited. Temporary siblings are stopped like the others and, since
// their spec goes with them, not started again.
func (o *Outcome) restartGroup() {
	for _, p := range group(o.Settled, o.Exited) {
		if p.Restart == schema.Temporary {
			o.drop(p)
			continue
		}
		o.rebuild(p)
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
func (o *Outcome) rebuild(p *Place) {
	o.Replaced = append(o.Replaced, p)
	for _, q := range p.Children {
		if p.Kind == Dynamic {
			o.drop(q)
			continue
		}
		o.rebuild(q)
	}
}

// drop ends p and everything below it for good.
func (o *Outcome) drop(p *Place) {
	o.Gone = append(o.Gone, p.All()...)
}
