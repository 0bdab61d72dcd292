package raw

import (
	"sync"
	"sync/atomic"

	"github.com/otpgen/otpgen/bench/work"
)

// onDemand is the prototype that casts are measured against: a queue, and a
// goroutine only while something is in it. It has neither a bound nor a
// supervisor; a panic of the handler is survived and forgotten.
type onDemand struct {
	busy atomic.Bool // a goroutine drains the queue
	swapQueue
	*work.Counter
	drains  func()     // drain as a value made once, so that `go` allocates nothing
	replies *sync.Pool // of chan int
}

func startOnDemand() (work.Server, error) { return newOnDemand(newReplies()), nil }

func newReplies() *sync.Pool { return &sync.Pool{New: func() any { return make(chan int, 1) }} }

func newOnDemand(replies *sync.Pool) *onDemand {
	s := &onDemand{Counter: work.NewCounter(), replies: replies}
	s.drains = s.drain
	return s
}

func (s *onDemand) Stop() {}

func (s *onDemand) send(m message) {
	s.push(m)
	if !s.busy.Load() && s.busy.CompareAndSwap(false, true) {
		go s.drains()
	}
}

// drain handles what there is. Whoever sends while busy is true relies on the last
// look at the queue, which comes after busy has become false.
func (s *onDemand) drain() {
	for {
		if m, ok := s.pop(); ok {
			s.handle(m)
			continue
		}
		s.busy.Store(false)
		if s.empty() || !s.busy.CompareAndSwap(false, true) {
			return
		}
	}
}

func (s *onDemand) handle(m message) {
	defer func() { _ = recover() }()
	if m.reply == nil {
		s.Note(m.by)
	} else {
		m.reply <- s.Add(m.by)
	}
}

// Calls is work.Caller's.
func (s *onDemand) Calls(n int) error {
	for range n {
		reply := s.replies.Get().(chan int)
		s.send(message{1, reply})
		<-reply
		s.replies.Put(reply)
	}
	return nil
}

// Casts is work.Server's.
func (s *onDemand) Casts(n int) error {
	for range n {
		s.send(message{by: 1})
	}
	return nil
}

// message is a cast if nobody waits for a reply.
type message struct {
	by    int
	reply chan int
}

// swapQueue is a queue of many producers and one consumer in two buffers: the
// producers append to one of them under a lock, the consumer takes it when the
// other one is used up.
type swapQueue struct {
	mu   sync.Mutex
	in   []message
	some atomic.Bool // in is not empty

	out  []message // the consumer's, as is next
	next int
}

func (q *swapQueue) push(m message) {
	q.mu.Lock()
	q.in = append(q.in, m)
	if len(q.in) == 1 {
		q.some.Store(true)
	}
	q.mu.Unlock()
}

func (q *swapQueue) empty() bool { return !q.some.Load() }

func (q *swapQueue) pop() (m message, ok bool) {
	if q.next == len(q.out) && !q.swap() {
		return m, false
	}
	m = q.out[q.next]
	q.next++
	return m, true
}

const keptMessages = 1 << 16 // a longer buffer is left to the garbage collector

func (q *swapQueue) swap() bool {
	if q.empty() {
		return false
	}
	clear(q.out)
	if cap(q.out) > keptMessages {
		q.out = nil
	}
	q.mu.Lock()
	q.out, q.in = q.in, q.out[:0]
	q.some.Store(false)
	q.mu.Unlock()
	q.next = 0
	return len(q.out) > 0
}
