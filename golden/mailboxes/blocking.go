package mailboxes

// blocking is the state of one Blocking, from its start to its end. What must
// outlive a crash is kept elsewhere and loaded again in Init.
type blocking struct{}

func newBlocking() BlockingHandler { return &blocking{} }

func (s *blocking) Init(c *BlockingCtx) error {
	// What Blocking needs before its first message belongs here. An error makes the
	// start fail; otp.Ignore leaves the process out; c.Own(x) closes x when this
	// incarnation ends, however it ends.
	return nil
}

func (s *blocking) Hold(c *BlockingCtx) {
	// The answer to Hold belongs here.
}

func (s *blocking) Seen(c *BlockingCtx) []int {
	// The answer to Seen belongs here.
	return nil
}

func (s *blocking) Note(c *BlockingCtx, n int) {
	// What Note changes belongs here. Nobody waits for it.
}
