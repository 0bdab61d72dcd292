package otp

import "time"

// Sample is how long one message took. One of every [SampleEvery] messages of a
// process is measured, since a look at the clock costs more than a small handler.
type Sample struct {
	Ref              Ref
	Service, Message string
	Took             time.Duration
	Inline           bool // on the goroutine of the caller
	Waiting          int  // messages in the mailbox when it had been handled
}

// SampleEvery is how many messages of a process one sample stands for.
const SampleEvery = 64

// WithSamples adds a function that gets samples of how long messages take, for
// histograms: what is counted exactly is [ProcessInfo.Handled]. Without it nothing
// is measured.
//
// It runs in the process, after the answer, or, before it, on the
// goroutine of the caller of an inline call. So it must be fast and must not
// block, may be called by many at once, and its panic is one of the process.
func WithSamples(f func(Sample)) Option { return func(o *options) { o.sample = f } }

// isSampled reports whether the n-th message of a process is measured, if any is.
func (s *System) isSampled(n uint64) bool { return s.sample != nil && n%SampleEvery == 0 }

// measure handles a message of a server and reports how long that took.
func (s *server[P]) measure(m message) {
	label, begin := *m.label(), s.in.sys.now() // a message that was handled may be another one
	s.dispatch(m)
	s.in.sys.sample(Sample{Ref: Ref{s.in}, Service: s.kind.Service, Message: label, Took: s.in.sys.now() - begin, Waiting: s.in.box.depth()})
}

// measured runs the handler of an inline call and reports how long that took.
func (v visitor[P, A, R]) measured(a A) (R, error) {
	in := v.s.in
	begin := in.sys.now()
	r, err := v.op.Handle(v.s.state, a)
	in.sys.sample(Sample{Ref: Ref{in}, Service: v.op.Service, Message: v.op.Message, Took: in.sys.now() - begin, Inline: true, Waiting: in.box.depth()})
	return r, err
}
