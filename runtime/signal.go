package otp

import (
	"sync/atomic"
	"time"

	"github.com/otpgen/otpgen/runtime/internal/probe"
)

// exitMessage is a request to stop that waits its turn behind the messages that
// came before it, in a process that traps exits.
type exitMessage struct {
	reason Reason
	obeyed *atomic.Bool // set when its turn has come; nil: nobody asks
}

// obey begins the stop.
func (m exitMessage) obey() Reason {
	if m.obeyed != nil {
		m.obeyed.Store(true)
	}
	return m.reason
}

var labelExit = "exit signal"

func (exitMessage) label() *string { return &labelExit }
func (exitMessage) drop(error)     {}

// foreignExit is an exit signal from a process other than the supervisor, in a
// process that traps exits.
type foreignExit struct{ reason Reason }

func (foreignExit) label() *string { return &labelExit }
func (foreignExit) drop(error)     {}

// probeMessage is an injected fault.
type probeMessage struct{ command probe.Command }

var labelProbe = "probe"

func (probeMessage) label() *string { return &labelProbe }
func (probeMessage) drop(error)     {}

// askToStop is the exit signal of the parent, or of its death. The context of
// what is in hand is done at once; a process that traps exits handles what has
// come before, then ends through its terminate.
func (in *incarnation) askToStop(reason Reason) {
	in.mu.Lock()
	in.told = in.told || in.phase != phaseOver
	in.mu.Unlock()
	in.stopFor(reason)
}

// stopFor is an exit signal, whoever sent it.
func (in *incarnation) stopFor(reason Reason) {
	in.mu.Lock()
	if in.phase == phaseOver || !in.asked.IsZero() {
		in.mu.Unlock()
		return
	}
	in.asked = reason
	in.warn.Store(true)
	in.ctx.stop() // before anybody can see that it is asked, and makes a fresh context
	in.mu.Unlock()
	if in.body.traps() {
		in.box.push(exitMessage{reason: reason})
		return
	}
	in.box.stopNext()
}

// hurryMessage tells a supervisor that is starting that the one above it is to
// stop.
type hurryMessage struct{}

func (hurryMessage) label() *string { return &labelExit }
func (hurryMessage) drop(error)     {}

// hurry tells a process that is starting that its supervisor is to stop: its
// context is done, so that what waits in there gives up. In OTP a start cannot be
// interrupted, so one that comes up all the same runs until its turn to be
// stopped has come. Only a runner, which is nothing but its start and its end,
// is to end at once.
func (in *incarnation) hurry() {
	in.mu.Lock()
	starting := in.phase == phaseStarting
	if starting {
		in.hurried = true
		in.ctx.stop()
	}
	in.mu.Unlock()
	if !starting {
		return
	}
	switch in.body.(type) {
	case *shell:
		in.box.push(hurryMessage{})
	case *runner:
		in.askToStop(Shutdown)
	}
}

// orphan is the exit signal of a parent that died without stopping its children.
// Nobody is left who would fence it off, so its shutdown time runs by itself.
func (in *incarnation) orphan(why Reason) {
	in.mu.Lock()
	in.orphaned = true
	in.mu.Unlock()
	in.askToStop(why)
	in.limitEnd()
}

func (in *incarnation) isBuried() bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.buried
}

// exitSignal is a signal from a stranger, which can be trapped: not a kill. A
// supervisor drops it.
func (in *incarnation) exitSignal(reason Reason) {
	switch {
	case in.body.traps():
		in.box.push(foreignExit{reason})
	case reason != Normal:
		in.stopFor(reason)
	}
}

// kill ends the process at this moment, whatever it does: it is fenced off.
// Others see the reason killed.
func (in *incarnation) kill() {
	warned := in.warned() && in.hasTimeToStop()
	if in.declareDead(Killed) {
		wasUp, comesBack := in.comesBack()
		in.slot.vacate(in, Killed, wasUp, comesBack)
		go in.undertake(warned)
		return
	}
	// It is over. If it hangs in closing what it owned, nobody waits for that any longer.
	in.mu.Lock()
	hangs, held := in.closing && !in.buried, in.sys.now()-in.closeAt
	in.mu.Unlock()
	if hangs {
		in.reportAbandoned(labelClose, held, byNumber(in.closer.Load()))
		in.tell()
	}
}

// warned reports whether the process has been told that it is to end.
func (in *incarnation) warned() bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.hurried || !in.asked.IsZero()
}

func (in *incarnation) comesBack() (wasUp, comesBack bool) {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.wasUp, in.wasUp && in.comesBackLocked()
}

// hasTimeToStop reports whether the shutdown rule gives the process a moment
// between the request and the kill. With a shutdown of 0 s it has none.
func (in *incarnation) hasTimeToStop() bool {
	after, limited := in.shutdown.For(in.kind.childType()).After()
	return !in.shutdown.IsBrutalKill() && (!limited || after >= killGrace)
}

// killGrace is how long a process that was killed without having had time may
// take to notice that its context is done before it is reported as abandoned. A
// busy machine needs some milliseconds for that.
const killGrace = 100 * time.Millisecond

// undertake buries a process that was killed and reports it if it is stuck. One
// that was asked to stop has had its time.
func (in *incarnation) undertake(warned bool) {
	if warned {
		in.abandon()
		in.bury()
		return
	}
	in.bury()
	if !in.goneWithin(killGrace) {
		in.abandon()
	}
}

func (in *incarnation) goneWithin(d time.Duration) bool {
	in.mu.Lock()
	if in.returned {
		in.mu.Unlock()
		return true
	}
	if in.gone == nil {
		in.tie().gone = make(chan struct{})
	}
	gone := in.gone
	in.mu.Unlock()
	limit := time.NewTimer(d)
	defer limit.Stop()
	select {
	case <-gone:
		return true
	case <-limit.C:
		return false
	}
}

// probe injects a fault.
func (in *incarnation) probe(c probe.Command) {
	switch c := c.(type) {
	case probe.Crash:
		if f, ok := in.body.(interface{ crash(error) }); ok {
			f.crash(c.Err)
			return
		}
		in.box.push(probeMessage{c})
	default:
		panic("otpgen: internal: unknown probe")
	}
}
