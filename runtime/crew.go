package otp

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// crew is the goroutines that processes have their turns on. One that has nothing
// to do waits for the next process to have work, of whatever kind, because a
// goroutine that has run handlers before has the stack that they need: a new one
// begins with 2 KiB and copies its stack at the first deeper call, which costs
// more than all else in the turn.
//
// The crew goes home with the last process of the system.
type crew struct {
	// first is an idle worker that can be had without the lock: with one call after
	// another it is always the same.
	first atomic.Pointer[worker]
	home  atomic.Bool // there is no process; written with the lock

	mu   sync.Mutex
	idle []*worker // the others; the one that came last is the first to go: its stack is in the cache
}

// worker is one of those goroutines.
type worker struct {
	crew *crew
	job  chan *incarnation // has room for one; nil: go home
}

// keptWorkers is how many wait at most, for each processor.
const keptWorkers = 16

// start begins a turn of a process.
func (c *crew) start(in *incarnation) {
	if w := c.first.Load(); w != nil && c.first.CompareAndSwap(w, nil) {
		w.job <- in
		return
	}
	c.mu.Lock()
	last := len(c.idle) - 1
	if last < 0 {
		c.mu.Unlock()
		w := &worker{crew: c}
		go w.work(in)
		return
	}
	w := c.idle[last]
	c.idle[last] = nil
	c.idle = c.idle[:last]
	c.mu.Unlock()
	w.job <- in
}

// work has one turn after another. If a handler ends the goroutine with
// runtime.Goexit, it is just gone.
func (w *worker) work(in *incarnation) {
	for in != nil {
		in.work()
		in = w.next()
	}
}

// next waits for the next process; nil: there will be none.
func (w *worker) next() *incarnation {
	if w.job == nil {
		w.job = make(chan *incarnation, 1)
	}
	c := w.crew
	if c.first.CompareAndSwap(nil, w) {
		if c.home.Load() && c.first.CompareAndSwap(w, nil) { // nobody will send it home
			return nil
		}
		return <-w.job
	}
	c.mu.Lock()
	if c.home.Load() || len(c.idle) >= keptWorkers*runtime.GOMAXPROCS(0) {
		c.mu.Unlock()
		return nil
	}
	c.idle = append(c.idle, w)
	c.mu.Unlock()
	return <-w.job
}

// come says that there is a process again.
func (c *crew) come() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.home.Store(false)
}

// goHome says that there is none any more.
func (c *crew) goHome() {
	c.mu.Lock()
	c.home.Store(true)
	idle := c.idle
	c.idle = nil
	c.mu.Unlock()
	if w := c.first.Swap(nil); w != nil {
		idle = append(idle, w)
	}
	for _, w := range idle {
		w.job <- nil
	}
}
