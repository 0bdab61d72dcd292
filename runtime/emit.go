package otp

import (
	"context"
	"log/slog"
)

// emit hands out one event. Events are handed out one at a time.
func (s *System) emit(ev Event) {
	s.events.Lock()
	defer s.events.Unlock()
	from := ev.From()
	level, text, attrs := ev.record()
	ctx := context.Background()
	if s.log.Enabled(ctx, level) {
		attrs = append([]slog.Attr{slog.String("path", from.Path), slog.Uint64("incarnation", from.Incarnation)}, attrs...)
		s.log.LogAttrs(ctx, level, text, attrs...)
	}
	if s.observe != nil {
		s.observe(ev)
	}
}

// ended is the event of a process that is over.
func (in *incarnation) ended(why Reason, asked bool) Event {
	in.mu.Lock()
	stack, doing := in.stack, in.doing
	in.mu.Unlock()
	if asked || why.IsNormalEnd() {
		return Stopped{in.origin(), why}
	}
	return Crashed{in.origin(), why, doing, stack}
}

// unstarted is the event of a start that failed.
func (in *incarnation) unstarted(why Reason) Event {
	in.mu.Lock()
	stack := in.stack
	in.mu.Unlock()
	return StartFailed{in.origin(), why, stack}
}
