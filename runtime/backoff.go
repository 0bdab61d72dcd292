package otp

import (
	"time"

	"github.com/otpgen/otpgen/runtime/internal/supcore"
)

// Backoff makes the automatic restarts of a child wait, the longer the more of
// them come in a row: with Min 100ms and Max 1s, 100ms 200ms 400ms 800ms 1s 1s
// and so on. It is beyond OTP, which restarts at once; the zero Backoff does so,
// too.
//
// A restart is counted, against the intensity, when it becomes due. What a group
// restart stops is stopped then, and waits as well. Meanwhile [WhichChildren]
// shows the child as restarting, calls to it fail with [ErrRestarting] and say
// when to ask again, and [TerminateChild] ends the wait for good, as the stop of
// the supervisor does at once.
type Backoff struct {
	Min time.Duration // the wait before the first restart; more than 0
	Max time.Duration // no wait is longer, but by the jitter; 0: a minute, or Min if that is longer
	// Factor is what each wait is longer than the one before, at least 1; 0: 2.
	Factor float64
	// Jitter is the fraction of a wait that chance may add or take away, from 0 to 1: with 0.2, a wait of 1s takes
	// from 0.8s to 1.2s. See [WithSeed].
	Jitter float64
	// ResetAfter is how long a child has to run until its next restart is the first one again; 0: Max.
	ResetAfter time.Duration
}

// Intensity is a limit of restarts: more than MaxRestarts within MaxSeconds are
// too many.
type Intensity struct {
	MaxRestarts int // taken literally: 0 allows none
	MaxSeconds  int // the window; 0: 5
}

// core is the machine's view of a limit that may be absent.
func (i *Intensity) core() *supcore.Intensity {
	if i == nil {
		return nil
	}
	return &supcore.Intensity{MaxRestarts: i.MaxRestarts, Period: i.MaxSeconds}
}

// delay makes a restart wait.
func (s *shell) delay(a supcore.ArmRetry) {
	after := a.Spec.Backoff.Delay(a.Attempt, s.in.draw())
	s.arm(a.Ref, after, supcore.RetryDue{Ref: a.Ref})
	s.slotOf(a.Spec).delay(after)
	if s.grouped {
		s.in.slot.delayKids(after)
	}
	s.in.sys.emit(RestartDelayed{s.in.origin(), a.Spec.ID, a.Reason, a.Attempt, after})
}

// slotOf is the place of a child that has been started before.
func (s *shell) slotOf(spec supcore.Spec) *slot {
	if c := spec.Data.(*childData); c.slot != nil {
		return c.slot
	}
	return s.in.slot.kid(spec.ID)
}

// delay notes how long the next start of s waits.
func (s *slot) delay(after time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.delayed, s.due = after, plus(s.sys.now(), after)
}

// delayKids tells the children that have been stopped with the one whose restart
// waits when they can be back.
func (s *slot) delayKids(after time.Duration) {
	s.mu.Lock()
	var down []*slot
	for _, kid := range s.kids {
		if kid.cur.Load() == nil {
			down = append(down, kid)
		}
	}
	s.mu.Unlock()
	due := plus(s.sys.now(), after)
	for _, kid := range down {
		kid.mu.Lock()
		kid.due = max(kid.due, due)
		kid.mu.Unlock()
	}
}

// takeDelay returns how long the start that begins now has waited.
func (s *slot) takeDelay() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	after := s.delayed
	s.delayed, s.due = 0, 0
	return after
}

// retryAfter is when to ask again for s, which is down for a moment. Without a
// backoff, in its own place or above, that is merely long enough for a restart
// to have happened.
func (s *slot) retryAfter() time.Duration {
	for at := s; at != nil && at.cur.Load() == nil; {
		at.mu.Lock()
		left, up := at.due-at.sys.now(), at.at.parent
		at.mu.Unlock()
		if left > restartTakes {
			return left
		}
		at = up
	}
	return restartTakes
}

const restartTakes = 10 * time.Millisecond
