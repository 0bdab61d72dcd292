package otp

import (
	"runtime"
	"slices"
	"sync"
)

// crew is the goroutines that processes have their turns on. One that has nothing
// to do waits for the next process to have work, of whatever kind, because a
// goroutine that has run handlers before has the stack that they need: a new one
// begins with 2 KiB and copies its stack at the first deeper call, which costs
// more than all else in the turn.
//
// The crew goes home with the last process of the system.
type crew struct {
	mu   sync.Mutex
	idle []*worker // the one that came last is the first to go: its stack is in the cache
	home bool      // there is no process
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
	c := w.crew
	c.mu.Lock()
	if c.home || len(c.idle) >= keptWorkers*runtime.GOMAXPROCS(0) {
		c.mu.Unlock()
		return nil
	}
	if w.job == nil {
		w.job = make(chan *incarnation, 1)
	}
	c.idle = append(c.idle, w)
	c.mu.Unlock()
	return <-w.job
}

// come says that there is a process again.
func (c *crew) come() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.home = false
}

// goHome says that there is none any more.
func (c *crew) goHome() {
	c.mu.Lock()
	idle := slices.Clone(c.idle)
	c.idle, c.home = nil, true
	c.mu.Unlock()
	for _, w := range idle {
		w.job <- nil
	}
}
