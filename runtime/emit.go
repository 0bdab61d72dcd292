package otp

import (
	"context"
	"log/slog"
	"time"
)

// sink is the log or one observer.
type sink struct {
	name   string // in reports
	take   func(Event)
	failed bool // it has panicked, and gets nothing any more
}

func newFeed(log *slog.Logger, observers []func(Event)) *feed {
	f := &feed{sinks: []*sink{logTo(log)}}
	if other := slog.Default(); other != log {
		f.fallback = logTo(other)
	}
	for _, observe := range observers {
		f.sinks = append(f.sinks, &sink{name: "observer", take: func(ev Event) {
			if _, own := ev.(remark); !own {
				observe(ev)
			}
		}})
	}
	return f
}

// logTo is the sink that writes a line for each event. The time of the line is
// that of the event.
func logTo(log *slog.Logger) *sink {
	return &sink{name: "logger", take: func(ev Event) {
		from, ctx := ev.From(), context.Background()
		level, text, attrs := ev.record()
		if !log.Enabled(ctx, level) {
			return
		}
		r := slog.NewRecord(from.At, level, text, 0)
		if from.Path != "" {
			r.AddAttrs(slog.String("path", from.Path), slog.Uint64("incarnation", from.Incarnation))
		}
		r.AddAttrs(attrs...)
		_ = log.Handler().Handle(ctx, r) // as all of slog, which has nobody to tell
	}}
}

// remark is what the system itself says in its log; observers do not get it.
type remark struct {
	Origin
	level slog.Level
	text  string
	attrs []slog.Attr
}

func (r remark) record() (slog.Level, string, []slog.Attr) { return r.level, r.text, r.attrs }

// say writes a line to the log, in its turn.
func (f *feed) say(level slog.Level, text string, attrs ...slog.Attr) {
	f.add(tiding{ev: remark{Origin{At: time.Now()}, level, text, attrs}})
}

// handOut gives an event to every sink that has not failed.
func (f *feed) handOut(ev Event) {
	for _, to := range f.sinks {
		f.hand(to, ev)
	}
	if _, isFailure := ev.(SinkFailed); isFailure && f.sinks[0].failed && f.fallback != nil {
		f.hand(f.fallback, ev)
	}
}

// hand gives an event to one sink. One that panics is taken out, and reported
// to those that are left.
func (f *feed) hand(to *sink, ev Event) {
	if to.failed {
		return
	}
	done := false
	defer func() {
		if done {
			return
		}
		to.failed = true
		failure := SinkFailed{Origin: Origin{At: time.Now()}, Sink: to.name, Reason: Crash(errGoexit)}
		if r := recover(); r != nil {
			failure.Reason, failure.Stack = panicReason(r)
		}
		f.addNext(failure)
	}()
	to.take(ev)
	done = true
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
