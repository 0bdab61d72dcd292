package foundation

// poller is the state of one Poller, from its start to its end. What must
// outlive a crash is kept elsewhere and loaded again in Run.
type poller struct{}

func newPoller() PollerHandler { return &poller{} }

func (s *poller) Run(c *PollerCtx) error {
	// The work belongs here, until c is done. The next child of the supervisor
	// starts at c.Ready: what it relies on comes before.
	c.Ready()
	<-c.Done()
	return nil
}
