package otp

import (
	"runtime"
	"sync/atomic"
)

// turn says who may touch the state of a process: at any moment one goroutine at
// most, which has the turn. A process at rest has none; who gives it something to
// do starts one.
//
//	         message              caller of an inline call
//	taken <------------- free ------------------------> inline
//	  |                   ^ ^                            |   |
//	  +-- nothing waits --+ +-- nothing has come --------+   | something has come
//	                                                         v
//	                             taken <------------------- more
//
// All steps but two are made with the lock of the mailbox. The two are those of
// a caller that runs an inline handler on its own goroutine: free to inline, and
// inline to free. They need no lock because of what holds whenever the lock is
// free: a turn that is free means that nothing waits in the mailbox and that
// nobody wants the attention of the process. Whoever changes that takes the turn
// or, if an inline call has it, says more, and both make the caller's step fail.
//
// A start has the turn from the beginning. The turn of a process that is over is
// never free again.
//
// The word also counts the inline calls, in its upper bits: it changes with each
// of them anyway, and a counter beside it would cost as much as half the call.
type turn struct{ word atomic.Uint64 }

const (
	turnTaken  uint64 = iota // by a goroutine of its own, which looks into the mailbox before it gives the turn up
	turnFree                 // nothing to do
	turnHeld                 // nobody has it, and only a system message starts one: the server is suspended
	turnInline               // by a caller
	turnMore                 // by a caller, who has to look into the mailbox, too

	turnState uint64 = 1<<3 - 1
	oneVisit  uint64 = 1 << 3
)

// to is a word with another state.
func to(word, state uint64) uint64 { return word&^turnState | state }

// claim takes the turn for something that has come, with the lock held: true if
// a goroutine has to be started. One that has the turn already will see it.
func (t *turn) claim(urgent bool) (start bool) {
	for {
		word := t.word.Load()
		switch word & turnState {
		case turnFree:
			if t.word.CompareAndSwap(word, to(word, turnTaken)) {
				return true
			}
		case turnInline:
			if t.word.CompareAndSwap(word, to(word, turnMore)) {
				return false
			}
		case turnHeld:
			if urgent {
				t.word.Store(to(word, turnTaken))
			}
			return urgent
		case turnTaken, turnMore:
			return false
		default:
			panic("otpgen: internal: unknown turn")
		}
	}
}

// visit takes the turn for a caller that runs an inline handler, whose visit it
// returns for leave. It tries for a moment, since such handlers are short: whoever
// has the turn on another processor will be done before a queue and a goroutine
// are. If it was not that, others get the processor, and one of them gives the
// turn back perhaps. Callers that queue up instead would keep a goroutine busy
// with their calls, each of which costs ten times as much, for as long as there
// are enough of them.
func (t *turn) visit() (visit uint64, ok bool) {
	for round := 0; ; round++ {
		for range visitTries {
			if word := t.word.Load(); word&turnState == turnFree {
				visit = to(word, turnInline)
				if t.word.CompareAndSwap(word, visit) {
					return visit, true
				}
			}
		}
		if round == visitRounds {
			return 0, false
		}
		runtime.Gosched()
	}
}

const (
	visitTries  = 30 // looks at the turn, some 30 ns
	visitRounds = 8
)

// leave gives the turn of a caller back; false if something has come meanwhile.
// Then the caller has it still, and is to hand it over.
func (t *turn) leave(visit uint64) bool {
	return t.word.CompareAndSwap(visit, to(visit, turnFree)+oneVisit)
}

// handOver makes the turn of a caller that of a goroutine, which whoever calls it
// starts.
func (t *turn) handOver() { t.word.Store(to(t.word.Load(), turnTaken) + oneVisit) }

// visits is how many callers have had the turn.
func (t *turn) visits() uint64 { return t.word.Load() / oneVisit }

// isInline reports whether a caller has the turn.
func (t *turn) isInline() bool {
	now := t.word.Load() & turnState
	return now == turnInline || now == turnMore
}

// isTaken reports whether anybody has.
func (t *turn) isTaken() bool {
	now := t.word.Load() & turnState
	return now != turnFree && now != turnHeld
}

// rest gives the turn up, with the lock held and nothing to do.
func (t *turn) rest(suspended bool) {
	state := turnFree
	if suspended {
		state = turnHeld
	}
	t.word.Store(to(t.word.Load(), state))
}

// end takes the turn of a process that is over for good, with the lock held: true
// if nobody has it.
func (t *turn) end() (atRest bool) { return t.claim(true) }
