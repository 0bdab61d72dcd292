package supcore

import "time"

// window remembers the restarts that still count. With MaxRestarts 2 and Period 5, restarts at 1, 3 and 6 are three
// within the window of 6, which reaches back to 1 and includes it: one too many.
//
// The arithmetic is OTP's: times are cut to whole seconds and both ends count. So restarts less than Period apart
// always count together, those Period+1 seconds apart never.
type window struct {
	limit   Intensity
	seconds []int64 // oldest first; never longer than MaxRestarts+1
}

func newWindow(limit Intensity) window {
	if limit.MaxRestarts < 0 || limit.Period < 0 {
		panic("otpgen: internal: negative restart intensity")
	}
	if limit.Period == 0 {
		limit.Period = DefaultPeriod
	}
	return window{limit: limit}
}

// add records a restart at that time. It returns how many lie within the period now, and whether that is allowed.
// Each record is dropped once, so the cost of a restart does not depend on how many there were.
func (w *window) add(at time.Duration) (count int, allowed bool) {
	now := int64(at / time.Second)
	for len(w.seconds) > 0 && w.seconds[0] < now-int64(w.limit.Period) {
		w.seconds = w.seconds[1:]
	}
	w.seconds = append(w.seconds, now)
	return len(w.seconds), len(w.seconds) <= w.limit.MaxRestarts
}
