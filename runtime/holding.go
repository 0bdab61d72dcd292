package otp

// holding is what one incarnation holds in a registry. It is gone with the
// incarnation: others pass over it from the very moment of the end, and that
// moment takes it out of the table before anybody is told.
//
// Locks are taken in this order: the shard of a table, then the incarnation.
type holding interface {
	// index is where it stands in the list of its holder, under whose lock it is used.
	index() *int
	// holderEnded takes it out of its registry, if it is still there.
	holderEnded()
}

// hold adds h to what in holds; false if in is over.
func (in *incarnation) hold(h holding) bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.phase == phaseOver {
		return false
	}
	*h.index() = len(in.holds)
	in.tie().holds = append(in.holds, h)
	return true
}

// release takes h out of what in holds. The last one takes its place, so that a
// process may let go of any number in any order.
func (in *incarnation) release(h holding) {
	in.mu.Lock()
	defer in.mu.Unlock()
	at, last := *h.index(), len(in.holds)-1
	if at > last || in.holds[at] != h { // it has ended, and is letting go of everything
		return
	}
	in.holds[at] = in.holds[last]
	*in.holds[at].index() = at
	in.holds[last] = nil
	in.holds = in.holds[:last]
}

// heldNow is a copy of what in holds.
func (in *incarnation) heldNow() []holding {
	in.mu.Lock()
	defer in.mu.Unlock()
	return append([]holding(nil), in.holds...)
}

// dropHoldings empties the registries of what a process that is over held.
func (in *incarnation) dropHoldings() {
	in.mu.Lock()
	holds := in.holds
	if holds != nil {
		in.holds = nil
	}
	in.mu.Unlock()
	for _, h := range holds {
		h.holderEnded()
	}
}
