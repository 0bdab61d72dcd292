package otp

import "slices"

// line is the senders that wait for room in a mailbox, first come first served.
// The lock of the mailbox guards it.
type line struct{ senders []*blocked }

// blocked is one sender with its message.
type blocked struct {
	m       message
	from    *incarnation  // nil: from outside
	outcome outcome       // zero while it waits
	settled chan struct{} // gets one token when there is an outcome
}

func newBlocked() *blocked { return &blocked{settled: make(chan struct{}, 1)} }

// blocked returns one that nobody uses.
func (s *System) blocked() *blocked {
	if b, ok := s.inLine.Get().(*blocked); ok {
		return b
	}
	return newBlocked()
}

// release gives back one whose sender knows the outcome, or has left the line.
func (s *System) release(b *blocked) {
	select {
	case <-b.settled: // it gave up just when there was room
	default:
	}
	b.m, b.from, b.outcome = nil, nil, 0
	s.inLine.Put(b)
}

func (l *line) join(s *blocked, from *incarnation, m message) *blocked {
	s.m, s.from = m, from
	l.senders = append(l.senders, s)
	return s
}

func (l *line) isEmpty() bool { return len(l.senders) == 0 }

// leave takes out the first one, with that outcome; nil: nobody waits.
func (l *line) leave(o outcome) *blocked {
	if len(l.senders) == 0 {
		return nil
	}
	s := l.senders[0]
	l.senders[0] = nil
	l.senders = l.senders[1:]
	if len(l.senders) == 0 {
		l.senders = nil
	}
	s.outcome = o
	s.settled <- struct{}{}
	return s
}

// dropDead takes out those in front who are over: nobody hears what they have
// not got rid of.
func (l *line) dropDead() {
	for len(l.senders) > 0 && l.senders[0].from.isOver() {
		l.leave(unsent)
	}
}

// remove takes out one that gives up.
func (l *line) remove(s *blocked) {
	if i := slices.Index(l.senders, s); i >= 0 {
		l.senders = slices.Delete(l.senders, i, i+1)
	}
}
