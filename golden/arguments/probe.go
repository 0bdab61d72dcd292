package arguments

// probe is the state of one Probe, from its start to its end. What must outlive
// a crash is kept elsewhere and loaded again in Init.
type probe struct{}

func newProbe() ProbeHandler { return &probe{} }

func (s *probe) Init(c *ProbeCtx, a ProbeArgs) error {
	// What Probe needs before its first message belongs here. An error makes the
	// start fail; otp.Ignore leaves the process out; c.Own(x) closes x when this
	// incarnation ends, however it ends.
	return nil
}

func (s *probe) Show(c *ProbeCtx) string {
	// The answer to Show belongs here.
	return ""
}

func (s *probe) Once(c *ProbeCtx) {
	// What is due at every Once belongs here.
}

func (s *probe) Poll(c *ProbeCtx) {
	// What is due at every Poll belongs here.
}
