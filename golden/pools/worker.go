package pools

import "fmt"

// worker is the state of one Worker, from its start to its end. What must
// outlive a crash is kept elsewhere and loaded again in Init.
type worker struct{ base int }

func newWorker() WorkerHandler { return &worker{} }

func (s *worker) Init(c *WorkerCtx, a WorkerArgs) error {
	s.base = a.Base
	return nil
}

func (s *worker) Incarnation(c *WorkerCtx) uint64 { return c.Self().Incarnation() }

func (s *worker) Square(c *WorkerCtx, n int) int {
	if n < 0 {
		panic("no square root of a negative number")
	}
	if w := c.Trace.Value(); w != nil {
		fmt.Fprintln(w, c.Self().Addr().Path())
	}
	return s.base + n*n
}
