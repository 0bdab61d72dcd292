package otp

import (
	"io"
	"time"
)

// closeLimit is how long the end of a process waits for what it owned to close.
// After that its supervisor is told all the same.
const closeLimit = 5 * time.Second

// own keeps a closer for the end of the process; false if that has come.
func (in *incarnation) own(c io.Closer) bool {
	in.slot.closesAt(in, in.closed.wait()) // before it can be killed with something to close
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.phase == phaseOver {
		return false
	}
	in.tie().owned = append(in.owned, c)
	return true
}

func (in *incarnation) ownsNothing() bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	return len(in.owned) == 0
}

// closeOwned closes what the process owned, last first. Each closer is called
// whatever the one before did, runtime.Goexit included.
func (in *incarnation) closeOwned() {
	in.mu.Lock()
	last := len(in.owned) - 1
	if last < 0 {
		in.mu.Unlock()
		return
	}
	c := in.owned[last]
	in.owned = in.owned[:last]
	in.mu.Unlock()
	defer in.closeOwned()
	in.closeOne(c)
}

func (in *incarnation) closeOne(c io.Closer) {
	defer func() {
		if r := recover(); r != nil {
			reason, stack := panicReason(r)
			in.ctx.Log().Error("panic while closing", "reason", reason, "stack", stack)
		}
	}()
	if err := c.Close(); err != nil {
		in.ctx.Log().Warn("close failed", "err", err)
	}
}
