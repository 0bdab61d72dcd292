package otp

import (
	"log/slog"

	"github.com/otpgen/otpgen/runtime/internal/probe"
)

// Option is a choice made where a system is made or a root is started.
type Option func(*options)

type options struct {
	log       *slog.Logger
	observers []func(Event)
	system    *System
	fakes     map[string]any
	seed      *uint64 // nil: a random one
	history   int
	sample    func(Sample) // nil: none
	watchdog  probe.Watchdog
}

func collect(opts []Option) options {
	o := options{history: keptRestarts}
	for _, opt := range opts {
		opt(&o)
	}
	return o
}

// WithLogger sets where events are logged, and what the loggers of processes
// derive from. Default: slog.Default() at the time of the call.
//
// Events are logged by a goroutine of their own, see [WithEvents]: a handler
// that is slow or stuck delays later lines, but no process. What a process logs
// itself, with [Ctx.Log], is not queued: such a line may come before that of an
// event which was earlier, and a process that logs to what is stuck is stuck.
func WithLogger(log *slog.Logger) Option { return func(o *options) { o.log = log } }

// WithEvents adds a function that gets every event, in order and one at a time.
//
// It runs on a goroutine of the system that no process waits for. While it or
// the log's handler blocks, events queue up, 10,000 at most; how many were lost
// beyond that is an event, [EventsLost]. One that panics gets nothing any more,
// and the others get [SinkFailed]. It may send to processes of the system, but
// must not wait for [System.Stop], which waits for it as long as its context
// lasts. [StartRoot], [System.Wait] and what ends by force wait a quarter of a
// second at most: then an event may come after they have returned.
func WithEvents(f func(Event)) Option {
	return func(o *options) { o.observers = append(o.observers, f) }
}

// WithWatchdog is for tests: package otptest, which alone can make one, has inline
// handlers reported that block, see [InlineBlocked].
func WithWatchdog(w probe.Watchdog) Option { return func(o *options) { o.watchdog = w } }

// InSystem starts the root in a system that exists instead of a new one. Other
// options of such a start have no effect.
func InSystem(s *System) Option { return func(o *options) { o.system = s } }

// WithHandler replaces the handler of a service, in every incarnation, by what
// make returns: a fake in the real tree. It works where the New of a kind asks
// [Handler] for its handler, as that of generated code does; a New that makes its
// own never hears of it. Another H than that of Handler crashes the start.
func WithHandler[H any](service string, make func() H) Option {
	return func(o *options) {
		if o.fakes == nil {
			o.fakes = map[string]any{}
		}
		o.fakes[service] = make
	}
}

// Handler returns the handler of this incarnation: what def makes, or what
// [WithHandler] has put in its place. It is called in the New of a [ServerKind].
func Handler[H any](c *Ctx, service string, def func() H) H {
	fake, replaced := c.in.sys.fakes[service]
	if !replaced {
		return def()
	}
	make, ok := fake.(func() H)
	if !ok {
		panic("otp: WithHandler of " + service + " makes another type of handler")
	}
	return make()
}
