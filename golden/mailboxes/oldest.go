package mailboxes

// oldest is the state of one Oldest, from its start to its end. What must outlive a
// crash is kept elsewhere and loaded again in Init.
type oldest struct{ seen []int }

func newOldest() OldestHandler { return &oldest{} }

func (s *oldest) Init(c *OldestCtx) error { return nil }

func (s *oldest) Hold(c *OldestCtx) { hold(c) }

func (s *oldest) Seen(c *OldestCtx) []int { return s.seen }

func (s *oldest) Note(c *OldestCtx, n int) { s.seen = append(s.seen, n) }
