package pools

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

func (s *worker) Incarnation(c *WorkerCtx) uint64 {
	// The answer to Incarnation belongs here.
	return 0
}

func (s *worker) Square(c *WorkerCtx, n int) int {
	// The answer to Square belongs here.
	return 0
}
