package otp

import "math/rand/v2"

// receiver is the incarnation that gets one message sent to a now: the target,
// or a member of the pool that runs there. nil: nobody.
func (a Addr) receiver() *incarnation {
	in := a.target()
	if in != nil && in.route != nil {
		return in.route.pick()
	}
	return in
}

// findReceiver is receiver for one who must not panic.
func (a Addr) findReceiver() (in *incarnation, fault string) {
	in, fault = a.find()
	if in != nil && in.route != nil {
		return in.route.pick(), ""
	}
	return in, fault
}

// comesBack reports whether a, which is somebody, has no receiver for a moment
// only.
func (a Addr) comesBack() bool {
	if in := a.target(); in != nil && in.route != nil {
		return in.route.comesBack()
	}
	if a.via != nil {
		return false
	}
	return a.slot.comesBack()
}

// pick chooses the member that gets one message; nil: none runs.
func (p *pool) pick() *incarnation {
	switch p.spec.Route {
	case RoundRobin:
		return p.from(p.turn.Add(1) - 1)
	case Random:
		return p.from(rand.Uint64())
	case LeastLoaded:
		return p.leastLoaded(p.turn.Add(1) - 1)
	case CheckoutRoute:
		return p.in // which answers that it is no worker
	default:
		panic("otpgen: internal: unknown route")
	}
}

// from returns the n-th member, counting round and round. If that one is dead
// it counts those that run, so that all of them share its load.
//
//	members 0 1 2 3, of which 1 is dead:   n = 0 1 2 3   4 5 6 7   8 9
//	                                           0 2 2 3   0 3 2 3   0 0
func (p *pool) from(n uint64) *incarnation {
	size := uint64(len(p.members))
	if in := p.running(n % size); in != nil {
		return in
	}
	var running []*incarnation
	for i := range size {
		if in := p.running(i); in != nil {
			running = append(running, in)
		}
	}
	if len(running) == 0 {
		return nil
	}
	return running[n%uint64(len(running))]
}

// leastLoaded begins with the n-th member, so that an idle pool takes them in
// turn.
func (p *pool) leastLoaded(n uint64) *incarnation {
	var best *incarnation
	least := 0
	size := uint64(len(p.members))
	for i := range size {
		in := p.running((n + i) % size)
		if in == nil {
			continue
		}
		if load := in.load(); best == nil || load < least {
			best, least = in, load
		}
	}
	return best
}

// running returns the member in place i, or nil while none runs there.
func (p *pool) running(i uint64) *incarnation {
	s := p.members[i].Load()
	if s == nil {
		return nil
	}
	if in := s.cur.Load(); in != nil && in.running() {
		return in
	}
	return nil
}

// comesBack reports whether, if no member runs now, one will.
func (p *pool) comesBack() bool {
	for i := range p.members {
		s := p.members[i].Load()
		if s == nil || s.cur.Load() != nil || s.comesBack() { // still to be started, starting, or restarting
			return true
		}
	}
	return false
}

// load is the number of messages that wait or are in hand.
func (in *incarnation) load() int {
	n := in.box.depth()
	if message, _ := in.inHand(); message != "" {
		n++
	}
	return n
}
