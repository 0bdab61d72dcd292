package otp

import (
	"fmt"
	"time"
)

// Timer is a declared timer of a server. With Every it fires periodically, with
// After once; with both first after After, then every Every. It is armed when
// Init has returned, unless Init has armed or cancelled it. With neither it
// fires only when the handler arms it.
type Timer[P any] struct {
	Name         string
	Every, After time.Duration
	Fire         func(p *P)
}

// timer is the state of one declared timer in one incarnation, guarded by the
// lock of the incarnation.
type timer struct {
	name    string
	every   time.Duration
	arming  uint64 // which arming counts: a tick of an earlier one is stale
	touched bool   // the handler has armed or cancelled it
	due     time.Time
	clock   *time.Timer
}

// tick says that a timer has run out.
type tick struct {
	timer  *timer
	arming uint64
}

func (t tick) label() *string { return &t.timer.name }
func (tick) drop(error)       {}

// armTimer sets a timer; a tick of it that is queued is stale from now on.
func (in *incarnation) armTimer(name string, after time.Duration) {
	in.mu.Lock()
	defer in.mu.Unlock()
	t := in.timerLocked(name)
	t.touched = true
	t.armLocked(in, after)
}

func (in *incarnation) cancelTimer(name string) {
	in.mu.Lock()
	defer in.mu.Unlock()
	t := in.timerLocked(name)
	t.touched = true
	t.disarm()
}

// armDeclared arms the timers that Init has left alone. first says after how
// long each fires; 0: not by itself.
func (in *incarnation) armDeclared(first []time.Duration) {
	in.mu.Lock()
	defer in.mu.Unlock()
	for i, t := range in.timers {
		if !t.touched && first[i] > 0 {
			t.armLocked(in, first[i])
		}
	}
}

// counts begins the handling of a tick; false if it is stale. A periodic timer
// is armed again for the next point of its grid that has not passed: a process
// that was busy for 3.5 periods gets one tick, not four.
func (tk tick) counts(in *incarnation) bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	t := tk.timer
	if tk.arming != t.arming {
		return false
	}
	due := t.due
	t.disarm()
	if t.every > 0 {
		missed := time.Since(due) / t.every
		t.armLocked(in, time.Until(due.Add((missed+1)*t.every)))
	}
	return true
}

// stale reports whether the timer has been armed again or cancelled since.
func (tk tick) stale(in *incarnation) bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	return tk.arming != tk.timer.arming
}

// stopTimers is called by whoever buries the process.
func (in *incarnation) stopTimers() {
	in.mu.Lock()
	defer in.mu.Unlock()
	for _, t := range in.timers {
		t.disarm()
	}
}

func (t *timer) armLocked(in *incarnation, after time.Duration) {
	t.disarm()
	if in.phase == phaseOver {
		return
	}
	t.due = time.Now().Add(after)
	msg := tick{t, t.arming}
	t.clock = time.AfterFunc(after, func() { in.box.push(msg) })
}

func (t *timer) disarm() {
	t.arming++
	if t.clock != nil {
		t.clock.Stop()
		t.clock = nil
	}
}

func (in *incarnation) timerLocked(name string) *timer {
	for _, t := range in.timers {
		if t.name == name {
			return t
		}
	}
	panic(fmt.Sprintf("otp: %s has no timer %q", in.kind.service(), name))
}
