package otp

import (
	"context"
	"time"

	"github.com/otpgen/otpgen/runtime/internal/probe"
)

// send puts a message into the mailbox, within the bound. from is the process
// that ctx comes from, nil for none. ctx and over bound the wait of the policy
// Block.
func (in *incarnation) send(ctx context.Context, from *incarnation, over <-chan time.Time, m message) outcome {
	o, waiting := in.post(from, true, m)
	if waiting != nil {
		return in.box.awaitRoom(ctx, from, over, waiting)
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
	o, first, waiting := in.box.post(from, mayWait, m)
	if first {
		in.sys.emit(Overloaded{Origin: in.origin(), Message: *m.label(), Capacity: in.box.rule.Capacity, Policy: in.box.rule.Overflow})
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
