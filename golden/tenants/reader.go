package tenants

// reader is the state of one Reader, from its start to its end. What must
// outlive a crash is kept elsewhere and loaded again in Init.
type reader struct{}

func newReader() ReaderHandler { return &reader{} }

func (s *reader) Init(c *ReaderCtx) error {
	// What Reader needs before its first message belongs here. An error makes the
	// start fail; otp.Ignore leaves the process out; c.Own(x) closes x when this
	// incarnation ends, however it ends.
	return nil
}

func (s *reader) Read(c *ReaderCtx) string {
	// The answer to Read belongs here.
	return ""
}
