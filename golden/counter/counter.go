package counter

import (
	otp "github.com/otpgen/otpgen/runtime"
)

// counter is the state of one Counter, from its start to its end. What must
// outlive a crash is kept elsewhere and loaded again in Init.
//
// Counts.
type counter struct{}

func newCounter() CounterHandler { return &counter{} }

func (s *counter) Init(c *CounterCtx, a CounterArgs) error {
	// What Counter needs before its first message belongs here. An error makes the
	// start fail; otp.Ignore leaves the process out; c.Own(x) closes x when this
	// incarnation ends, however it ends.
	return nil
}

func (s *counter) Add(c *CounterCtx, step Step) (int, CounterAddError) {
	// The answer to Add belongs here. It may answer Overflow instead.
	return 0, nil
}

func (s *counter) Take(c *CounterCtx, reply otp.Reply[Step]) {
	// The answer to Take begins here. Keep reply and answer it when the time has
	// come; reply.Send reports whether the caller still waited.
	reply.Send(Step{})
}

func (s *counter) TakeCallerDown(c *CounterCtx, caller otp.Caller, why otp.Reason) {
	// A caller of Take has ended: forget what is kept for it.
}

func (s *counter) Watch(c *CounterCtx, who JournalRef) {
	// The answer to Watch belongs here.
}

func (s *counter) JournalDown(c *CounterCtx, who JournalRef, why otp.Reason) {
	// This process has ended: forget what is kept for it.
}

func (s *counter) Forget(c *CounterCtx) {
	// What Forget changes belongs here. Nobody waits for it.
}

func (s *counter) Flush(c *CounterCtx) {
	// What is due at every Flush belongs here.
}

func (s *counter) Tick(c *CounterCtx) {
	// What is due at every Tick belongs here.
}

func (s *counter) Terminate(c *CounterCtx, why otp.Reason) {
	// What must be done before this incarnation ends belongs here; after it, what
	// c.Own was given is closed.
}
