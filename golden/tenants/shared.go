package tenants

// shared is the state of one Shared, from its start to its end. What must
// outlive a crash is kept elsewhere and loaded again in Init.
type shared struct{}

func newShared() SharedHandler { return &shared{} }

func (s *shared) Init(c *SharedCtx) error { return nil }

func (s *shared) Name(c *SharedCtx) string { return "shared" }
