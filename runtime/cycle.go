package otp

// waitFor notes that in is about to wait for another process; false, and
// nothing is noted, if that process waits for in, directly or through others.
// Of two processes that begin to wait for each other at the same moment at
// least one is refused, since each notes its own wait before it looks.
//
// A handler may wait for several at once, from goroutines that it waits for.
func (in *incarnation) waitFor(other *incarnation) bool {
	in.noteWait(other)
	in.hasWaited.Store(true)
	// A walk reads one wait after the other, and may find a way that has never been whole. A cycle is still there
	// when it is looked for again.
	for range 2 {
		if !other.reaches(in) {
			return true
		}
	}
	in.waited(other)
	return false
}

// noteWait notes a wait. The first one needs no lock.
func (in *incarnation) noteWait(other *incarnation) {
	if in.waitsOn.CompareAndSwap(nil, other) {
		return
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.waits == nil {
		in.tie().waits = make(map[*incarnation]int)
	}
	in.waits[other]++
	in.manyWaits.Store(true)
}

// waited ends a wait.
func (in *incarnation) waited(other *incarnation) {
	if in.waitsOn.CompareAndSwap(other, nil) {
		return
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.waits[other] > 1 {
		in.waits[other]--
		return
	}
	delete(in.waits, other)
	in.manyWaits.Store(len(in.waits) > 0)
}

// shortChain is how many steps need no memory of where they have been. Whoever
// stops a child that calls its supervisor at the moment makes a cycle.
const shortChain = 32

// reaches reports whether in waits for goal, or is it. It looks at each process
// once, however many ways lead to it.
func (in *incarnation) reaches(goal *incarnation) bool {
	for range shortChain { // as it nearly always is
		if in == goal {
			return true
		}
		if in.manyWaits.Load() {
			break
		}
		if in = in.waitsOn.Load(); in == nil {
			return false
		}
	}
	seen := map[*incarnation]bool{}
	for next := []*incarnation{in}; len(next) > 0; {
		last := len(next) - 1
		other := next[last]
		next = next[:last]
		if other == goal {
			return true
		}
		if !seen[other] {
			seen[other] = true
			next = other.waitsFor(next)
		}
	}
	return false
}

// isWaitingFor reports whether in waits for other itself, in the time of one look,
// however many others it waits for.
func (in *incarnation) isWaitingFor(other *incarnation) bool {
	if in.waitsOn.Load() == other {
		return true
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.waits[other] > 0
}

// waitsFor appends whom in waits for.
func (in *incarnation) waitsFor(list []*incarnation) []*incarnation {
	if first := in.waitsOn.Load(); first != nil {
		list = append(list, first)
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	for other := range in.waits {
		list = append(list, other)
	}
	return list
}
