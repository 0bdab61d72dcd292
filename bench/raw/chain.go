package raw

import (
	"sync"

	"github.com/otpgen/otpgen/bench/work"
)

// mutexChain is the first of some states, each under a lock of its own, which is
// held while the next one is called.
type mutexChain struct {
	mu   sync.Mutex
	next *mutexChain
}

func startMutexChain(length int) (work.Caller, error) {
	var first *mutexChain
	for range length {
		first = &mutexChain{next: first}
	}
	return first, nil
}

func (m *mutexChain) Stop() {}

//go:noinline
func (m *mutexChain) pass(value int) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.next == nil {
		return value
	}
	return m.next.pass(value + 1)
}

// Calls is work.Caller's.
func (m *mutexChain) Calls(n int) error {
	for range n {
		m.pass(0)
	}
	return nil
}

// chanChain is some goroutines behind channels, each of which calls the next one.
type chanChain []*chanServer[int, int]

func startChanChain(length int) (work.Caller, error) {
	chain := make(chanChain, length)
	shared := newPools[int]()
	next := func(value int) int { return value }
	for i := range chain {
		call := next
		chain[i] = newChanServer(0, shared, func(value int) int { return call(value) }, nil)
		next = func(value int) int { return chain[i].callPooled(value + 1) }
	}
	return chain, nil
}

func (c chanChain) Stop() {
	for _, s := range c {
		s.Stop()
	}
}

// Calls is work.Caller's.
func (c chanChain) Calls(n int) error {
	for range n {
		c[len(c)-1].callPooled(0)
	}
	return nil
}
