package otp

import (
	"math/rand/v2"
	"time"
)

// alarm is a clock of one incarnation. When it has run out its tick is put into
// the mailbox, whatever the bound; the tick counts if nobody has cancelled the
// alarm until its turn comes. The end of the incarnation cancels all of them.
type alarm struct {
	in     *incarnation
	name   *string       // what the tick is called in reports
	f      func()        // what the process does then; only the process itself uses it
	tick   message       // what is put into the mailbox: the alarm itself, or what contains it
	relay  func()        // done on the clock's goroutine instead of a tick; nil: there is a tick
	every  time.Duration // 0: it rings once
	jitter float64       // of every

	// Guarded by the lock of the alarms of the incarnation.
	state  alarmState
	due    time.Duration // when it runs out, by the system's clock
	turn   uint64        // among those that are due at the same moment
	index  int           // its place in the heap, while it is armed
	chance *rand.Rand    // for the jitter; nil: there is none
}

type alarmState uint8

const (
	alarmOver  alarmState = iota // cancelled, or all is done
	alarmArmed                   // the clock runs
	alarmRung                    // the tick waits in the mailbox
)

func (a *alarm) label() *string { return a.name }
func (*alarm) drop(error)       {}

// before reports whether a runs out before b.
func (a *alarm) before(b *alarm) bool { return a.due < b.due || a.due == b.due && a.turn < b.turn }

// arm starts a new alarm; a time that has passed is now.
func (a *alarm) arm(in *incarnation, after time.Duration) {
	s := in.alarms()
	s.mu.Lock()
	defer s.mu.Unlock()
	a.in = in
	if a.tick == nil {
		a.tick = a
	}
	if s.closed || in.over.Load() {
		return
	}
	if a.every > 0 && a.jitter > 0 {
		a.chance = in.source()
	}
	now := in.sys.now()
	s.startLocked(a, now, plus(now, max(0, after)))
}

// ringLocked puts the tick into the mailbox.
func (a *alarm) ringLocked() {
	if a.relay != nil {
		a.state = alarmOver
		a.relay()
		return
	}
	a.state = alarmRung
	a.in.box.push(a.tick)
}

// take begins the handling of the tick; false if it is void. A periodic alarm
// goes on at the next point of its grid that has not passed: a process that was
// busy for 3.5 periods gets one tick, not four.
func (a *alarm) take() bool {
	s := a.in.alarms()
	s.mu.Lock()
	defer s.mu.Unlock()
	if a.state != alarmRung || s.closed {
		return false
	}
	a.state = alarmOver
	if a.every == 0 {
		return true
	}
	next, now := a.every, a.in.sys.now()
	if a.chance != nil {
		next = spread(a.every, a.jitter, a.chance.Float64())
	}
	missed := (now - a.due) / a.every
	due := plus(a.due+missed*a.every, next)
	if due <= now { // a short period after a long one
		due = plus(due, a.every)
	}
	s.startLocked(a, now, due)
	return true
}

// isVoid reports whether a tick that waits has been taken back.
func (a *alarm) isVoid() bool {
	a.in.alarms().mu.Lock()
	defer a.in.alarms().mu.Unlock()
	return a.state != alarmRung
}

// cancel takes the alarm back. It is true if that came in time, and says how
// much was left; 0 if the tick waits already.
func (a *alarm) cancel() (left time.Duration, ok bool) {
	s := a.in.alarms()
	s.mu.Lock()
	defer s.mu.Unlock()
	left, ok = a.leftLocked()
	if ok && a.state == alarmArmed {
		s.stopLocked(a)
	}
	a.state = alarmOver
	return left, ok
}

func (a *alarm) read() (left time.Duration, ok bool) {
	a.in.alarms().mu.Lock()
	defer a.in.alarms().mu.Unlock()
	return a.leftLocked()
}

func (a *alarm) leftLocked() (left time.Duration, ok bool) {
	if a.in.alarms().closed {
		return 0, false
	}
	if a.state == alarmArmed {
		left = max(0, a.due-a.in.sys.now())
	}
	return left, a.state != alarmOver
}
