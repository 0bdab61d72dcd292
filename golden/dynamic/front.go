package dynamic

// front is the state of one Front, from its start to its end. What must outlive
// a crash is kept elsewhere and loaded again in Init.
type front struct{}

func newFront() FrontHandler { return &front{} }

func (s *front) Init(c *FrontCtx) error {
	// What Front needs before its first message belongs here. An error makes the
	// start fail; otp.Ignore leaves the process out; c.Own(x) closes x when this
	// incarnation ends, however it ends.
	return nil
}

func (s *front) Begin(c *FrontCtx) JobRef {
	// The answer to Begin belongs here.
	return JobRef{}
}

func (s *front) Login(c *FrontCtx, user UserID) SessionRef {
	// The answer to Login belongs here.
	return SessionRef{}
}
