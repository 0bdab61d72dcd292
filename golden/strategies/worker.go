package strategies

import otp "github.com/otpgen/otpgen/runtime"

// worker is the state of one Worker, from its start to its end. What must
// outlive a crash is kept elsewhere and loaded again in Init.
type worker struct{ name string }

func newWorker() WorkerHandler { return &worker{} }

func (s *worker) Init(c *WorkerCtx, a WorkerArgs) error {
	s.name = a.Name
	return nil
}

func (s *worker) Name(c *WorkerCtx) string { return s.name }

func (s *worker) Terminate(c *WorkerCtx, why otp.Reason) {}
