package tenants

// store is the state of one Store, from its start to its end. What must outlive
// a crash is kept elsewhere and loaded again in Init.
type store struct{ owner string }

func newStore() StoreHandler { return &store{} }

func (s *store) Init(c *StoreCtx, a StoreArgs) error {
	s.owner = a.Owner
	return nil
}

func (s *store) Owner(c *StoreCtx) string { return s.owner }
