package otp

import "fmt"

// Machine is what the handlers of a state machine say about its state. It
// belongs to one incarnation, and to the callbacks of its process: no other
// goroutine may use it. In Terminate it does nothing any more.
type Machine[S comparable] struct {
	in    *incarnation
	stage stage
	state S
	// What the callbacks of the event in hand have asked for.
	to        S
	repeats   bool
	postpones bool
	orders    []timeoutOrder

	events   eventQueue
	timeouts timeouts
	undo     S // the state of which Terminate hears if the enter call crashes
}

// stage is which callback runs.
type stage uint8

const (
	stageNone stage = iota // none, or one that is no event: New, Terminate
	stageInit
	stageEvent
	stageEnter
)

// State returns the state in which the event in hand is handled; in an enter
// call the one that is entered.
func (m *Machine[S]) State() S { return m.state }

// Next changes the state when the handler has returned, as {next_state, S, ...}.
// If that is the state the machine is in, nothing happens. The last call of Next
// or [Machine.Repeat] in a handler counts.
func (m *Machine[S]) Next(s S) {
	switch m.stage {
	case stageEvent:
		m.to, m.repeats = s, false
	case stageEnter:
		if s != m.state {
			m.misused("Next")
		}
		m.repeats = false
	case stageInit:
		m.misused("Next")
	case stageNone:
	default:
		panic("otpgen: internal: unknown stage of a state machine")
	}
}

// Repeat stays in the state and makes its enter call once more, as
// repeat_state. It is not a change of state: what is postponed stays so, and the
// state timeout goes on.
func (m *Machine[S]) Repeat() {
	switch m.stage {
	case stageEvent:
		m.to, m.repeats = m.state, true
	case stageEnter:
		m.repeats = true
	case stageInit:
		m.misused("Repeat")
	case stageNone:
	default:
		panic("otpgen: internal: unknown stage of a state machine")
	}
}

// Postpone puts the event in hand aside until the state has changed; then it is
// handled again, before anything newer. A postponed call is not answered, and
// what its handler returns this time is not looked at.
func (m *Machine[S]) Postpone() {
	switch m.stage {
	case stageEvent:
		m.postpones = true
	case stageEnter, stageInit:
		m.misused("Postpone")
	case stageNone:
	default:
		panic("otpgen: internal: unknown stage of a state machine")
	}
}

// NextEvent handles f as an event before anything else that waits, as
// {next_event, internal, ...}: in the new state if there is one. Several of one
// handler keep their order. [Ctx.Continue] is the same in a state machine.
func (m *Machine[S]) NextEvent(f func()) {
	switch m.stage {
	case stageEvent, stageInit:
		m.in.ctx.next = append(m.in.ctx.next, f)
	case stageEnter:
		m.misused("NextEvent")
	case stageNone:
	default:
		panic("otpgen: internal: unknown stage of a state machine")
	}
}

// misused crashes the process. Unlike after any other crash of an enter call,
// the machine has reached the new state then, as in OTP.
func (m *Machine[S]) misused(what string) {
	m.undo = m.state
	where := "Init"
	if m.stage == stageEnter {
		where = fmt.Sprintf("the enter call of the state %v", m.state)
	}
	panic(fmt.Sprintf("otp: %s in %s of %s", what, where, m.in.kind.service()))
}
