package otp

import (
	"fmt"
	"slices"
)

// The protocol of the turn as a state machine, explored in turnexplore_test.go. An
// agent is a goroutine; a step is what it does between two moments at which others
// can act. The lock of the mailbox is held over several steps where the code under
// it looks at the word and then compares and swaps, since callers of inline calls
// do that without the lock.
//
// Messages are counted, not told apart, and a server that is not suspended takes
// whichever is there: more orders than the queue allows.

// turnAgents is how many there are: two callers that visit, two senders, one who
// suspends and resumes, one who ends the server, and room for two goroutines that
// have its turn, of which there should be one.
const (
	turnAgents = 8
	firstTurn  = 6 // index of the first goroutine of the server
)

// turnJob is one thing that an agent does.
type turnJob uint8

const (
	jobVisit     turnJob = iota
	jobSend              // a message of the user's
	jobSys               // a system message: the first suspends, the second resumes
	jobInterrupt         // stopNext
	jobKill              // declareDead from outside
	jobEnd               // declareDead by the server itself
)

// turnAt is where an agent is.
type turnAt uint8

const (
	atJob     turnAt = iota // about to begin the next job; without one it is done
	atSend                  // its visit found the turn taken: it sends
	atClaim                 // has the lock, has looked at the word, and acts on what it saw
	atClose                 // has won the race to declare the server dead
	atStart                 // has the turn, to be given to a goroutine that it starts
	atInline                // has the turn, on its own goroutine
	atMore                  // has it still, since leave has failed
	atReceive               // has it, and asks the mailbox
	atMessage               // has it, and a message
	atSystem                // has it, and a system message
	atEnd                   // has it, and a reason to end
	atRest                  // has found nothing, and rests behind the lock: only a mutant
)

// The words, of which the model needs no more than a byte.
const (
	wordTaken  = uint8(turnTaken)
	wordFree   = uint8(turnFree)
	wordHeld   = uint8(turnHeld)
	wordInline = uint8(turnInline)
	wordMore   = uint8(turnMore)
)

type turnAgent struct {
	at   turnAt
	done uint8 // jobs
	saw  uint8 // the word, when it is atClaim
	job  turnJob
}

// turnWorld is a state of all agents and of the mailbox.
type turnWorld struct {
	word                            uint8
	locked, closed, interrupt, over bool
	held, broken                    bool
	waiting, waitingSys             uint8 // in the queue
	sent, handled, lost, sysHandled uint8
	left                            uint8 // how often it was said that nobody has the turn, or will
	agents                          [turnAgents]turnAgent
}

// turnMutant is one way to get the protocol wrong.
type turnMutant string

const (
	asItIs               turnMutant = ""
	leaveIgnoresMore     turnMutant = "leave ignores that something has come"
	sendWithoutClaim     turnMutant = "a sender does not claim the turn"
	claimIgnoresVisitors turnMutant = "a claim does not tell a caller that something has come"
	claimStores          turnMutant = "a claim stores instead of comparing and swapping"
	restBehindTheLock    turnMutant = "the server rests when it has left the lock"
	interruptIsNotUrgent turnMutant = "an interrupt does not start a suspended server"
	closeIsAlwaysAtRest  turnMutant = "who closes takes the server to be at rest"
	visitOfTheSuspended  turnMutant = "a caller visits a suspended server"
	handOverStartsNobody turnMutant = "a hand over starts no goroutine"
	closeClaimsNothing   turnMutant = "who closes does not take the turn"
)

func turnMutants() []turnMutant {
	return []turnMutant{
		leaveIgnoresMore, sendWithoutClaim, claimIgnoresVisitors, claimStores, restBehindTheLock,
		interruptIsNotUrgent, closeIsAlwaysAtRest, visitOfTheSuspended, handOverStartsNobody, closeClaimsNothing,
	}
}

// turnModel is what one exploration is about.
type turnModel struct {
	jobs   [turnAgents][]turnJob
	mutant turnMutant
}

type turnStep struct {
	name string
	next turnWorld
}

// steps returns what can happen next.
func (m *turnModel) steps(w turnWorld) (all []turnStep) {
	for i := range w.agents {
		add := func(name string, change func(w *turnWorld, a *turnAgent)) {
			next := w
			change(&next, &next.agents[i])
			all = append(all, turnStep{fmt.Sprintf("%d %s", i, name), next})
		}
		switch a := w.agents[i]; a.at {
		case atJob:
			m.begin(i, w, add)
		case atSend:
			m.enter(jobSend, w, add)
		case atClose:
			m.enter(a.job, w, add)
		case atClaim:
			add("claims", func(w *turnWorld, a *turnAgent) { m.claim(w, a, i >= firstTurn) })
		case atStart:
			add("starts", func(w *turnWorld, a *turnAgent) { m.start(w, a) })
		case atInline, atMore:
			m.visit(a, w, add)
		default:
			m.turn(a, w, add)
		}
	}
	return all
}

type addStep func(name string, change func(w *turnWorld, a *turnAgent))

// begin begins the next job of an agent from outside.
func (m *turnModel) begin(i int, w turnWorld, add addStep) {
	a := w.agents[i]
	if int(a.done) == len(m.jobs[i]) {
		return
	}
	switch job := m.jobs[i][a.done]; job {
	case jobVisit:
		add("visits", func(w *turnWorld, a *turnAgent) {
			a.at = atSend
			if w.word == wordFree || m.mutant == visitOfTheSuspended && w.word == wordHeld {
				w.word, a.at = wordInline, atInline
			}
		})
	case jobKill:
		add("kills", func(w *turnWorld, a *turnAgent) {
			if a.job = job; w.over {
				a.done++
				return
			}
			w.over, a.at = true, atClose
		})
	default:
		m.enter(job, w, add)
	}
}

