package supcore

import (
	"fmt"
	"math"
	"time"
)

// Backoff makes the automatic restarts of a child wait, the longer the more of them come in a row. OTP has no such
// thing: it restarts at once. The zero Backoff does the same.
//
// With Min 100ms, Max 1s and Factor 2 the waits are 100ms 200ms 400ms 800ms 1s 1s...
type Backoff struct {
	Min time.Duration // before the first restart; more than 0
	Max time.Duration // no wait is longer, but by the jitter; 0: a minute, or Min if that is longer
	// Factor is what each wait is longer than the one before; 0: 2. It is at least 1.
	Factor float64
	// Jitter is the fraction of a wait that chance may add or take away, from 0 to less than 1: with 0.2, a wait of 1s takes from
	// 0.8s to 1.2s.
	Jitter float64
	// ResetAfter is how long a child has to run until its next restart is the first one again; 0: Max.
	ResetAfter time.Duration
}

// IsZero reports that restarts do not wait.
func (b Backoff) IsZero() bool { return b == Backoff{} }

// Delay is the wait before the attempt-th restart in a row, 1 being the first; chance is a random number from 0 up to
// but not including 1.
func (b Backoff) Delay(attempt int, chance float64) time.Duration {
	wait, longest := float64(b.Min), float64(b.Max)
	for i := 1; i < attempt && wait < longest && b.Factor > 1; i++ {
		wait *= b.Factor
	}
	wait = min(wait, longest) * (1 + b.Jitter*(2*chance-1))
	if wait >= math.MaxInt64 {
		return math.MaxInt64 // for ever
	}
	return time.Duration(wait)
}

// String prints what differs between two of them.
func (b Backoff) String() string {
	return fmt.Sprintf("min %v max %v factor %v jitter %v reset after %v", b.Min, b.Max, b.Factor, b.Jitter, b.ResetAfter)
}

// complete fills in the defaults.
func (b Backoff) complete() Backoff {
	if b.IsZero() {
		return b
	}
	if b.Max == 0 {
		b.Max = max(60*time.Second, b.Min)
	}
	if b.Factor == 0 {
		b.Factor = 2
	}
	if b.ResetAfter == 0 {
		b.ResetAfter = b.Max
	}
	return b
}

// nonsense returns the field that makes no sense and its value; "" if all do.
func (b Backoff) nonsense() (field, value string) {
	if b.IsZero() {
		return "", ""
	}
	switch b = b.complete(); {
	case b.Min <= 0:
		return "Min", b.Min.String()
	case b.Max < b.Min:
		return "Max", b.Max.String()
	case !(b.Factor >= 1):
		return "Factor", fmt.Sprint(b.Factor)
	case !(b.Jitter >= 0 && b.Jitter < 1):
		return "Jitter", fmt.Sprint(b.Jitter)
	case b.ResetAfter <= 0:
		return "ResetAfter", b.ResetAfter.String()
	default:
		return "", ""
	}
}

// pendingRestart is the restart of a child that waits for its time.
type pendingRestart struct {
	count int // of the restart; it has been counted
}

// backsOff reports whether the next restart of c has to wait, and takes it for one more in a row.
func (c *child) backsOff() bool {
	if c.spec.Backoff.IsZero() {
		return false
	}
	c.row++
	return true
}

// ranUntil ends the row of restarts of a child that has run long enough.
func (c *child) ranUntil(end time.Duration) {
	if end-c.upSince >= c.spec.Backoff.ResetAfter {
		c.row = 0
	}
}

// cameUp notes since when a child runs. One that was started by request begins a row of its own.
func (c *child) cameUp(p purpose, now time.Duration) {
	c.upSince = now
	if _, again := p.(restarting); !again {
		c.row = 0
	}
}

// await makes c, which is restarting, wait until its time for a restart has come.
func (m *machine) await(c *child, count int, cause Reason) {
	c.waits = &pendingRestart{count}
	m.emit(ArmRetry{Ref: c.ref, Spec: c.spec, Attempt: c.row, Reason: cause})
}

// callOff takes the wait of c back, if it waits.
func (m *machine) callOff(c *child) {
	if c.waits != nil {
		m.emit(DisarmTimer{Ref: c.ref})
	}
}

// count records a restart of c: in the window of the supervisor, and in its own if it has one. It returns how many
// lie within the one that says whether this is one too many.
func (m *machine) count(c *child) (count int, allowed bool) {
	count, allowed = m.restarts.add(m.now)
	if c.own == nil {
		return count, allowed
	}
	own, within := c.own.add(m.now)
	if allowed && !within {
		return own, false
	}
	return count, allowed
}
