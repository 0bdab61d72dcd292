package corners

// gamma is the state of one Gamma, from its start to its end. What must outlive
// a crash is kept elsewhere and loaded again in Run.
type gamma struct{}

func newGamma() GammaHandler { return &gamma{} }

func (s *gamma) Run(c *GammaCtx, a GammaArgs) error {
	// The work belongs here, until c is done. The next child of the supervisor
	// starts at c.Ready: what it relies on comes before.
	c.Ready()
	<-c.Done()
	return nil
}
