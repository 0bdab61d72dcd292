package dynamic

// session is the state of one Session, from its start to its end. What must
// outlive a crash is kept elsewhere and loaded again in Init.
type session struct{}

func newSession() SessionHandler { return &session{} }

func (s *session) Init(c *SessionCtx, a SessionArgs) error {
	// What Session needs before its first message belongs here. An error makes the
	// start fail; otp.Ignore leaves the process out; c.Own(x) closes x when this
	// incarnation ends, however it ends.
	return nil
}

func (s *session) Roles(c *SessionCtx) []string {
	// The answer to Roles belongs here.
	return nil
}
