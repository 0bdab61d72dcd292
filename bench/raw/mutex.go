package raw

import (
	"errors"
	"slices"
	"sync"

	"github.com/otpgen/otpgen/bench/work"
)

var errDown = errors.New("raw: the handler has panicked")

// mutex is the state under a lock. What would be a cast is handled before it
// returns.
type mutex struct {
	mu sync.Mutex
	*work.Counter
}

func startMutex() (work.Server, error) { return &mutex{Counter: work.NewCounter()}, nil }

func (m *mutex) Stop() {}

func (m *mutex) call(by int) int {
	m.mu.Lock()
	sum := m.Add(by)
	m.mu.Unlock()
	return sum
}

func (m *mutex) cast(by int) {
	m.mu.Lock()
	m.Note(by)
	m.mu.Unlock()
}

// Calls is work.Caller's.
func (m *mutex) Calls(n int) error {
	for range n {
		m.call(1)
	}
	return nil
}

// Casts is work.Server's.
func (m *mutex) Casts(n int) error {
	for range n {
		m.cast(1)
	}
	return nil
}

// mutexDefer is a mutex that a panic does not leave locked: what isolation costs
// at the least.
type mutexDefer struct {
	mu sync.Mutex
	*work.Counter
}

func startMutexDefer() (work.Server, error) { return &mutexDefer{Counter: work.NewCounter()}, nil }

func (m *mutexDefer) Stop() {}

func (m *mutexDefer) call(by int) (sum int, err error) {
	m.mu.Lock()
	defer func() {
		m.mu.Unlock()
		if recover() != nil {
			err = errDown
		}
	}()
	return m.Add(by), nil
}

func (m *mutexDefer) cast(by int) (err error) {
	m.mu.Lock()
	defer func() {
		m.mu.Unlock()
		if recover() != nil {
			err = errDown
		}
	}()
	m.Note(by)
	return nil
}

// Calls is work.Caller's.
func (m *mutexDefer) Calls(n int) error {
	for range n {
		if _, err := m.call(1); err != nil {
			return err
		}
	}
	return nil
}

// Casts is work.Server's.
func (m *mutexDefer) Casts(n int) error {
	for range n {
		if err := m.cast(1); err != nil {
			return err
		}
	}
	return nil
}

// locked is a handler of any message under a lock.
type locked[A, R any] struct {
	mu     sync.Mutex
	handle func(A) R
	args   A
}

func lockedRecord() (work.Caller, error) {
	return &locked[work.Record, uint64]{handle: storeRecord}, nil
}

func lockedBytes() (work.Caller, error) {
	return &locked[[]byte, int]{handle: storeCopy, args: make([]byte, 1024)}, nil
}

func (l *locked[A, R]) Stop() {}

// Calls is work.Caller's.
func (l *locked[A, R]) Calls(n int) error {
	args := l.args
	for range n {
		l.mu.Lock()
		l.handle(args)
		l.mu.Unlock()
	}
	return nil
}

func storeRecord(r work.Record) uint64 { return work.Store(&r) }

// storeCopy copies what it is given, as processes that share no memory have to.
func storeCopy(data []byte) int { return work.StoreBytes(slices.Clone(data)) }
