package standard

// beta is the state of one Beta, from its start to its end. What must outlive a
// crash is kept elsewhere and loaded again in Init.
type beta struct{}

func newBeta() BetaHandler { return &beta{} }

func (s *beta) Init(c *BetaCtx) error {
	// What Beta needs before its first message belongs here. An error makes the
	// start fail; otp.Ignore leaves the process out; c.Own(x) closes x when this
	// incarnation ends, however it ends.
	return nil
}

func (s *beta) Alpha(c *BetaCtx) Pick {
	// The answer to Alpha belongs here.
	return nil
}
