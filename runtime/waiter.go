package otp

import (
	"math"
	"sync/atomic"
	"time"
)

// waiter is what a caller waits on for the answer of a call. It is used by one
// call after another, together with the calls that it keeps, so that a call
// allocates nothing.
//
// To ring it is to say: look again. It may be rung for no reason, since whoever
// rings may mean the call before.
type waiter struct {
	sys  *System
	bell chan struct{} // has room for one ring

	// A clock for each call would cost more than the call. This one is left
	// running when the answer comes in time: it rings only if a call is due then,
	// and is set again if one is due later. So callers with a timeout of 5 s set it
	// once in 5 s, however many calls they make.
	clock *time.Timer
	due   atomic.Int64 // when the call times out, by the clock of the system; 0: never
	set   atomic.Int64 // when the clock runs out; unset: it does not run

	kept [keptCalls]any // calls to be used again, the latest first
}

const (
	keptCalls = 4
	unset     = math.MaxInt64
)

func newWaiter(sys *System) *waiter {
	w := &waiter{sys: sys, bell: make(chan struct{}, 1)}
	w.set.Store(unset)
	return w
}

// waiter returns one that nobody uses. A pool belongs to one system, because
// testing/synctest lets no channel be used in two tests.
func (s *System) waiter() *waiter {
	if w, ok := s.waiters.Get().(*waiter); ok {
		return w
	}
	return newWaiter(s)
}

func (w *waiter) ring() {
	select {
	case w.bell <- struct{}{}:
	default:
	}
}

// begin sets the time at which the call is over; 0: never.
func (w *waiter) begin(due time.Duration) {
	if due == 0 {
		return
	}
	w.due.Store(int64(due))
	if w.set.Load() > int64(due) {
		w.run(due)
	}
}

// run sets the clock. Two may do so at once, for the same call or for two one
// after another: a clock that runs out too early is set again, and one that was
// set too late, by who looked before the call began, is set right by him: he looks
// again. clockmodel_test.go explores every order.
func (w *waiter) run(due time.Duration) {
	w.set.Store(int64(due))
	if left := due - w.sys.now(); w.clock == nil {
		w.clock = time.AfterFunc(left, w.ranOut)
	} else {
		w.clock.Reset(left)
	}
}

// ranOut looks, on the goroutine of the clock, whether a call is over.
func (w *waiter) ranOut() {
	w.set.Store(unset)
	for soonest := time.Duration(unset); ; {
		due := time.Duration(w.due.Load())
		switch {
		case due == 0 || due >= soonest:
			return
		case due <= w.sys.now():
			w.ring()
			return
		default:
			w.run(due)
			soonest = due
		}
	}
}

// end gives the waiter back.
func (w *waiter) end() {
	w.due.Store(0)
	w.sys.waiters.Put(w)
}

// keptCall returns a call that nobody uses any more, of those that a waiter keeps,
// or a new one. It is in front of the kept ones then, unless it is taken out by
// forget.
func keptCall[P, A, R any](w *waiter) *call[P, A, R] {
	for i, kept := range w.kept {
		if c, ok := kept.(*call[P, A, R]); ok {
			copy(w.kept[1:i+1], w.kept[:i])
			w.kept[0] = c
			return c
		}
	}
	c := new(call[P, A, R])
	c.answer.waiter = w
	copy(w.kept[1:], w.kept[:])
	w.kept[0] = c
	return c
}

// forget gives up the call in front, which its server may still have.
func (w *waiter) forget() {
	copy(w.kept[:], w.kept[1:])
	w.kept[keptCalls-1] = nil
}
