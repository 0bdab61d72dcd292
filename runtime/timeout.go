package otp

import (
	"fmt"
	"time"
)

// StateTimeout runs f as an event if the machine is still in the same state
// after d, as {state_timeout, d, ...}. A change of state cancels it. In a
// handler that changes the state, and in an enter call, it is the timeout of the
// new state.
//
// This holds for all three kinds of timeouts: they begin when the handler and
// the enter calls have returned. There is one of a kind and name: to set it
// again replaces it, and of several orders in one turn the last counts. With 0
// the event comes before anything in the mailbox, without a clock. [Infinity]
// cancels. A negative time is a crash.
func (m *Machine[S]) StateTimeout(d time.Duration, f func()) { m.order(stateTimeout, "", d, f) }

// EventTimeout runs f as an event if no other event is handled for d, as
// {timeout, d, ...}. Any event cancels it: an inserted one and one that was
// postponed, too. See [Machine.StateTimeout] for the rest.
func (m *Machine[S]) EventTimeout(d time.Duration, f func()) { m.order(eventTimeout, "", d, f) }

// Timeout runs f as an event after d, whatever happens meanwhile, as
// {{timeout, Name}, d, ...}. See [Machine.StateTimeout] for the rest.
func (m *Machine[S]) Timeout(name string, d time.Duration, f func()) {
	m.order(namedTimeout, name, d, f)
}

// CancelStateTimeout cancels the state timeout, also one that has run out and
// was not handled yet.
func (m *Machine[S]) CancelStateTimeout() { m.order(stateTimeout, "", Infinity, nil) }

// CancelEventTimeout cancels an event timeout that this same turn has set; any
// other one the event in hand has cancelled already.
func (m *Machine[S]) CancelEventTimeout() { m.order(eventTimeout, "", Infinity, nil) }

// CancelTimeout cancels the timeout of that name.
func (m *Machine[S]) CancelTimeout(name string) { m.order(namedTimeout, name, Infinity, nil) }

// UpdateStateTimeout makes the state timeout that runs do f instead, at the same
// time, as {state_timeout, update, ...}. If none runs, f comes at once.
func (m *Machine[S]) UpdateStateTimeout(f func()) { m.update(stateTimeout, "", f) }

// UpdateTimeout makes the timeout of that name that runs do f instead, at the
// same time. If none runs, f comes at once.
func (m *Machine[S]) UpdateTimeout(name string, f func()) {
	m.update(namedTimeout, name, f)
}

func (m *Machine[S]) order(kind timeoutKind, name string, d time.Duration, f func()) {
	if m.stage == stageNone {
		return
	}
	if d < 0 {
		panic(fmt.Sprintf("otp: the time %v of a timeout is negative", d))
	}
	m.orders = append(m.orders, timeoutOrder{key: timeoutKey{kind, name}, after: d, f: f})
}

func (m *Machine[S]) update(kind timeoutKind, name string, f func()) {
	if m.stage != stageNone {
		m.orders = append(m.orders, timeoutOrder{key: timeoutKey{kind, name}, update: true, f: f})
	}
}

type timeoutKind uint8

const (
	_ timeoutKind = iota
	stateTimeout
	eventTimeout
	namedTimeout
)

// timeoutKey says which timeout is meant.
type timeoutKey struct {
	kind timeoutKind
	name string
}

// timeoutOrder is to be carried out at the end of the turn.
type timeoutOrder struct {
	key    timeoutKey
	after  time.Duration // or Infinity
	update bool          // the clock is left alone, if one runs
	f      func()
}

// timeout is one that runs, or waits to be handled.
type timeout struct {
	alarm
	key timeoutKey
}

func (t *timeout) label() *string {
	switch t.key.kind {
	case stateTimeout:
		return &labelStateTimeout
	case eventTimeout:
		return &labelEventTimeout
	case namedTimeout:
		return &t.key.name
	default:
		panic("otpgen: internal: unknown kind of timeout")
	}
}

var (
	labelStateTimeout = "state timeout"
	labelEventTimeout = "event timeout"
)

// timeouts is the timeouts of one machine. Only its process uses it.
type timeouts struct {
	in      *incarnation
	running map[timeoutKey]*timeout
	due     []*timeout // those of 0, which need no clock
}

// turn cancels what the end of the turn cancels, and carries out the orders.
func (ts *timeouts) turn(changed bool, orders []timeoutOrder) {
	if len(ts.running) > 0 {
		ts.cancel(timeoutKey{kind: eventTimeout})
		if changed {
			ts.cancel(timeoutKey{kind: stateTimeout})
		}
	}
	for i, o := range orders {
		if !replaced(o.key, orders[i+1:]) {
			ts.obey(o)
		}
	}
}

// replaced reports whether a later order is about the same timeout.
func replaced(key timeoutKey, later []timeoutOrder) bool {
	for _, o := range later {
		if o.key == key {
			return true
		}
	}
	return false
}

func (ts *timeouts) obey(o timeoutOrder) {
	if t := ts.running[o.key]; o.update && t != nil {
		t.f = o.f
		return
	}
	ts.cancel(o.key)
	if o.after == Infinity {
		return
	}
	t := &timeout{key: o.key}
	t.f, t.name, t.tick = o.f, t.label(), t
	if ts.running == nil {
		ts.running = make(map[timeoutKey]*timeout)
	}
	ts.running[o.key] = t
	if o.after == 0 {
		ts.due = append(ts.due, t)
		return
	}
	t.arm(ts.in, o.after)
}

func (ts *timeouts) cancel(key timeoutKey) {
	t := ts.running[key]
	if t == nil {
		return
	}
	delete(ts.running, key)
	for i, due := range ts.due {
		if due == t {
			ts.due = append(ts.due[:i], ts.due[i+1:]...)
			return
		}
	}
	t.cancel()
}

// pop takes out the first timeout of 0; nil: there is none.
func (ts *timeouts) pop() *timeout {
	if len(ts.due) == 0 {
		return nil
	}
	t := ts.due[0]
	ts.due = ts.due[1:]
	delete(ts.running, t.key)
	return t
}

// take begins the handling of one whose tick has come; false if it is void.
func (ts *timeouts) take(t *timeout) bool {
	if !t.alarm.take() {
		return false
	}
	delete(ts.running, t.key)
	return true
}
