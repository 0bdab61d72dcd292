package messages

// keeper is the state of one Keeper, from its start to its end. What must
// outlive a crash is kept elsewhere and loaded again in Init.
type keeper struct {
	all   Everything
	extra map[string][]string
	loose []string
	first *Node
}

func newKeeper() KeeperHandler { return &keeper{} }

func (s *keeper) Init(c *KeeperCtx) error {
	s.first = &Node{Value: 1}
	return nil
}

func (s *keeper) Fail(c *KeeperCtx) KeeperFailError {
	return Refused{Paths: []Path{s.all.Path}, Level: LevelLow}
}

func (s *keeper) First(c *KeeperCtx) *Node { return s.first }

func (s *keeper) Get(c *KeeperCtx) Everything { return s.all }

func (s *keeper) Put(c *KeeperCtx, all Everything, extra map[string][]string, loose []string) {
	s.all, s.extra, s.loose = all, extra, loose
	extra["a"][0] = "the server's"
	loose[0] = "shared"
}

func (s *keeper) Note(c *KeeperCtx, lines []string) { lines[0] = "the server's" }
