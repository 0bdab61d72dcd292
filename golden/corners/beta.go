package corners

// beta is the state of one Beta, from its start to its end. What must outlive a
// crash is kept elsewhere and loaded again in Init.
type beta struct{}

func newBeta() BetaHandler { return &beta{} }

func (s *beta) Init(c *BetaCtx, a BetaArgs) error {
	// What Beta needs before its first message belongs here. An error makes the
	// start fail; otp.Ignore leaves the process out; c.Own(x) closes x when this
	// incarnation ends, however it ends.
	return nil
}

func (s *beta) Ask(c *BetaCtx) Mode {
	// The answer to Ask belongs here.
	return ""
}

func (s *beta) Tell(c *BetaCtx, ids IDs) {
	// What Tell changes belongs here. Nobody waits for it.
}
