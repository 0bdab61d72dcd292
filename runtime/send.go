package otp

import (
	"github.com/otpgen/otpgen/runtime/internal/probe"
)

// send puts a message into the mailbox, within the bound. The wait of the caller
// also bounds that of the policy Block.
func (in *incarnation) send(w *wait, m message) outcome {
	o, waiting := in.post(w.caller, true, m)
	if waiting != nil {
		return in.box.awaitRoom(w.ctx, w.caller, w.late(), waiting)
	}
	return o
}

// post is send without the wait, for which the message is in line then. It
// reports the beginning of an overload. Without mayWait no message has to wait.
func (in *incarnation) post(from *incarnation, mayWait bool, m message) (o outcome, waiting *blocked) {
	if in.box.rule.Capacity == 0 { // a process without messages: a supervisor, a runner
		m.drop(ErrWrongService)
		return accepted, nil
	}
	if in.box.rule.Overflow == Block && from == in { // for room that only it could make
		mayWait = false
	}
	label := m.label() // a message that was accepted may be another one by the time it is asked
	o, first, waiting := in.box.post(from, mayWait, m)
	if first {
		in.sys.emit(Overloaded{Origin: in.origin(), Message: *label, Capacity: in.box.rule.Capacity, Policy: in.box.rule.Overflow})
	}
	return o, waiting
}

// failure is the error of a message that this process does not handle.
func (in *incarnation) failure(service, message string, kind error) *CallError {
	return &CallError{Kind: kind, Service: service, Message: message, Path: in.path()}
}

func (in *incarnation) exitReason() Reason {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.reason
}

// crash is what an injected fault does to a process that handles messages.
func (m probeMessage) crash() {
	switch c := m.command.(type) {
	case probe.Crash:
		panic(c.Err)
	default:
		panic("otpgen: internal: unknown probe")
	}
}
