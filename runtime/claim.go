package otp

// claim takes the slot; false: it cannot be had, and why.
//
// A supervisor that was killed or has crashed is restarted while its children,
// orphans now, are still ending. In OTP their successors find the names taken,
// and the restart may fail again and again until the supervisor above gives up.
// Here they wait for the orphan in their place, which ends within its own
// shutdown time, and so until what it owns is closed.
func (in *incarnation) claim() (why Reason, ok bool) {
	for {
		holder, wait := in.slot.occupy(in)
		switch {
		case holder == nil && wait == nil:
			return Reason{}, true
		case holder == nil: // was killed, and is closing what it owned
		case holder == in:
			return Killed, false
		case !holder.isLeaving():
			return Failed(&AlreadyStartedError{Ref: Ref{holder}}), false
		}
		select {
		case <-wait:
		case <-in.ctx.Done():
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
