package otp

import "time"

// ArmKeyed makes a declared timer that has keys fire once for this key after
// that time, whatever it was armed for under the same key before; one with Every
// goes on from there. Other keys are not touched. A time that has passed is now,
// and [Infinity] is never. The key must be comparable, and equal to itself, or it
// is a crash; it is forgotten when the timer has fired for the last time.
func (c *Ctx) ArmKeyed(name string, key any, after time.Duration) {
	c.mustServe("ArmKeyed")
	t := c.in.timer(name, true)
	t.mustBeKey(c.in, key)
	mustBeEqualToItself(key)
	t.disarmKey(key)
	if after == Infinity {
		return
	}
	if t.keyed == nil {
		t.keyed = make(map[any]*alarm)
	}
	a := &alarm{name: &t.name, every: t.every, jitter: t.jitter}
	a.f = func() {
		if t.every == 0 {
			delete(t.keyed, key)
		}
		t.fireKey(key)
	}
	t.keyed[key] = a
	a.arm(c.in, after)
}

// CancelKeyed stops the timer of a key and forgets the key. A tick that waits in
// the mailbox is void. It is false if the key had no timer.
func (c *Ctx) CancelKeyed(name string, key any) bool {
	c.mustServe("CancelKeyed")
	t := c.in.timer(name, true)
	t.mustBeKey(c.in, key)
	return t.disarmKey(key)
}

func (t *timer) disarmKey(key any) bool {
	a, armed := t.keyed[key]
	if !armed {
		return false
	}
	delete(t.keyed, key)
	a.cancel()
	return true
}
