package otp

import (
	"time"

	"github.com/otpgen/otpgen/runtime/internal/supcore"
)

// stopTimer bounds the start or the stop of children, and is the message that
// says that the time is over. The machine may arm the same Ref again, first for
// the start of a child and then for its stop, so each arming has its own.
type stopTimer struct {
	ref   supcore.Ref
	clock *time.Timer
}

func (*stopTimer) label() *string { return &labelEvent }
func (*stopTimer) drop(error)     {}

func (s *shell) arm(ref supcore.Ref, after time.Duration) {
	t := &stopTimer{ref: ref}
	s.timers[ref] = t
	t.clock = time.AfterFunc(after, func() { s.in.box.push(t) })
}

func (s *shell) disarm(ref supcore.Ref) {
	if t := s.timers[ref]; t != nil {
		t.clock.Stop()
		delete(s.timers, ref)
	}
}
