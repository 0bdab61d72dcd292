package mailboxes

// oldest is the state of one Oldest, from its start to its end. What must
// outlive a crash is kept elsewhere and loaded again in Init.
type oldest struct{}

func newOldest() OldestHandler { return &oldest{} }

func (s *oldest) Init(c *OldestCtx) error {
	// What Oldest needs before its first message belongs here. An error makes the
	// start fail; otp.Ignore leaves the process out; c.Own(x) closes x when this
	// incarnation ends, however it ends.
	return nil
}

func (s *oldest) Hold(c *OldestCtx) {
	// The answer to Hold belongs here.
}

func (s *oldest) Seen(c *OldestCtx) []int {
	// The answer to Seen belongs here.
	return nil
}

func (s *oldest) Note(c *OldestCtx, n int) {
	// What Note changes belongs here. Nobody waits for it.
}
