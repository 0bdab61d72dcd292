package mailboxes

// blocking is the state of one Blocking, from its start to its end. What must outlive a
// crash is kept elsewhere and loaded again in Init.
type blocking struct{ seen []int }

func newBlocking() BlockingHandler { return &blocking{} }

func (s *blocking) Init(c *BlockingCtx) error { return nil }

func (s *blocking) Hold(c *BlockingCtx) { hold(c) }

func (s *blocking) Seen(c *BlockingCtx) []int { return s.seen }

func (s *blocking) Note(c *BlockingCtx, n int) { s.seen = append(s.seen, n) }
