package corners

import otp "github.com/otpgen/otpgen/runtime"

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

func (s *alpha) Ask(c *AlphaCtx, pick Pick, fn Fn) (map[string][]Pick, AlphaAskError) {
	// The answer to Ask belongs here. It may answer Bad or Worse instead.
	return nil, nil
}

func (s *alpha) Later(c *AlphaCtx, h Holder, reply AlphaLaterReply) {
	// The answer to Later begins here. Keep reply and answer it when the time has
	// come; reply.Send reports whether the caller still waited. reply.Fail takes
	// Bad.
	reply.Send([2][]ID{})
}

func (s *alpha) LaterCallerDown(c *AlphaCtx, caller otp.Caller, why otp.Reason) {
	// A caller of Later has ended: forget what is kept for it.
}

func (s *alpha) Opt(c *AlphaCtx, p *Tree2, none [0]Wide) *Pick {
	// The answer to Opt belongs here.
	return nil
}

func (s *alpha) Watch(c *AlphaCtx, a AlphaRef, b BetaRef, more []BetaRef) {
	// What Watch changes belongs here; its caller waits until it is done. AlphaDown
	// tells when a has ended. BetaDown tells when b has ended.
}

func (s *alpha) AlphaDown(c *AlphaCtx, who AlphaRef, why otp.Reason) {
	// This Alpha has ended: forget what is kept for it.
}

func (s *alpha) BetaDown(c *AlphaCtx, who BetaRef, why otp.Reason) {
	// This Beta has ended: forget what is kept for it.
}

func (s *alpha) Ping(c *AlphaCtx) {
	// What Ping changes belongs here. Nobody waits for it.
}

func (s *alpha) Tell(c *AlphaCtx, to BetaRef) {
	// What Tell changes belongs here. Nobody waits for it. BetaDown tells when to
	// has ended.
}

func (s *alpha) T1(c *AlphaCtx) {
	// What is due at every T1 belongs here.
}

func (s *alpha) T2(c *AlphaCtx) {
	// What is due at every T2 belongs here.
}

func (s *alpha) T3(c *AlphaCtx) {
	// What is due at every T3 belongs here.
}

func (s *alpha) Terminate(c *AlphaCtx, why otp.Reason) {
	// What must be done before this incarnation ends belongs here; after it, what
	// c.Own was given is closed.
}
