package corners

// delta is the state of one Delta, from its start to its end. What must outlive
// a crash is kept elsewhere and loaded again in Run.
type delta struct{}

func newDelta() DeltaHandler { return &delta{} }

func (s *delta) Run(c *DeltaCtx) error {
	// The work belongs here, until c is done. The next child of the supervisor
	// starts at c.Ready: what it relies on comes before.
	c.Ready()
	<-c.Done()
	return nil
}
