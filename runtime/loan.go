package otp

import (
	"container/list"
)

// loan is one lease, from asking for it to its end. Its fields are guarded by
// the lock of the broker; worker and refused do not change once it is settled.
type loan struct {
	broker  *broker
	settled chan struct{} // closed when it is lent or refused
	state   loanState
	queued  *list.Element // in broker.waiting, while it waits
	place   int           // from lent on
	worker  Ref           // from lent on
	refused error         // why it was never lent
	forget  func()        // stops watching the holder; nil before and after
}

type loanState int

const (
	loanWaiting loanState = iota + 1
	loanLent
	loanOver
)

// end gives the place back, or leaves the queue. It may be called by anybody,
// at any time, any number of times: the first one counts. The error is what a
// caller who still waits is told.
func (l *loan) end(why error) {
	l.broker.mu.Lock()
	forget := l.endLocked(why)
	l.broker.serveLocked()
	l.broker.mu.Unlock()
	forget()
}

// endLocked is end without serving the next; it returns what the caller has to
// call once it has released the lock.
func (l *loan) endLocked(why error) (forget func()) {
	switch l.state {
	case loanWaiting:
		l.broker.waiting.Remove(l.queued)
		l.refused = why
		close(l.settled)
	case loanLent:
		p := &l.broker.places[l.place]
		p.lent = nil
		if !p.worker.isZero() {
			l.broker.idle = append(l.broker.idle, l.place)
		}
	case loanOver:
		return func() {}
	default:
		panic("otpgen: internal: loan in no state")
	}
	l.state = loanOver
	forget, l.forget = l.forget, nil
	if forget == nil {
		return func() {}
	}
	return forget
}

// watched records how to stop watching the holder. If the lease is over
// already, it stops at once.
func (l *loan) watched(forget func()) {
	l.broker.mu.Lock()
	over := l.state == loanOver
	if !over {
		l.forget = forget
	}
	l.broker.mu.Unlock()
	if over {
		forget()
	}
}
