package otp

import "time"

// limitStart kills a process whose start takes longer than that; 0: it may take
// for ever. What is returned ends the limit.
func (in *incarnation) limitStart(timeout time.Duration) (over func()) {
	if timeout == 0 || timeout == Infinity {
		return func() {}
	}
	clock := time.AfterFunc(timeout, func() {
		if in.noteLate() {
			in.kill()
		}
	})
	return func() { clock.Stop() }
}

// noteLate says that a process has not started in time. It cannot come up after
// that, though nobody has killed it yet.
func (in *incarnation) noteLate() bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.late = in.phase == phaseStarting
	return in.late
}
