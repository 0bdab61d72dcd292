package otp

import "sync"

// publication is the notice in a server's mailbox that something has been
// published to it.
type publication interface {
	message
	// deliver handles the message, unless the subscription has been taken back.
	deliver()
	// event is deliver in two steps, for a state machine; false: there is nothing to deliver.
	event() (handle func(), ok bool)
}

var labelPublication = "publication"

// subscription is one server's interest in a topic, with the queue of what has
// been published and not been handled yet. For each message in the queue there is
// one notice in the server's mailbox, the subscription itself; so messages keep
// their order among all others, and the oldest can give way to a newer one
// without a search:
//
//	mailbox    call  notice  cast  notice        capacity 2, drop_oldest
//	queue            m1            m2
//	publish m3:      m2            m3
type subscription[M any] struct {
	in     *incarnation
	rule   Mailbox
	handle func(M)

	mu     sync.Mutex
	queue  ring[M]
	line   line // publishers that wait for room; the queue is full while there are any
	closed bool // it has been taken back, or its process or the PubSub has ended
	full   bool // the overload has been reported and is not over
}

func (s *subscription[M]) label() *string { return &labelPublication }
func (s *subscription[M]) drop(error)     {}

// put adds a message within the bound. first is true when it begins an
// overload. If the publisher has to wait, it is in line then.
func (s *subscription[M]) put(m M, mayWait bool) (o outcome, first bool, waiting *blocked) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return ended, false, nil
	}
	if s.queue.count < s.rule.Capacity {
		return s.acceptLocked(m), false, nil
	}
	first, s.full = !s.full, true
	switch s.rule.Overflow {
	case Reject, DropNewest:
		return overloaded, first, nil
	case DropOldest:
		s.queue.pop()
		s.queue.push(m)
		return accepted, first, nil
	case Block:
		if !mayWait {
			return overloaded, first, nil
		}
		return 0, first, s.line.join(blockedPublication[M]{m})
	default:
		panic("otpgen: internal: unknown overflow policy")
	}
}

// blockedPublication is a message in line.
type blockedPublication[M any] struct{ m M }

func (blockedPublication[M]) label() *string { return &labelPublication }
func (blockedPublication[M]) drop(error)     {}

func (s *subscription[M]) acceptLocked(m M) outcome {
	if !s.in.box.push(s) {
		return ended
	}
	s.queue.push(m)
	return accepted
}

// deliver runs in the subscriber.
func (s *subscription[M]) deliver() {
	if m, ok := s.take(); ok {
		s.handle(m)
	}
}

func (s *subscription[M]) event() (handle func(), ok bool) {
	m, ok := s.take()
	return func() {
		if !s.isClosed() { // since it was postponed
			s.handle(m)
		}
	}, ok
}

func (s *subscription[M]) isClosed() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closed
}

// take makes room for the publisher who has waited longest. There is nothing to
// take once the subscription is closed.
func (s *subscription[M]) take() (M, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, ok := s.queue.pop()
	if len(s.line.senders) > 0 {
		next := s.line.senders[0].m.(blockedPublication[M])
		s.line.leave(s.acceptLocked(next.m))
	}
	if s.queue.count <= s.rule.Capacity/2 {
		s.full = false
	}
	return m, ok
}

// giveUp ends the wait of a publisher and says what has become of its message.
func (s *subscription[M]) giveUp(w *blocked) outcome {
	s.mu.Lock()
	defer s.mu.Unlock()
	if w.outcome == 0 {
		s.line.remove(w)
		return overloaded
	}
	return w.outcome
}

// close loses what is queued and lets go of the publishers that wait.
func (s *subscription[M]) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed, s.queue = true, ring[M]{}
	for s.line.leave(ended) != nil {
	}
}
