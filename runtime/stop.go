package otp

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// Stop stops the tree in order, last started first, each process by its own
// shutdown rule, and returns when it is gone. If ctx ends before that, every
// process that is left is fenced off and the error, a [StopError], says which.
// Stop may be called again, and by several at once. A system without a root is
// stopped already.
func (s *System) Stop(ctx context.Context) error {
	s.mu.Lock()
	root := s.root
	s.stopped = true
	s.mu.Unlock()
	if root == nil {
		return nil
	}
	root.stopAsRoot()
	select {
	case <-root.done.wait():
		if s.quiet(ctx) {
			s.feed.flush(ctx.Done())
			return nil
		}
	case <-ctx.Done():
	}
	left := s.halt()
	s.quiet(context.WithoutCancel(ctx)) // each has ended or is found to be stuck within killGrace
	s.feed.flush(ctx.Done())
	if len(left) == 0 {
		return nil
	}
	return &StopError{Left: left, Cause: context.Cause(ctx)}
}

// quiet waits until no process is left but those whose goroutines are known to
// be stuck; false if ctx ends first.
func (s *System) quiet(ctx context.Context) bool {
	for {
		change := s.idle.next()
		if !s.restless() {
			return true
		}
		select {
		case <-change:
		case <-ctx.Done():
			return false
		}
	}
}

func (s *System) restless() bool {
	for _, in := range s.processes() {
		in.mu.Lock()
		stuck := in.buried && in.stuck
		in.mu.Unlock()
		if !stuck {
			return true
		}
	}
	return false
}

// processes lists the live, in no order.
func (s *System) processes() []*incarnation {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := make([]*incarnation, 0, len(s.live))
	for in := range s.live {
		list = append(list, in)
	}
	return list
}

// halt fences off everything and returns what had not ended, when all that was
// owned is closed. Supervisors that learn of the end of a child cannot start
// another.
func (s *System) halt() []string {
	s.mu.Lock()
	s.halted = true
	s.mu.Unlock()
	var left []string
	list := s.processes()
	for _, in := range list {
		if !in.over.Load() {
			left = append(left, Ref{in}.String())
		}
		in.kill()
	}
	for _, in := range list {
		<-in.done.wait()
	}
	slices.Sort(left)
	return left
}

// StopError says which processes had not ended in time and were fenced off.
type StopError struct {
	Left  []string // Root/EventStore#1, sorted
	Cause error    // of the context
}

func (e *StopError) Error() string {
	return fmt.Sprintf("stop: %v: abandoned %s", e.Cause, strings.Join(e.Left, ", "))
}

// Unwrap returns the cause.
func (e *StopError) Unwrap() error { return e.Cause }

// Leaks lists what should not be there after Stop: processes that run, and
// goroutines of processes that are over, with what they are stuck in. Timers,
// monitors and names go with their process.
func (s *System) Leaks() []string {
	var leaks []string
	for _, in := range s.processes() {
		leaks = append(leaks, in.leaks()...)
	}
	slices.Sort(leaks)
	return leaks
}

func (in *incarnation) leaks() []string {
	message, held := in.inHand()
	who, timers := Ref{in}.String(), in.alarms().names()
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.phase != phaseOver {
		return []string{"process " + who}
	}
	var leaks []string
	if in.closing {
		leaks = append(leaks, fmt.Sprintf("goroutine of %s, in %s for %v", who, labelClose, in.sys.now()-in.closeAt))
	}
	switch {
	case in.returned:
	case message != "":
		leaks = append(leaks, fmt.Sprintf("goroutine of %s, in %s for %v", who, message, held))
	case !in.closing:
		leaks = append(leaks, fmt.Sprintf("goroutine of %s, which is about to end", who))
	}
	if n := len(in.monitors) + len(in.callers); n > 0 {
		leaks = append(leaks, fmt.Sprintf("%d monitors of %s", n, who))
	}
	for _, name := range timers {
		leaks = append(leaks, fmt.Sprintf("timer %s of %s", name, who))
	}
	return leaks
}
