package otp

import "time"

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

	// Guarded by the lock of the incarnation.
	state      alarmState
	due        time.Time
	clock      *time.Timer
	prev, next *alarm // the other alarms of the incarnation
}

type alarmState uint8

const (
	alarmOver  alarmState = iota // cancelled, or all is done
	alarmArmed                   // the clock runs
	alarmRung                    // the tick waits in the mailbox
)

func (a *alarm) label() *string { return a.name }
func (*alarm) drop(error)       {}

// arm starts a new alarm.
func (a *alarm) arm(in *incarnation, after time.Duration) {
	in.mu.Lock()
	defer in.mu.Unlock()
	a.in = in
	if a.tick == nil {
		a.tick = a
	}
	if in.phase == phaseOver {
		return
	}
	a.next = in.alarms
	if a.next != nil {
		a.next.prev = a
	}
	in.alarms = a
	a.startLocked(time.Now().Add(after), after)
}

func (a *alarm) startLocked(due time.Time, after time.Duration) {
	a.state, a.due = alarmArmed, due
	a.clock = time.AfterFunc(after, a.ring)
}

// ring runs on the clock's goroutine.
func (a *alarm) ring() {
	a.in.mu.Lock()
	if a.state != alarmArmed {
		a.in.mu.Unlock()
		return
	}
	a.state, a.clock = alarmRung, nil
	if a.relay != nil {
		a.endLocked()
	}
	a.in.mu.Unlock()
	if a.relay != nil {
		a.relay()
		return
	}
	a.in.box.push(a.tick)
}

// take begins the handling of the tick; false if it is void. A periodic alarm
// goes on at the next point of its grid that has not passed: a process that was
// busy for 3.5 periods gets one tick, not four.
func (a *alarm) take() bool {
	a.in.mu.Lock()
	defer a.in.mu.Unlock()
	if a.state != alarmRung {
		return false
	}
	if a.every == 0 {
		a.endLocked()
		return true
	}
	missed := time.Since(a.due) / a.every
	due := a.due.Add(missed*a.every + a.in.jitteredLocked(a.every, a.jitter))
	if !due.After(time.Now()) { // a short period after a long one
		due = due.Add(a.every)
	}
	a.startLocked(due, time.Until(due))
	return true
}

// isVoid reports whether a tick that waits has been taken back.
func (a *alarm) isVoid() bool {
	a.in.mu.Lock()
	defer a.in.mu.Unlock()
	return a.state != alarmRung
}

// cancel takes the alarm back. It is true if that came in time, and says how
// much was left; 0 if the tick waits already.
func (a *alarm) cancel() (left time.Duration, ok bool) {
	a.in.mu.Lock()
	defer a.in.mu.Unlock()
	left, ok = a.leftLocked()
	a.endLocked()
	return left, ok
}

func (a *alarm) read() (left time.Duration, ok bool) {
	a.in.mu.Lock()
	defer a.in.mu.Unlock()
	return a.leftLocked()
}

func (a *alarm) leftLocked() (left time.Duration, ok bool) {
	if a.state == alarmArmed {
		left = max(0, time.Until(a.due))
	}
	return left, a.state != alarmOver
}

func (a *alarm) endLocked() {
	if a.state == alarmOver {
		return
	}
	a.state = alarmOver
	if a.clock != nil {
		a.clock.Stop()
		a.clock = nil
	}
	if a.prev == nil {
		a.in.alarms = a.next
	} else {
		a.prev.next = a.next
	}
	if a.next != nil {
		a.next.prev = a.prev
	}
	a.prev, a.next = nil, nil
}

// stopAlarms is called by whoever buries the process.
func (in *incarnation) stopAlarms() {
	in.mu.Lock()
	defer in.mu.Unlock()
	for in.alarms != nil {
		in.alarms.endLocked()
	}
}
