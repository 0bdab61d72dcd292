package otp

import (
	"errors"
	"runtime"
	"time"
)

// errGoexit is the crash of a process whose code called runtime.Goexit, which
// testing's FailNow does.
var errGoexit = errors.New("runtime.Goexit called in a process")

// work is one turn of an incarnation: its start, and later whatever has come
// since it went to rest.
//
// Reports find the goroutine of a process by the first argument of this function
// in the dump of all stacks. That has the argument if it is in memory, as one is
// that is used again after a call; and if the function is not inlined.
//
//go:noinline
func (in *incarnation) work() {
	in.haveTurn()
	runtime.KeepAlive(in)
}

// haveTurn is the boundary at which a panic becomes an exit reason.
func (in *incarnation) haveTurn() {
	if !in.claimed && !in.begin() {
		return
	}
	e := exit{in: in}
	defer e.left()
	defer e.close()
	defer e.terminate()
	defer e.recover()
	e.reason, e.rests = in.body.run(in)
	e.returned = true
}

// begin takes the place of the process; false if it cannot be had.
func (in *incarnation) begin() bool {
	why, ok := in.claim()
	if in.claimed = ok; ok {
		return true
	}
	defer in.left()
	if in.declareDead(why) {
		in.tell()
	}
	return false
}

// exit is the way out of an incarnation's goroutine. Its methods are deferred
// one by one, so that each runs even if the one before panics or the whole
// goroutine is unwound by runtime.Goexit. When the process only goes to rest,
// they do nothing: its next turn may have begun.
type exit struct {
	in       *incarnation
	reason   Reason
	returned bool // the body returned; otherwise it panicked or called Goexit
	rests    bool
}

func (e *exit) recover() {
	if e.returned {
		return
	}
	e.reason = Crash(errGoexit)
	if r := recover(); r != nil {
		e.reason = e.in.panicked(r)
	}
}

// panicked notes where and in what the process panicked.
func (in *incarnation) panicked(recovered any) Reason {
	reason, stack := panicReason(recovered)
	message, _ := in.inHand()
	in.mu.Lock()
	defer in.mu.Unlock()
	in.stack, in.doing = stack, message
	return reason
}

// terminate gives the body its last word. What goes wrong in there replaces the
// exit reason, as in OTP.
func (e *exit) terminate() {
	if e.rests || !e.in.take(&labelTerminate) || !e.in.running() {
		return
	}
	done := false
	defer func() {
		if done {
			return
		}
		e.reason = Crash(errGoexit)
		if r := recover(); r != nil {
			e.reason = e.in.panicked(r)
		}
	}()
	e.in.ctx.renewLast(e.in.body.traps())
	e.in.ctx.stopping = Reason{}
	e.in.body.terminate(e.reason)
	if own := e.in.ctx.stopping; !own.IsZero() {
		e.reason = own
	}
	done = true
}

func (e *exit) close() {
	if e.rests {
		return
	}
	e.in.put()
	if s, ok := e.in.body.(interface{ signalled() (Reason, bool) }); ok {
		if why, dead := s.signalled(); dead {
			e.reason = why
		}
	}
	if e.in.declareDead(e.reason) {
		e.in.bury()
	}
}

func (e *exit) left() {
	if !e.rests {
		e.in.left()
	}
}

// The labels of what is in hand besides messages.
var (
	labelInit      = "Init"
	labelTerminate = "Terminate"
	labelContinue  = "Continue"
	labelRun       = "Run"
	labelClose     = "Close"
)

// left notes that the goroutine is no more.
func (in *incarnation) left() {
	in.mu.Lock()
	in.returned = true
	if in.gone != nil {
		close(in.gone)
	}
	in.mu.Unlock()
	in.sys.leave(in)
}

// declareDead is the moment of the end; false if it has passed already.
func (in *incarnation) declareDead(reason Reason) bool {
	in.mu.Lock()
	if in.phase == phaseOver {
		in.mu.Unlock()
		return false
	}
	in.phase, in.reason = phaseOver, reason
	in.over.Store(true)
	in.up.Store(false)
	in.mu.Unlock()
	in.dropHoldings()
	in.ctx.end()
	if in.box.close() {
		in.left()
	}
	return true
}

// comesBackLocked guesses, until the supervisor has spoken, whether it will
// start the process again: by the restart type, and after being stopped
// because the whole group is restarted.
func (in *incarnation) comesBackLocked() bool {
	if in.sup == nil {
		return false
	}
	switch in.restart {
	case Permanent:
		return true
	case Transient:
		return in.told || !in.reason.IsNormalEnd()
	case Temporary:
		return false
	default:
		panic("otpgen: internal: unknown restart type")
	}
}

// bury does what follows from the end. Closing what the process owned may
// hang; those who wait for the end, and the next life, go on after closeLimit all
// the same.
func (in *incarnation) bury() {
	in.closeAlarms()
	defer in.sys.leave(in) // if tell has been called before the last closer returned
	defer in.tell()
	defer in.closed.happen()
	if in.ownsNothing() {
		return
	}
	in.setClosing(true)
	in.closer.Store(goroutineID())
	limit := time.AfterFunc(closeLimit, func() {
		in.reportAbandoned(labelClose, closeLimit, byNumber(in.closer.Load()))
		in.closed.happen()
		in.tell()
	})
	defer in.setClosing(false)
	defer limit.Stop()
	in.closeOwned()
}

func (in *incarnation) setClosing(closing bool) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.closing, in.closeAt = closing, in.sys.now()
}

// tell tells everybody who has to know of the end, once.
func (in *incarnation) tell() {
	in.mu.Lock()
	if in.buried {
		in.mu.Unlock()
		return
	}
	in.buried = true
	in.liftLimitLocked()
	watches, links := in.watches, in.links
	if in.ties != &noTies {
		in.watches, in.links = nil, nil
	}
	reason, wasUp, ignored, late := in.reason, in.wasUp, in.ignored, in.late
	comesBack := wasUp && in.comesBackLocked()
	in.mu.Unlock()

	in.slot.vacate(in, reason, wasUp, comesBack)
	in.dropMonitors()
	in.dropCallers()
	if b, ok := in.body.(interface{ orphan(Reason) }); ok {
		b.orphan(reason)
	}
	for w := range watches {
		w.fire(reason)
	}
	for other := range links {
		other.breakLink(in, reason)
	}
	switch {
	case wasUp:
		<-in.upTold.wait()
		in.parent.childDown(in, reason)
	case ignored:
		in.parent.childIgnored(in)
	case late:
		in.parent.childFailed(in, Failed(ErrTimeout))
	default:
		in.parent.childFailed(in, reason)
	}
	in.done.happen()
	in.box.toll()
	in.sys.leave(in)
}
