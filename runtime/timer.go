package otp

import (
	"fmt"
	"reflect"
	"time"
)

// Timer is a declared timer of a server. With Every it fires periodically, with
// After once; with both first after After, then every Every. It is armed when
// Init has returned, unless Init has armed or cancelled it. With neither it
// fires only when the handler arms it, and so does one with FireKey. [Infinity]
// is never, as 0.
type Timer[P any] struct {
	Name         string
	Every, After time.Duration
	// Jitter spreads the times at which a timer fires by itself, so that many processes do not do so at the
	// same moment: with 0.1 each period, and the first delay, is up to 10 % shorter or longer. From 0 to less
	// than 1. A time given to [Ctx.ArmTimer] is exact.
	Jitter float64
	Fire   func(p *P)
	// FireKey, in place of Fire, makes this a timer for each key that [Ctx.ArmKeyed] is given. Each of them is
	// one of its own, and periodic with Every.
	FireKey func(p *P, key any)
}

// check panics if the declaration makes no sense.
func (t *Timer[P]) check(service string) {
	wrong := func(what string) { panic(fmt.Sprintf("otp: the timer %q of %s %s", t.Name, service, what)) }
	switch {
	case t.Every < 0 || t.After < 0:
		wrong("has a negative time")
	case !(t.Jitter >= 0 && t.Jitter < 1):
		wrong(fmt.Sprintf("has the jitter %v, which is not from 0 to less than 1", t.Jitter))
	case (t.Fire == nil) == (t.FireKey == nil):
		wrong("must have one of Fire and FireKey")
	case t.FireKey != nil && t.After != 0:
		wrong("has keys, so nothing arms it after its start")
	}
}

// mustBeOne panics if there is such a timer already: ArmTimer could not tell them
// apart.
func mustBeOne[P any](others []Timer[P], name, service string) {
	for i := range others {
		if others[i].Name == name {
			panic(fmt.Sprintf("otp: %s has two timers %q", service, name))
		}
	}
}

// timer is a declared timer in one incarnation. Only the process uses it.
type timer struct {
	name         string
	every, after time.Duration
	jitter       float64
	fire         func()
	fireKey      func(key any)
	touched      bool // the handler has armed or cancelled it
	running      *alarm
	keyed        map[any]*alarm
}

// newTimers makes the declared timers of an incarnation.
func newTimers[P any](s *server[P]) []*timer {
	timers := make([]*timer, len(s.kind.Timers))
	for i := range timers {
		t := &s.kind.Timers[i]
		made := &timer{name: t.Name, every: finite(t.Every), after: finite(t.After), jitter: t.Jitter}
		if t.FireKey != nil {
			made.fireKey = func(key any) { t.FireKey(s.state, key) }
		} else {
			made.fire = func() { t.Fire(s.state) }
		}
		timers[i] = made
	}
	return timers
}

// finite is d, or 0 for never.
func finite(d time.Duration) time.Duration {
	if d == Infinity {
		return 0
	}
	return d
}

// armTimer sets a timer; a tick of it that is queued is void from now on.
func (in *incarnation) armTimer(name string, after time.Duration) {
	t := in.timer(name, false)
	t.touched = true
	t.disarm()
	if after != Infinity {
		t.arm(in, after)
	}
}

func (in *incarnation) cancelTimer(name string) {
	t := in.timer(name, false)
	t.touched = true
	t.disarm()
}

// armDeclared arms the timers that Init has left alone.
func (in *incarnation) armDeclared() {
	for _, t := range in.timers {
		first := t.after
		if first == 0 {
			first = t.every
		}
		if !t.touched && first > 0 && t.fireKey == nil {
			t.arm(in, in.jittered(first, t.jitter))
		}
	}
}

func (t *timer) arm(in *incarnation, after time.Duration) {
	t.running = &alarm{name: &t.name, f: t.fire, every: t.every, jitter: t.jitter}
	t.running.arm(in, after)
}

func (t *timer) disarm() {
	if t.running != nil {
		t.running.cancel()
		t.running = nil
	}
}

// timer finds a declared timer, with keys or without.
func (in *incarnation) timer(name string, keys bool) *timer {
	for _, t := range in.timers {
		if t.name != name {
			continue
		}
		switch {
		case keys && t.fireKey == nil:
			panic(fmt.Sprintf("otp: the timer %q of %s has no keys", name, in.kind.service()))
		case !keys && t.fireKey != nil:
			panic(fmt.Sprintf("otp: the timer %q of %s needs a key", name, in.kind.service()))
		}
		return t
	}
	panic(fmt.Sprintf("otp: %s has no timer %q", in.kind.service(), name))
}

// mustBeKey panics if a timer cannot be found again by that key.
func (t *timer) mustBeKey(in *incarnation, key any) {
	if key != nil && !reflect.ValueOf(key).Comparable() {
		panic(fmt.Sprintf("otp: a key of the timer %q of %s cannot be compared: %T", t.name, in.kind.service(), key))
	}
}
