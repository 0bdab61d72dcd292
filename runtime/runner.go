package otp

import (
	"context"
	"errors"
	"sync/atomic"

	"github.com/otpgen/otpgen/runtime/internal/supcore"
)

// RunnerKind describes a runner: a process that is one function, such as a
// listener, a consumer or an http.Server.
type RunnerKind[P any] struct {
	Service string
	// New makes the state of an incarnation.
	New func(c *Ctx) *P
	// Run is the process. Its start is complete at c.Ready; before that, nil means ignore and an error a
	// failed start. After that, nil is the end with reason normal, or shutdown after a request to stop, and an
	// error is a crash. A request to stop ends the context; an error that only says so counts as nil.
	Run func(p *P) error
}

// Runner makes processes of that kind.
func Runner[P any](k RunnerKind[P]) Start {
	if k.New == nil || k.Run == nil {
		panic("otp: the runner " + k.Service + " needs New and Run")
	}
	return Start{&runnerKind[P]{k}}
}

type runnerKind[P any] struct{ RunnerKind[P] }

func (k *runnerKind[P]) childType() supcore.ChildType { return supcore.Worker }
func (k *runnerKind[P]) service() string              { return k.Service }

func (k *runnerKind[P]) newBody(in *incarnation) body {
	return newRunner(in, func(c *Ctx) error {
		p := k.New(c)
		if p == nil {
			return ErrNilState
		}
		return k.Run(p)
	})
}

// runner is the body of a process that is one function.
type runner struct {
	in    *incarnation
	f     func(c *Ctx) error
	fault atomic.Pointer[error] // injected by a test
}

func newRunner(in *incarnation, f func(c *Ctx) error) *runner { return &runner{in: in, f: f} }

func (r *runner) traps() bool      { return false }
func (r *runner) stopsItself()     {}
func (r *runner) terminate(Reason) {}

// crash makes the function's context done and its return a panic.
func (r *runner) crash(err error) {
	r.fault.Store(&err)
	r.in.ctx.stop()
}

func (r *runner) run(in *incarnation) (why Reason, rests bool) { return r.live(in), false }

// live is the whole life, in one turn.
func (r *runner) live(in *incarnation) Reason {
	if !in.take(&labelRun) {
		return Killed
	}
	err := r.f(&in.ctx)
	in.put()
	if fault := r.fault.Load(); fault != nil {
		panic(*fault)
	}
	asked, wasAsked := in.askedToStop()
	own := in.ctx.stopping
	if saysStopped(err) && (wasAsked || !own.IsZero()) {
		err = nil
	}
	switch {
	case err != nil && !in.running() && errors.Is(err, Ignore), err == nil && !in.running():
		in.ignore()
		return Normal
	case err != nil:
		return Failed(err)
	case !own.IsZero():
		return own
	case wasAsked:
		return asked
	default:
		return Normal
	}
}

// saysStopped reports whether err says no more than that a process is to stop:
// the error of its context, or the cause of that.
func saysStopped(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, ErrStopped)
}
