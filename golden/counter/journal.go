package counter

// journal is the state of one Journal, from its start to its end. What must
// outlive a crash is kept elsewhere and loaded again in Init.
type journal struct{}

func newJournal() JournalHandler { return &journal{} }

func (s *journal) Init(c *JournalCtx) error {
	// What Journal needs before its first message belongs here. An error makes the
	// start fail; otp.Ignore leaves the process out; c.Own(x) closes x when this
	// incarnation ends, however it ends.
	return nil
}

func (s *journal) Lines(c *JournalCtx) []string {
	// The answer to Lines belongs here.
	return nil
}

func (s *journal) Write(c *JournalCtx, line string) {
	// The answer to Write belongs here.
}
