package foundation

import (
	otp "github.com/otpgen/otpgen/runtime"
)

// connectionManager is the state of one ConnectionManager, from its start to
// its end. What must outlive a crash is kept elsewhere and loaded again in
// Init.
type connectionManager struct{}

func newConnectionManager() ConnectionManagerHandler { return &connectionManager{} }

func (s *connectionManager) Init(c *ConnectionManagerCtx) error {
	// What ConnectionManager needs before its first message belongs here. An error
	// makes the start fail; otp.Ignore leaves the process out; c.Own(x) closes x
	// when this incarnation ends, however it ends.
	return nil
}

func (s *connectionManager) Lease(c *ConnectionManagerCtx, reply otp.Reply[HttpWorkerRef]) {
	// The answer to Lease begins here. Keep reply and answer it when the time has
	// come; reply.Send reports whether the caller still waited.
	reply.Send(HttpWorkerRef{})
}

func (s *connectionManager) LeaseCallerDown(c *ConnectionManagerCtx, caller otp.Caller, why otp.Reason) {
	// A caller of Lease has ended: forget what is kept for it.
}

func (s *connectionManager) Return(c *ConnectionManagerCtx, worker HttpWorkerRef) {
	// The answer to Return belongs here.
}

func (s *connectionManager) Watch(c *ConnectionManagerCtx, worker HttpWorkerRef) {
	// The answer to Watch belongs here.
}

func (s *connectionManager) HttpWorkerDown(c *ConnectionManagerCtx, who HttpWorkerRef, why otp.Reason) {
	// This process has ended: forget what is kept for it.
}
