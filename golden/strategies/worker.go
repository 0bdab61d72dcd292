package strategies

import (
	otp "github.com/otpgen/otpgen/runtime"
)

// worker is the state of one Worker, from its start to its end. What must
// outlive a crash is kept elsewhere and loaded again in Init.
type worker struct{}

func newWorker() WorkerHandler { return &worker{} }

func (s *worker) Init(c *WorkerCtx, a WorkerArgs) error {
	// What Worker needs before its first message belongs here. An error makes the
	// start fail; otp.Ignore leaves the process out; c.Own(x) closes x when this
	// incarnation ends, however it ends.
	return nil
}

func (s *worker) Name(c *WorkerCtx) string {
	// The answer to Name belongs here.
	return ""
}

func (s *worker) Terminate(c *WorkerCtx, why otp.Reason) {
	// What must be done before this incarnation ends belongs here; after it, what
	// c.Own was given is closed.
}
