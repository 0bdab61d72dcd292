package raw

import (
	"sync"
	"time"

	"github.com/otpgen/otpgen/bench/work"
)

// chanServer is a goroutine behind a channel of requests.
type chanServer[A, R any] struct {
	requests   chan request[A, R]
	quit, done chan struct{}
	handle     func(A) R
	note       func(A)
	*pools[R]
}

// request is a cast if nobody waits for a reply.
type request[A, R any] struct {
	args  A
	reply chan R
}

// pools hold what calls use again. Many servers may share them.
type pools[R any] struct {
	replies sync.Pool // of chan R
	timers  sync.Pool // of *timedReply[R]
}

type timedReply[R any] struct {
	reply chan R
	timer *time.Timer
}

func newPools[R any]() *pools[R] {
	p := new(pools[R])
	p.replies.New = func() any { return make(chan R, 1) }
	p.timers.New = func() any {
		timer := time.NewTimer(time.Hour)
		timer.Stop()
		return &timedReply[R]{make(chan R, 1), timer}
	}
	return p
}

func newChanServer[A, R any](buffer int, shared *pools[R], handle func(A) R, note func(A)) *chanServer[A, R] {
	s := &chanServer[A, R]{
		requests: make(chan request[A, R], buffer), quit: make(chan struct{}), done: make(chan struct{}),
		handle: handle, note: note, pools: shared,
	}
	go s.serve()
	return s
}

func (s *chanServer[A, R]) serve() {
	defer close(s.done)
	for {
		select {
		case q := <-s.requests:
			if q.reply == nil {
				s.note(q.args)
			} else {
				q.reply <- s.handle(q.args)
			}
		case <-s.quit:
			return
		}
	}
}

// Stop is work.Caller's.
func (s *chanServer[A, R]) Stop() {
	close(s.quit)
	<-s.done
}

func (s *chanServer[A, R]) callAllocated(args A) R {
	reply := make(chan R, 1)
	s.requests <- request[A, R]{args, reply}
	return <-reply
}

func (s *chanServer[A, R]) callPooled(args A) R {
	reply := s.replies.Get().(chan R)
	s.requests <- request[A, R]{args, reply}
	r := <-reply
	s.replies.Put(reply)
	return r
}

// callTimed waits for so long at the most. The channel of a call that was given up
// is left to the late reply.
func (s *chanServer[A, R]) callTimed(args A, timeout time.Duration) (r R, ok bool) {
	t := s.timers.Get().(*timedReply[R])
	t.timer.Reset(timeout)
	select {
	case s.requests <- request[A, R]{args, t.reply}:
	case <-s.done:
		return r, false
	case <-t.timer.C:
		return r, false
	}
	select {
	case r := <-t.reply:
		t.timer.Stop()
		s.timers.Put(t)
		return r, true
	case <-t.timer.C:
		return r, false
	}
}

// replies says where the replies of a chanServer come from.
type replies int

const (
	allocated replies = iota // a channel made for each call
	pooled                   // a channel used again
	timed                    // and a timer used again: the caller can leave
)

// chanCounter is a counter behind a channel.
type chanCounter struct {
	*chanServer[int, int]
	*work.Counter
	replies replies
}

func startChan(buffer int, how replies) func() (work.Server, error) {
	return func() (work.Server, error) { return newChanCounter(buffer, newPools[int](), how), nil }
}

func newChanCounter(buffer int, shared *pools[int], how replies) *chanCounter {
	c := work.NewCounter()
	return &chanCounter{newChanServer(buffer, shared, c.Add, c.Note), c, how}
}

// Calls is work.Caller's.
func (c *chanCounter) Calls(n int) error {
	switch c.replies {
	case allocated:
		for range n {
			c.callAllocated(1)
		}
	case pooled:
		for range n {
			c.callPooled(1)
		}
	case timed:
		for range n {
			if _, ok := c.callTimed(1, 5*time.Second); !ok {
				return errDown
			}
		}
	}
	return nil
}

// Casts is work.Server's.
func (c *chanCounter) Casts(n int) error {
	for range n {
		c.requests <- request[int, int]{args: 1}
	}
	return nil
}

// chanCaller calls with the same arguments again and again.
type chanCaller[A, R any] struct {
	*chanServer[A, R]
	args A
}

func chanRecord() (work.Caller, error) {
	return chanCaller[work.Record, uint64]{chanServer: newChanServer(0, newPools[uint64](), storeRecord, nil)}, nil
}

func chanBytes() (work.Caller, error) {
	return chanCaller[[]byte, int]{newChanServer(0, newPools[int](), storeCopy, nil), make([]byte, 1024)}, nil
}

// Calls is work.Caller's.
func (c chanCaller[A, R]) Calls(n int) error {
	for range n {
		c.callPooled(c.args)
	}
	return nil
}
