package messages

// keeper is the state of one Keeper, from its start to its end. What must
// outlive a crash is kept elsewhere and loaded again in Init.
type keeper struct{}

func newKeeper() KeeperHandler { return &keeper{} }

func (s *keeper) Init(c *KeeperCtx) error {
	// What Keeper needs before its first message belongs here. An error makes the
	// start fail; otp.Ignore leaves the process out; c.Own(x) closes x when this
	// incarnation ends, however it ends.
	return nil
}

func (s *keeper) Fail(c *KeeperCtx) KeeperFailError {
	// The answer to Fail belongs here. It may answer Refused instead.
	return nil
}

func (s *keeper) First(c *KeeperCtx) *Node {
	// The answer to First belongs here.
	return nil
}

func (s *keeper) Get(c *KeeperCtx) Everything {
	// The answer to Get belongs here.
	return Everything{}
}

func (s *keeper) Put(c *KeeperCtx, all Everything, extra map[string][]string, loose []string) {
	// The answer to Put belongs here.
}

func (s *keeper) Note(c *KeeperCtx, lines []string) {
	// What Note changes belongs here. Nobody waits for it.
}
