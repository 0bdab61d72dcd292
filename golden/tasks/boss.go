package tasks

// boss is the state of one Boss, from its start to its end. What must outlive a
// crash is kept elsewhere and loaded again in Init.
type boss struct{}

func newBoss() BossHandler { return &boss{} }

func (s *boss) Init(c *BossCtx) error {
	// What Boss needs before its first message belongs here. An error makes the
	// start fail; otp.Ignore leaves the process out; c.Own(x) closes x when this
	// incarnation ends, however it ends.
	return nil
}

func (s *boss) Double(c *BossCtx, n int) int {
	// The answer to Double belongs here.
	return 0
}
