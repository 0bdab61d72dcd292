package tenants

// shared is the state of one Shared, from its start to its end. What must
// outlive a crash is kept elsewhere and loaded again in Init.
type shared struct{}

func newShared() SharedHandler { return &shared{} }

func (s *shared) Init(c *SharedCtx) error {
	// What Shared needs before its first message belongs here. An error makes the
	// start fail; otp.Ignore leaves the process out; c.Own(x) closes x when this
	// incarnation ends, however it ends.
	return nil
}

func (s *shared) Name(c *SharedCtx) string {
	// The answer to Name belongs here.
	return ""
}