// enter takes the lock, makes the change, and looks at the word.
func (m *turnModel) enter(job turnJob, w turnWorld, add addStep) {
	if w.locked {
		return
	}
	add("enters", func(w *turnWorld, a *turnAgent) {
		if a.job = job; job == jobSend || job == jobSys {
			w.sent++
			if w.closed {
				w.lost++
				a.finish()
				return
			}
		}
		switch job {
		case jobSend:
			w.waiting++
		case jobSys:
			w.waitingSys++
		case jobInterrupt:
			w.interrupt = true
		case jobKill, jobEnd:
			w.closed = true
		}
		if job == jobSend && m.mutant == sendWithoutClaim {
			a.finish()
			return
		}
		w.locked, a.at, a.saw = true, atClaim, w.word
	})
}

// finish is the end of a job.
func (a *turnAgent) finish() { *a = turnAgent{done: a.done + 1} }

// claim acts on the word that was seen, and leaves the lock unless it has to look
// again.
func (m *turnModel) claim(w *turnWorld, a *turnAgent, own bool) {
	start, again := m.claimed(w, a)
	if again {
		a.saw = w.word
		return
	}
	w.locked = false
	isEnd := a.job == jobKill || a.job == jobEnd
	if m.mutant == closeIsAlwaysAtRest && isEnd {
		start = true
	}
	switch {
	case isEnd:
		if start {
			w.left++
		}
		if own { // of the server's goroutine, which is gone with that
			w.left++
			*a = turnAgent{}
			return
		}
		a.finish()
	case start:
		a.at = atStart
	default:
		a.finish()
	}
}

// claimed is one pass of the loop in turn.claim.
func (m *turnModel) claimed(w *turnWorld, a *turnAgent) (start, again bool) {
	urgent := a.job != jobSend && (a.job != jobInterrupt || m.mutant != interruptIsNotUrgent)
	isEnd := a.job == jobKill || a.job == jobEnd
	swap := func(to uint8) bool {
		if w.word == a.saw || m.mutant == claimStores {
			w.word = to
			return true
		}
		return false
	}
	switch {
	case m.mutant == closeClaimsNothing && isEnd:
		return false, false
	case a.saw == wordFree:
		ok := swap(wordTaken)
		return ok, !ok
	case a.saw == wordInline && m.mutant != claimIgnoresVisitors:
		return false, !swap(wordMore)
	case a.saw == wordHeld && urgent:
		w.word = wordTaken
		return true, false
	default:
		return false, false
	}
}

// start has a goroutine of the server go on with the turn.
func (m *turnModel) start(w *turnWorld, a *turnAgent) {
	a.finish()
	if free := slices.Index(w.agents[firstTurn:], turnAgent{}); free >= 0 {
		w.agents[firstTurn+free].at = atReceive
	} else {
		w.left = turnAgents // a third one, which is wrong
	}
}

// visit goes on with an inline call: its handler returns, has something for the
// server to continue with, or panics.
func (m *turnModel) visit(a turnAgent, w turnWorld, add addStep) {
	handOver := func(w *turnWorld, a *turnAgent) {
		if w.word, a.at = wordTaken, atStart; m.mutant == handOverStartsNobody {
			a.finish()
		}
	}
	if a.at == atMore {
		add("hands over", handOver)
		return
	}
	add("leaves", func(w *turnWorld, a *turnAgent) {
		if w.word == wordInline || m.mutant == leaveIgnoresMore {
			w.word = wordFree
			a.finish()
			return
		}
		a.at = atMore
	})
	if !w.broken && a.done == 0 { // once is enough
		add("continues", handOver)
		add("panics", func(w *turnWorld, a *turnAgent) { w.broken = true; handOver(w, a) })
	}
}

// turn goes on with a goroutine of the server.
func (m *turnModel) turn(a turnAgent, w turnWorld, add addStep) {
	switch a.at {
	case atReceive:
		m.receive(w, add)
	case atRest:
		add("rests", func(w *turnWorld, a *turnAgent) { w.rest(a) })
	case atMessage, atSystem:
		add("handles", func(w *turnWorld, a *turnAgent) {
			switch {
			case w.over:
				w.lost++
				a.at = atEnd
				return
			case a.at == atSystem:
				w.held = w.sysHandled == 0
				w.sysHandled++
			}
			w.handled++
			a.at = atReceive
		})
	case atEnd:
		add("ends", func(w *turnWorld, a *turnAgent) {
			if w.over {
				w.left++
				*a = turnAgent{}
				return
			}
			w.over, a.at, a.job = true, atClose, jobEnd
		})
	}
}

// receive asks the mailbox for what is next.
func (m *turnModel) receive(w turnWorld, add addStep) {
	end := func(w *turnWorld, a *turnAgent) { a.at = atEnd }
	if w.broken {
		add("is broken", end)
		return
	}
	if w.locked {
		return
	}
	switch {
	case w.closed || w.interrupt:
		add("has no future", end)
		return
	case w.waitingSys == 0 && (w.held || w.waiting == 0):
		add("finds nothing", func(w *turnWorld, a *turnAgent) {
			if a.at = atRest; m.mutant != restBehindTheLock {
				w.rest(a)
			}
		})
		return
	}
	if w.waitingSys > 0 {
		add("takes system", func(w *turnWorld, a *turnAgent) { w.waitingSys--; a.at = atSystem })
	}
	if w.waiting > 0 && !w.held {
		add("takes", func(w *turnWorld, a *turnAgent) { w.waiting--; a.at = atMessage })
	}
}

func (w *turnWorld) rest(a *turnAgent) {
	w.word = wordFree
	if w.held {
		w.word = wordHeld
	}
	*a = turnAgent{}
}
