package mailboxes

// newest is the state of one Newest, from its start to its end. What must
// outlive a crash is kept elsewhere and loaded again in Init.
type newest struct{}

func newNewest() NewestHandler { return &newest{} }

func (s *newest) Init(c *NewestCtx) error {
	// What Newest needs before its first message belongs here. An error makes the
	// start fail; otp.Ignore leaves the process out; c.Own(x) closes x when this
	// incarnation ends, however it ends.
	return nil
}

func (s *newest) Hold(c *NewestCtx) {
	// The answer to Hold belongs here.
}

func (s *newest) Seen(c *NewestCtx) []int {
	// The answer to Seen belongs here.
	return nil
}

func (s *newest) Note(c *NewestCtx, n int) {
	// What Note changes belongs here. Nobody waits for it.
}
