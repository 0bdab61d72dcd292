package otp

import (
	"fmt"
	"log/slog"
	"time"
)

// Event is something that happened in a system. All events of a system come in
// one order, each to slog and then to the functions given to [WithEvents].
//
// The variants: [Started], [Ignored], [StartFailed], [Stopped], [Crashed],
// [RestartDelayed], [Restarted], [GaveUp], [AutoShutDown], [Overloaded], [Abandoned], [InlineBlocked]; and about
// the events themselves: [EventsLost], [SinkFailed].
type Event interface {
	// From says which process the event is about.
	From() Origin
	// record is the event as a line of the log.
	record() (level slog.Level, text string, attrs []slog.Attr)
}

// Origin is what all events have.
type Origin struct {
	At          time.Time
	Path        string
	Service     string // "" for supervisors
	Incarnation uint64
	Ref         Ref
}

// From returns o.
func (o Origin) From() Origin { return o }

func (in *incarnation) origin() Origin {
	return Origin{At: time.Now(), Path: in.path(), Service: in.kind.service(), Incarnation: in.number, Ref: Ref{in}}
}

// Started: a process runs, for the first time or by request.
type Started struct{ Origin }

// Ignored: a process chose not to run.
type Ignored struct{ Origin }

// StartFailed: a process could not start. If its name was taken, the Origin is
// that of the start that was refused, and the Reason names the process that has
// the name and goes on.
type StartFailed struct {
	Origin
	Reason Reason
	Stack  Stack // of a panic
}

// Stopped: a process ended normally, or because its supervisor stopped it or was
// killed.
type Stopped struct {
	Origin
	Reason Reason
}

// Crashed: a process ended abnormally on its own.
type Crashed struct {
	Origin
	Reason  Reason
	Message string // in hand when it panicked
	Stack   Stack  // of the panic; zero if it ended in another way
}

// RestartDelayed: the end of Child, or of the attempt to start it again, is
// followed by a restart that waits; see [Backoff].
type RestartDelayed struct {
	Origin         // the supervisor
	Child   string // its id
	Reason  Reason // why it ended, or did not start
	Attempt int    // restarts in a row, this one included
	Delay   time.Duration
}

// Restarted: a process runs again after its supervisor restarted it.
type Restarted struct {
	Origin
	Count int           // restarts of this supervisor within its period, this one included
	Delay time.Duration // how long this one has waited because of its own Backoff
}

// GaveUp: the end of Child was one too many, and the supervisor stops.
type GaveUp struct {
	Origin        // the supervisor
	Child  string // its id
	Reason Reason // why it ended
	Count  int    // restarts within the period
}

// AutoShutDown: the end of the significant Child makes the supervisor stop.
type AutoShutDown struct {
	Origin        // the supervisor
	Child  string // its id
	Reason Reason // why it ended
}

// Overloaded: a mailbox is full. It is told once, until half of it is free.
type Overloaded struct {
	Origin
	Message  string // that found no room
	Capacity int
	Policy   Overflow
}

// Abandoned: a process was fenced off while its goroutine was, and perhaps is,
// stuck in the program's code.
//
// To find its stack, the program is stopped and all stacks are dumped. So a
// system does that once in a second at most, and not at all with more than
// 10,000 goroutines. What is abandoned within the second has its stack from the
// same dump, if it was stuck by then.
type Abandoned struct {
	Origin
	Message string        // in hand
	Held    time.Duration // for how long
	Stack   Stack         // where it is stuck; zero if it was not taken
}

// InlineBlocked: the handler of an inline call, which promises never to block, is
// blocked, or has not returned for ten times as long. Only tests look, with
// package otptest, and once for each call.
type InlineBlocked struct {
	Origin
	Message string
	Held    time.Duration // for how long it has run
	Stack   Stack         // where it is; zero if it was not taken
}

// EventsLost: so many events came while the log or an observer blocked and the
// queue was full.
type EventsLost struct {
	Origin // of no process
	Count  int
}

