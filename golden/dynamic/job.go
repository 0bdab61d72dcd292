package dynamic

// job is the state of one Job, from its start to its end. What must outlive a
// crash is kept elsewhere and loaded again in Init.
type job struct{}

func newJob() JobHandler { return &job{} }

func (s *job) Init(c *JobCtx) error {
	// What Job needs before its first message belongs here. An error makes the
	// start fail; otp.Ignore leaves the process out; c.Own(x) closes x when this
	// incarnation ends, however it ends.
	return nil
}

func (s *job) Finish(c *JobCtx) {
	// The answer to Finish belongs here.
}
