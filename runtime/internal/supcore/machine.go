package supcore

import (
	"fmt"
	"time"
)

// machine is what both kinds of supervisor have: the actions of the Step under way, the events that wait, the time,
// and the numbers of the start attempts.
type machine struct {
	out      []Action
	deferred queue
	restarts window
	now      time.Duration // the latest that any event has said
	lastRef  Ref
	begun    bool // Begin has been handled
	left     bool // Leave has been said
	asked    bool // an ExitRequested waits: a start does not get for ever any more
	starting *attempt
}

func (m *machine) emit(a Action) { m.out = append(m.out, a) }

func (m *machine) reply(to uint64, r Result) { m.emit(Reply{To: to, Result: r}) }

func (m *machine) refuse(to uint64, err error) { m.reply(to, Refused{Err: err}) }

// obey tells who waits for an ExitRequested, if anybody does, that its turn has come.
func (m *machine) obey(to uint64) {
	if to != 0 {
		m.emit(Obey{To: to})
	}
}

func (m *machine) leave(r Reason) {
	m.emit(Leave{Reason: r})
	m.left = true
	m.deferred = queue{}
}

// opens reports whether a machine with nothing under way takes ev: Begin first, then everything.
func (m *machine) opens(ev Event) bool {
	_, isBegin := ev.(Begin)
	return m.begun || isBegin
}

// observe takes the time from an event that carries one.
func (m *machine) observe(ev Event) {
	switch ev := ev.(type) {
	case Started:
		m.now = max(m.now, ev.At)
	case Ignored:
		m.now = max(m.now, ev.At)
	case StartFailed:
		m.now = max(m.now, ev.At)
	case Exited:
		m.now = max(m.now, ev.At)
	case Begin, StopTimedOut, Retry, RetryDue, Request, ExitRequested, Hurry:
	default:
		panic(unknown("event", ev))
	}
}

// reportEnd tells observers how a child ended that was not being stopped.
func (m *machine) reportEnd(c *child, ev Exited) {
	kind := ReportCrashed
	if ev.Reason.IsNormalEnd() {
		kind = ReportStopped
	}
	m.emit(Report{Kind: kind, Child: c.spec.ID, Ref: ev.Ref, Reason: ev.Reason})
}

// signalStop begins the stop of a running child by its shutdown rule and returns how long it may take, if that is
// limited. A time of 0 asks and kills without waiting.
func (m *machine) signalStop(c *child) (after time.Duration, limited bool) {
	if c.spec.Shutdown.IsBrutalKill() {
		m.emit(Signal{Ref: c.ref, Kind: SignalKill})
		return 0, false
	}
	m.emit(Signal{Ref: c.ref, Kind: SignalShutdown})
	after, limited = c.spec.Shutdown.After()
	if limited && after == 0 {
		m.emit(Signal{Ref: c.ref, Kind: SignalKill})
		return 0, false
	}
	return after, limited
}

// queue holds the events that have to wait until the supervisor is idle, oldest first. It is Erlang's selective
// receive: what does not complete the operation under way stays where it is in the mailbox.
type queue struct{ events []Event }

func (q *queue) push(ev Event) { q.events = append(q.events, ev) }

func (q *queue) empty() bool { return len(q.events) == 0 }

func (q *queue) first() Event { return q.events[0] }

func (q *queue) pop() Event {
	ev := q.events[0]
	q.events[0] = nil
	q.events = q.events[1:]
	return ev
}

// exitOf returns the exit of ref that waits, or nil: one that came before the news that ref had started. The shell
// promises the other order, but a lost exit would be waited for without an end.
func (q *queue) exitOf(ref Ref) *Exited {
	for _, ev := range q.events {
		if exit, ok := ev.(Exited); ok && exit.Ref == ref {
			return &exit
		}
	}
	return nil
}

func unknown(what string, v any) string {
	return fmt.Sprintf("otpgen: internal: unknown %s %T", what, v)
}
