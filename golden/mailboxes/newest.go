package mailboxes

// newest is the state of one Newest, from its start to its end. What must outlive a
// crash is kept elsewhere and loaded again in Init.
type newest struct{ seen []int }

func newNewest() NewestHandler { return &newest{} }

func (s *newest) Init(c *NewestCtx) error { return nil }

func (s *newest) Hold(c *NewestCtx) { hold(c) }

func (s *newest) Seen(c *NewestCtx) []int { return s.seen }

func (s *newest) Note(c *NewestCtx, n int) { s.seen = append(s.seen, n) }
