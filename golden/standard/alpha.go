package standard

// alpha is the state of one Alpha, from its start to its end. What must outlive
// a crash is kept elsewhere and loaded again in Init.
type alpha struct{}

func newAlpha() AlphaHandler { return &alpha{} }

func (s *alpha) Init(c *AlphaCtx, a AlphaArgs) error {
	// What Alpha needs before its first message belongs here. An error makes the
	// start fail; otp.Ignore leaves the process out; c.Own(x) closes x when this
	// incarnation ends, however it ends.
	return nil
}

func (s *alpha) Args(c *AlphaCtx) BetaArgs {
	// The answer to Args belongs here.
	return BetaArgs{}
}

func (s *alpha) Ask(c *AlphaCtx, doc Doc, pick Pick) Doc {
	// The answer to Ask belongs here.
	return Doc{}
}
