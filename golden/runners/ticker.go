package runners

// ticker is the state of one Ticker, from its start to its end. What must
// outlive a crash is kept elsewhere and loaded again in Run.
type ticker struct{}

func newTicker() TickerHandler { return &ticker{} }

func (s *ticker) Run(c *TickerCtx) error {
	// The work belongs here, until c is done. The next child of the supervisor
	// starts at c.Ready: what it relies on comes before.
	c.Ready()
	<-c.Done()
	return nil
}
