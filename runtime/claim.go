package otp

import (
	"time"

	"github.com/otpgen/otpgen/runtime/internal/supcore"
)

// claim takes the slot; false: it cannot be had, and why.
//
// A supervisor that was killed or has crashed is restarted while its children,
// orphans now, are still ending. In OTP their successors find the names taken,
// and the restart may fail again and again until the supervisor above gives up.
// Here they wait for the orphan in their place, which also means that what it
// owns is closed. Its supervisor cannot bound its end any more, so they do.
func (in *incarnation) claim() (why Reason, ok bool) {
	for {
		holder := in.slot.occupy(in)
		switch {
		case holder == nil:
			return Reason{}, true
		case holder == in:
			return Killed, false
		case !holder.isLeaving():
			return Failed(&AlreadyStartedError{Ref: Ref{holder}}), false
		}
		limit := holder.limitEnd()
		select {
		case <-holder.done:
			limit()
		case <-in.ctx.Done():
			limit()
			if asked, ok := in.askedToStop(); ok {
				return asked, false
			}
			if in.over.Load() {
				return Killed, false
			}
			return Shutdown, false // hurried
		}
	}
}

// isLeaving reports whether a process is an orphan, or over and about to leave
// its slot.
func (in *incarnation) isLeaving() bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.orphaned || in.phase == phaseOver
}

// limitEnd fences off an orphan that has not ended after its shutdown time from
// now; a supervisor and a worker with infinity have no limit. The returned
// function takes the limit back.
func (in *incarnation) limitEnd() (lift func()) {
	after, limited := in.shutdown.For(in.kind.childType()).After()
	if in.shutdown.IsBrutalKill() {
		after, limited = supcore.DefaultShutdown, true
	}
	if !limited {
		return func() {}
	}
	limit := time.AfterFunc(after, in.kill)
	return func() { limit.Stop() }
}
