package otp

import (
	"container/list"
	"slices"
	"sync"
)

// broker lends the workers of one incarnation of a pool, each to one holder at
// a time and in the order of asking. It has no goroutine: whoever changes
// something (a caller that asks or returns, a worker that starts or ends, a
// holder that ends) does the work that follows from it, and nothing waits or
// calls out while it holds the lock.
//
// A place is lent only while a worker runs in it. When the worker dies its
// lease is over, and the place is lent again once the next worker is up:
//
//	place   up(w1)   a asks      w1 dies   a returns   up(w2)
//	  0     idle     lent to a   down      no effect   idle
type broker struct {
	mu      sync.Mutex
	places  []workplace
	idle    []int     // places that can be lent, the longest idle first
	waiting list.List // of *loan, the first to ask first
	closed  error     // not nil: nothing is lent any more, and why
}

type workplace struct {
	worker Ref   // zero while none runs here
	lent   *loan // nil while nobody holds it
}

func newBroker(size int) *broker { return &broker{places: make([]workplace, size)} }

// ask queues a new lease, which is settled at once if a worker is idle.
func (b *broker) ask() *loan {
	l := &loan{broker: b, state: loanWaiting, settled: make(chan struct{})}
	b.mu.Lock()
	defer b.mu.Unlock()
	l.queued = b.waiting.PushBack(l)
	if b.closed != nil {
		l.endLocked(b.closed)
	}
	b.serveLocked()
	return l
}

// up says that a worker runs in the place now.
func (b *broker) up(at int, worker Ref) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed != nil || worker.in.over.Load() { // fenced off before it could say that it is up
		return
	}
	b.places[at].worker = worker
	b.idle = append(b.idle, at)
	b.serveLocked()
}

// down says that the worker of the place has ended.
func (b *broker) down(at int, worker Ref) {
	b.mu.Lock()
	p := &b.places[at]
	if p.worker != worker { // the end of an earlier worker than the one that runs here
		b.mu.Unlock()
		return
	}
	p.worker = Ref{}
	b.idle = slices.DeleteFunc(b.idle, func(i int) bool { return i == at })
	forget := func() {}
	if p.lent != nil {
		forget = p.lent.endLocked(nil)
	}
	b.mu.Unlock()
	forget()
}

// close ends every lease and refuses everybody who waits, saying why.
func (b *broker) close(why error) {
	b.mu.Lock()
	b.closed = why
	for i := range b.places {
		b.places[i].worker = Ref{}
	}
	b.idle = nil
	var forget []func()
	for e := b.waiting.Front(); e != nil; e = b.waiting.Front() {
		forget = append(forget, e.Value.(*loan).endLocked(why))
	}
	for _, p := range b.places {
		if p.lent != nil {
			forget = append(forget, p.lent.endLocked(nil))
		}
	}
	b.mu.Unlock()
	for _, f := range forget {
		f()
	}
}

// serveLocked gives idle places to those who wait, in order.
func (b *broker) serveLocked() {
	for len(b.idle) > 0 && b.waiting.Len() > 0 {
		at := b.idle[0]
		b.idle = b.idle[1:]
		l := b.waiting.Remove(b.waiting.Front()).(*loan)
		l.state, l.place, l.worker = loanLent, at, b.places[at].worker
		b.places[at].lent = l
		close(l.settled)
	}
}
