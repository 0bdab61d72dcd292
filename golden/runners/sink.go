package runners

// sink is the state of one Sink, from its start to its end. What must outlive a
// crash is kept elsewhere and loaded again in Init.
type sink struct{}

func newSink() SinkHandler { return &sink{} }

func (s *sink) Init(c *SinkCtx) error {
	// What Sink needs before its first message belongs here. An error makes the
	// start fail; otp.Ignore leaves the process out; c.Own(x) closes x when this
	// incarnation ends, however it ends.
	return nil
}

func (s *sink) Lines(c *SinkCtx) []string {
	// The answer to Lines belongs here.
	return nil
}

func (s *sink) Put(c *SinkCtx, line string) {
	// The answer to Put belongs here.
}