// SinkFailed: the handler of the log, or an observer, has panicked, and gets no
// event any more. If it is the log's, this is told to slog.Default.
type SinkFailed struct {
	Origin        // of no process
	Sink   string // "logger" or "observer"
	Reason Reason
	Stack  Stack // of the panic
}

func (e Started) record() (slog.Level, string, []slog.Attr) {
	return slog.LevelDebug, "started", nil
}

func (e Ignored) record() (slog.Level, string, []slog.Attr) {
	return slog.LevelDebug, "start ignored", nil
}

func (e StartFailed) record() (slog.Level, string, []slog.Attr) {
	return slog.LevelError, "start failed", withStack(e.Stack, reasonAttr(e.Reason))
}

func (e Stopped) record() (slog.Level, string, []slog.Attr) {
	return slog.LevelDebug, "stopped", []slog.Attr{reasonAttr(e.Reason)}
}

func (e Crashed) record() (slog.Level, string, []slog.Attr) {
	attrs := []slog.Attr{reasonAttr(e.Reason)}
	if e.Message != "" {
		attrs = append(attrs, slog.String("message", e.Message))
	}
	return slog.LevelError, "crashed", withStack(e.Stack, attrs...)
}

func (e Restarted) record() (slog.Level, string, []slog.Attr) {
	attrs := []slog.Attr{slog.Int("count", e.Count)}
	if e.Delay > 0 {
		attrs = append(attrs, slog.Duration("delay", e.Delay))
	}
	return slog.LevelWarn, "restarted", attrs
}

func (e RestartDelayed) record() (slog.Level, string, []slog.Attr) {
	return slog.LevelWarn, "restart delayed", []slog.Attr{
		slog.String("child", e.Child), reasonAttr(e.Reason), slog.Int("attempt", e.Attempt), slog.Duration("delay", e.Delay),
	}
}

func (e GaveUp) record() (slog.Level, string, []slog.Attr) {
	return slog.LevelError, "gave up", []slog.Attr{slog.String("child", e.Child), reasonAttr(e.Reason), slog.Int("count", e.Count)}
}

func (e AutoShutDown) record() (slog.Level, string, []slog.Attr) {
	return slog.LevelInfo, "automatic shutdown", []slog.Attr{slog.String("child", e.Child), reasonAttr(e.Reason)}
}

func (e Overloaded) record() (slog.Level, string, []slog.Attr) {
	return slog.LevelWarn, "overloaded", []slog.Attr{
		slog.String("message", e.Message), slog.Int("capacity", e.Capacity), slog.String("policy", e.Policy.String()),
	}
}

func (e Abandoned) record() (slog.Level, string, []slog.Attr) {
	stack := e.Stack
	if stack.IsZero() {
		stack.text = "not taken"
	}
	return slog.LevelError, "abandoned", withStack(stack,
		slog.String("message", e.Message), slog.Duration("held", e.Held))
}

func (e InlineBlocked) record() (slog.Level, string, []slog.Attr) {
	return slog.LevelError, "inline handler blocked", withStack(e.Stack,
		slog.String("message", e.Message), slog.Duration("held", e.Held))
}

func (e EventsLost) record() (slog.Level, string, []slog.Attr) {
	return slog.LevelError, "events lost", []slog.Attr{slog.Int("count", e.Count)}
}

func (e SinkFailed) record() (slog.Level, string, []slog.Attr) {
	return slog.LevelError, "events: sink removed", withStack(e.Stack, slog.String("sink", e.Sink), reasonAttr(e.Reason))
}

// reasonAttr survives the Error method of an error of the user, as fmt does.
func reasonAttr(r Reason) slog.Attr { return slog.String("reason", fmt.Sprint(r)) }

func withStack(stack Stack, attrs ...slog.Attr) []slog.Attr {
	if stack.IsZero() {
		return attrs
	}
	return append(attrs, slog.Any("stack", stack))
}
