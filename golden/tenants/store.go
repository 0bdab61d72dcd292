package tenants

// store is the state of one Store, from its start to its end. What must outlive
// a crash is kept elsewhere and loaded again in Init.
type store struct{}

func newStore() StoreHandler { return &store{} }

func (s *store) Init(c *StoreCtx, a StoreArgs) error {
	// What Store needs before its first message belongs here. An error makes the
	// start fail; otp.Ignore leaves the process out; c.Own(x) closes x when this
	// incarnation ends, however it ends.
	return nil
}

func (s *store) Owner(c *StoreCtx) string {
	// The answer to Owner belongs here.
	return ""
}
