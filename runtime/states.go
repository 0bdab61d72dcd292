package otp

import "fmt"

// States is a table with one handler for each state that handles a message. H is
// the type of the handlers, for instance func(*door, string) (bool, error).
//
//	var enterCode = otp.States[doorState, func(*door, string) (bool, error)]{
//		locked:  (*door).tryCode,
//		jammed:  (*door).refuse,
//	}
type States[S comparable, H any] map[S]H

// In returns the handler for the state that m is in. If there is none the
// process crashes with an [UnhandledEventError], as gen_statem does with
// function_clause: a state machine that forgets a case has a bug.
func (t States[S, H]) In(m *Machine[S]) H {
	h, ok := t[m.state]
	if !ok {
		panic(m.Unhandled())
	}
	return h
}

// InOr is In with a handler for all states that are not in the table.
func (t States[S, H]) InOr(m *Machine[S], other H) H {
	if h, ok := t[m.state]; ok {
		return h
	}
	return other
}

// UnhandledEventError is the crash of a state machine that got an event which
// its state does not handle.
type UnhandledEventError struct {
	Service, Event string
	State          any
}

func (e *UnhandledEventError) Error() string {
	return fmt.Sprintf("otp: %s does not handle %s in the state %v", e.Service, e.Event, e.State)
}

// Unhandled returns the error that says that the event in hand is not handled in
// this state. A handler that dispatches by a switch panics with it in its
// default case.
func (m *Machine[S]) Unhandled() *UnhandledEventError {
	event, _ := m.in.inHand()
	return &UnhandledEventError{Service: m.in.kind.service(), Event: event, State: m.state}
}
