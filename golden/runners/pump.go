package runners

// pump is the state of one Pump, from its start to its end. What must outlive a
// crash is kept elsewhere and loaded again in Run.
type pump struct{}

func newPump() PumpHandler { return &pump{} }

func (s *pump) Run(c *PumpCtx, a PumpArgs) error {
	// The work belongs here, until c is done. The next child of the supervisor
	// starts at c.Ready: what it relies on comes before.
	c.Ready()
	<-c.Done()
	return nil
}
