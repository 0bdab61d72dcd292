package otp

import (
	"sync"
	"time"
)

// alarms is the clocks of one incarnation, the first to run out on top of a heap,
// and the one real clock that runs for all of them. It moves what is due into the
// mailbox in order, the first armed first among those that are due at the same
// moment: with a clock of its own for each, two would race for the mailbox.
//
//	SendAfter(2s, a) SendAfter(1s, b) SendAfter(1s, c)   b c a, however late the clock is
//
// Locks are taken in this order: this one, then what finds the receiver of a
// [CastAfter], then an incarnation or a mailbox.
type alarms struct {
	mu     sync.Mutex
	heap   []*alarm
	armed  uint64      // how often one has been armed
	clock  *time.Timer // made when first needed
	closed bool        // the incarnation is over
}

// alarms returns those of a process.
func (in *incarnation) alarms() *alarms {
	if s := in.clocks.Load(); s != nil {
		return s
	}
	in.clocks.CompareAndSwap(nil, new(alarms))
	return in.clocks.Load()
}

// closeAlarms stops all of them; none will be armed any more, since it is over.
func (in *incarnation) closeAlarms() {
	if s := in.clocks.Load(); s != nil {
		s.close()
	}
}

// startLocked makes an alarm run out at that time.
func (s *alarms) startLocked(a *alarm, now, due time.Duration) {
	s.armed++
	a.state, a.due, a.turn = alarmArmed, due, s.armed
	s.heap = append(s.heap, a)
	s.up(len(s.heap) - 1)
	if a.index == 0 {
		s.setLocked(due - now)
	}
}

// stopLocked takes out an alarm that is armed. The clock goes on for the others,
// if only to find out that it is too early.
func (s *alarms) stopLocked(a *alarm) {
	at, last := a.index, len(s.heap)-1
	s.swap(at, last)
	s.heap[last] = nil
	s.heap = s.heap[:last]
	if at < last && !s.up(at) {
		s.down(at)
	}
	if last > 0 {
		return
	}
	s.clock.Stop()
	if cap(s.heap) > keepBuffer { // a burst must not cost memory for ever
		s.heap = nil
	}
}

func (s *alarms) setLocked(after time.Duration) {
	if s.clock == nil {
		s.clock = time.AfterFunc(after, s.ring)
		return
	}
	s.clock.Reset(after)
}

// ring runs on the clock's goroutine. It holds the lock until all is in the
// mailbox, since the clock may run out again meanwhile.
func (s *alarms) ring() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.heap) > 0 {
		first := s.heap[0]
		if now := first.in.sys.now(); first.due > now {
			s.setLocked(first.due - now)
			return
		}
		s.stopLocked(first)
		first.ringLocked()
	}
}

// close stops all of them; none will be armed any more.
func (s *alarms) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed, s.heap = true, nil
	if s.clock != nil {
		s.clock.Stop()
	}
}

// names is what those that are armed are called in reports.
func (s *alarms) names() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var names []string
	for _, a := range s.heap {
		names = append(names, *a.name)
	}
	return names
}

// up moves an alarm towards the top, to its place; false: it stays.
func (s *alarms) up(at int) (moved bool) {
	s.heap[at].index = at
	for at > 0 {
		above := (at - 1) / 2
		if !s.heap[at].before(s.heap[above]) {
			break
		}
		s.swap(at, above)
		at, moved = above, true
	}
	return moved
}

// down moves an alarm away from the top.
func (s *alarms) down(at int) {
	for {
		first := at
		for below := 2*at + 1; below <= 2*at+2 && below < len(s.heap); below++ {
			if s.heap[below].before(s.heap[first]) {
				first = below
			}
		}
		if first == at {
			return
		}
		s.swap(at, first)
		at = first
	}
}

func (s *alarms) swap(i, j int) {
	s.heap[i], s.heap[j] = s.heap[j], s.heap[i]
	s.heap[i].index, s.heap[j].index = i, j
}
