package mailboxes

// rejecting is the state of one Rejecting, from its start to its end. What must
// outlive a crash is kept elsewhere and loaded again in Init.
type rejecting struct{}

func newRejecting() RejectingHandler { return &rejecting{} }

func (s *rejecting) Init(c *RejectingCtx) error {
	// What Rejecting needs before its first message belongs here. An error makes
	// the start fail; otp.Ignore leaves the process out; c.Own(x) closes x when
	// this incarnation ends, however it ends.
	return nil
}

func (s *rejecting) Hold(c *RejectingCtx) {
	// The answer to Hold belongs here.
}

func (s *rejecting) Seen(c *RejectingCtx) []int {
	// The answer to Seen belongs here.
	return nil
}

func (s *rejecting) Note(c *RejectingCtx, n int) {
	// What Note changes belongs here. Nobody waits for it.
}
