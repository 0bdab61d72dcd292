package otp

import "sync/atomic"

// moment is something that happens once and that others may wait for. It makes a
// channel only if somebody waits, which for most ends of most processes nobody
// does.
type moment struct{ c atomic.Pointer[chan struct{}] }

// wait returns a channel that is closed when it has happened.
func (m *moment) wait() <-chan struct{} {
	if c := m.c.Load(); c != nil {
		return *c
	}
	c := make(chan struct{})
	if m.c.CompareAndSwap(nil, &c) {
		return c
	}
	return *m.c.Load()
}

// happen may be called again.
func (m *moment) happen() {
	if c := m.c.Swap(&past); c != nil && c != &past {
		close(*c)
	}
}

// hasHappened reports whether there is nothing to wait for.
func (m *moment) hasHappened() bool { return m.c.Load() == &past }

// past is the channel of all that has happened before anybody waited. Nobody
// writes to it.
var past = closedChannel()

func closedChannel() chan struct{} {
	c := make(chan struct{})
	close(c)
	return c
}
