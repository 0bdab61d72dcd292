package otp

import "sync"

// publication is a published message in the mailbox of a subscriber.
type publication interface {
	message
	// take takes the message out of its queue; false if it is void: the subscription has been taken back, or the
	// message has given way to a newer one.
	take() bool
	handle()
	// hold makes a message that was taken, and that a state machine has postponed, count again until the next take.
	hold()
}

var labelPublication = "publication"

// published is one message for one subscription, in its queue and in the mailbox
// of the subscriber. What gives way to a newer one leaves both, so that messages
// keep their order among all others:
//
//	mailbox    m1  call  m2        capacity 2, drop_oldest
//	publish m3:    call  m2  m3
type published[M any] struct {
	to   *subscription[M]
	m    M
	void bool // it has given way
	held bool // it has been postponed, and counts in the queue
}

func (p *published[M]) label() *string { return &labelPublication }
func (p *published[M]) drop(error)     {}
func (p *published[M]) take() bool     { return p.to.take(p) }
func (p *published[M]) handle()        { p.to.handle(p.m) }
func (p *published[M]) hold()          { p.to.hold(p) }

// subscription is one server's interest in a topic, with the queue of what has
// been published and not been handled yet.
type subscription[M any] struct {
	in     *incarnation
	rule   Mailbox
	handle func(M)

	mu     sync.Mutex
	queue  ring[*published[M]]
	held   int  // messages that a state machine has postponed, which count, too
	line   line // publishers that wait for room; the queue is full while there are any
	closed bool // it has been taken back, or its process or the PubSub has ended
	full   bool // the overload has been reported and is not over
}

// put adds a message within the bound. first is true when it begins an
// overload. If the publisher has to wait, it is in line then.
func (s *subscription[M]) put(from *incarnation, m M) (o outcome, first bool, waiting *blocked) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.closed:
		return ended, false, nil
	case from.isOver():
		return unsent, false, nil
	case s.queue.count+s.held < s.rule.Capacity:
		return s.acceptLocked(from, m), false, nil
	}
	first, s.full = !s.full, true
	switch s.rule.Overflow {
	case Reject, DropNewest:
		return overloaded, first, nil
	case DropOldest:
		oldest, ok := s.queue.pop()
		if !ok { // all that is there is postponed
			return overloaded, first, nil
		}
		if o := s.acceptLocked(from, m); o != accepted { // one of the two has just ended
			s.queue.pushFront(oldest)
			return o, first, nil
		}
		oldest.void = true // a subscriber that has it in hand already does not handle it
		s.in.box.retract(oldest)
		return accepted, first, nil
	case Block:
		if from == s.in { // for room that only it could make
			return overloaded, first, nil
		}
		return 0, first, s.line.join(newBlocked(), from, blockedPublication[M]{m})
	default:
		panic("otpgen: internal: unknown overflow policy")
	}
}

// blockedPublication is a message in line.
type blockedPublication[M any] struct{ m M }

func (blockedPublication[M]) label() *string { return &labelPublication }
func (blockedPublication[M]) drop(error)     {}

func (s *subscription[M]) acceptLocked(from *incarnation, m M) outcome {
	p := &published[M]{to: s, m: m}
	o := s.in.box.pushFrom(from, p)
	if o == accepted {
		s.queue.push(p)
	}
	return o
}

// take makes room for the publisher who has waited longest.
func (s *subscription[M]) take(p *published[M]) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.closed || p.void:
		return false
	case p.held:
		p.held = false
		s.held--
	default:
		s.queue.pop() // p: the mailbox has the order of the queue
	}
	for s.queue.count+s.held < s.rule.Capacity && len(s.line.senders) > 0 {
		next := s.line.senders[0]
		o := s.acceptLocked(next.from, next.m.(blockedPublication[M]).m)
		if s.line.leave(o); o != unsent { // it lived
			break
		}
	}
	if s.queue.count+s.held <= s.rule.Capacity/2 {
		s.full = false
	}
	return true
}

// hold is the mailbox's hold: there may be one more than the capacity then.
func (s *subscription[M]) hold(p *published[M]) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p.held = true
	s.held++
}

// giveUp ends the wait of a publisher and says what has become of its message.
func (s *subscription[M]) giveUp(w *blocked) outcome {
	s.mu.Lock()
	defer s.mu.Unlock()
	if w.outcome == 0 {
		s.line.remove(w)
		if w.from.isOver() {
			return unsent
		}
		return overloaded
	}
	return w.outcome
}

// close loses what is queued, in the mailbox of the subscriber, too, and lets go
// of the publishers that wait.
func (s *subscription[M]) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed, s.queue = true, ring[*published[M]]{}
	s.in.box.retractAll(func(m message) bool {
		p, ok := m.(*published[M])
		return ok && p.to == s
	})
	for s.line.leave(ended) != nil {
	}
}
