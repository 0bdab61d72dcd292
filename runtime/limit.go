package otp

import (
	"time"

	"github.com/otpgen/otpgen/runtime/internal/supcore"
)

// limitEnd fences off a process that is asked to stop and has no supervisor that
// would: an orphan and the root. It gets its own shutdown time from now; a
// supervisor and a worker with infinity have no limit. An orphan that its
// supervisor would have killed without asking has been asked all the same, and
// gets the default.
func (in *incarnation) limitEnd() {
	after, limited := in.shutdown.For(in.kind.childType()).After()
	if in.shutdown.IsBrutalKill() {
		after, limited = supcore.DefaultShutdown, true
	}
	if !limited {
		return
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.buried || in.limit != nil {
		return
	}
	in.tie().limit = time.AfterFunc(after, in.kill)
}

// liftLimitLocked takes the limit back when the process is buried.
func (in *incarnation) liftLimitLocked() {
	if in.limit != nil {
		in.limit.Stop()
	}
}
