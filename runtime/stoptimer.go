package otp

import (
	"time"

	"github.com/otpgen/otpgen/runtime/internal/supcore"
)

// stopTimer bounds the start or the stop of children, or makes a restart wait,
// and is the message that says that the time is over. The machine may arm the
// same Ref again, first for the start of a child and then for its stop, so each
// arming has its own.
type stopTimer struct {
	ref   supcore.Ref
	event supcore.Event // to be told then
	clock *time.Timer
}

func (*stopTimer) label() *string { return &labelEvent }
func (*stopTimer) drop(error)     {}

func (s *shell) arm(ref supcore.Ref, after time.Duration, ev supcore.Event) {
	s.disarm(ref)
	t := &stopTimer{ref: ref, event: ev}
	s.timers[ref] = t
	t.clock = time.AfterFunc(after, func() { s.in.box.push(t) })
}

// disarmAll is for a supervisor that was killed.
func (s *shell) disarmAll() {
	for ref := range s.timers {
		s.disarm(ref)
	}
}

func (s *shell) disarm(ref supcore.Ref) {
	if t := s.timers[ref]; t != nil {
		t.clock.Stop()
		delete(s.timers, ref)
	}
}
