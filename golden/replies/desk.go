package replies

import (
	otp "github.com/otpgen/otpgen/runtime"
)

// desk is the state of one Desk, from its start to its end. What must outlive a
// crash is kept elsewhere and loaded again in Init.
type desk struct{}

func newDesk() DeskHandler { return &desk{} }

func (s *desk) Init(c *DeskCtx) error {
	// What Desk needs before its first message belongs here. An error makes the
	// start fail; otp.Ignore leaves the process out; c.Own(x) closes x when this
	// incarnation ends, however it ends.
	return nil
}

func (s *desk) Close(c *DeskCtx, why []string) {
	// The answer to Close belongs here.
}

func (s *desk) Knock(c *DeskCtx, reply DeskKnockReply) {
	// The answer to Knock begins here. Keep reply and answer it when the time has
	// come; reply.Send reports whether the caller still waited. reply.Fail takes
	// Busy.
	reply.Send()
}

func (s *desk) Offer(c *DeskCtx, job Job) bool {
	// The answer to Offer belongs here.
	return false
}

func (s *desk) Open(c *DeskCtx) DeskOpenError {
	// The answer to Open belongs here. It may answer Closed or Busy instead.
	return nil
}

func (s *desk) Peek(c *DeskCtx, reply otp.Reply[Job]) {
	// The answer to Peek begins here. Keep reply and answer it when the time has
	// come; reply.Send reports whether the caller still waited.
	reply.Send(Job{})
}

func (s *desk) Take(c *DeskCtx, reply DeskTakeReply) {
	// The answer to Take begins here. Keep reply and answer it when the time has
	// come; reply.Send reports whether the caller still waited. reply.Fail takes
	// Closed or Busy.
	reply.Send(Job{})
}

func (s *desk) TakeCallerDown(c *DeskCtx, caller otp.Caller, why otp.Reason) {
	// A caller of Take has ended: forget what is kept for it.
}

func (s *desk) Wait(c *DeskCtx, reply otp.Reply[struct{}]) {
	// The answer to Wait begins here. Keep reply and answer it when the time has
	// come; reply.Send reports whether the caller still waited.
	reply.Send(struct{}{})
}

func (s *desk) Waiting(c *DeskCtx) int {
	// The answer to Waiting belongs here.
	return 0
}
