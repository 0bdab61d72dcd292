package otp

// maxChain bounds the search for a cycle. A longer chain of processes that wait
// for each other is cut off by the deadlines of its calls.
const maxChain = 64

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
	if other.reaches(in, maxChain) {
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

// reaches reports whether in waits for goal, or is it.
func (in *incarnation) reaches(goal *incarnation, depth int) bool {
	if in == goal {
		return true
	}
	if depth == 0 {
		return false
	}
	in.mu.Lock()
	next := make([]*incarnation, 0, 4)
	for other := range in.waits {
		next = append(next, other)
	}
	in.mu.Unlock()
	for _, other := range next {
		if other.reaches(goal, depth-1) {
			return true
		}
	}
	return false
}
