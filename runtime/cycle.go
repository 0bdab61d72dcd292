package otp

// waitFor notes that in is about to wait for another process; false, and
// nothing is noted, if that process waits for in, directly or through others.
// Of two processes that begin to wait for each other at the same moment at
// least one is refused, since each notes its own wait before it looks.
//
// A handler may wait for several at once, from goroutines that it waits for.
func (in *incarnation) waitFor(other *incarnation) bool {
	in.mu.Lock()
	if in.waits == nil {
		in.waits = make(map[*incarnation]int)
	}
	in.waits[other]++
	in.mu.Unlock()
	in.hasWaited.Store(true)
	if other.reaches(in) {
		in.waited(other)
		return false
	}
	return true
}

func (in *incarnation) waited(other *incarnation) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.waits[other] <= 1 {
		delete(in.waits, other)
		return
	}
	in.waits[other]--
}

// reaches reports whether in waits for goal, or is it. It looks at each process
// once, however many ways lead to it.
func (in *incarnation) reaches(goal *incarnation) bool {
	if in == goal {
		return true
	}
	next := in.waitsFor(nil)
	if len(next) == 0 {
		return false
	}
	seen := map[*incarnation]bool{in: true}
	for len(next) > 0 {
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

// waitsFor appends whom in waits for.
func (in *incarnation) waitsFor(list []*incarnation) []*incarnation {
	in.mu.Lock()
	defer in.mu.Unlock()
	for other := range in.waits {
		list = append(list, other)
	}
	return list
}
