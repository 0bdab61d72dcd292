package pools

// client is the state of one Client, from its start to its end. What must
// outlive a crash is kept elsewhere and loaded again in Init.
type client struct{}

func newClient() ClientHandler { return &client{} }

func (s *client) Init(c *ClientCtx) error {
	// What Client needs before its first message belongs here. An error makes the
	// start fail; otp.Ignore leaves the process out; c.Own(x) closes x when this
	// incarnation ends, however it ends.
	return nil
}

func (s *client) Ask(c *ClientCtx, n int) int {
	// The answer to Ask belongs here.
	return 0
}

func (s *client) Borrow(c *ClientCtx, n int) int {
	// The answer to Borrow belongs here.
	return 0
}
