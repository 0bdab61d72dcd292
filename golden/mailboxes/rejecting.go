package mailboxes

// rejecting is the state of one Rejecting, from its start to its end. What must outlive a
// crash is kept elsewhere and loaded again in Init.
type rejecting struct{ seen []int }

func newRejecting() RejectingHandler { return &rejecting{} }

func (s *rejecting) Init(c *RejectingCtx) error { return nil }

func (s *rejecting) Hold(c *RejectingCtx) { hold(c) }

func (s *rejecting) Seen(c *RejectingCtx) []int { return s.seen }

func (s *rejecting) Note(c *RejectingCtx, n int) { s.seen = append(s.seen, n) }
