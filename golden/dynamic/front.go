package dynamic

import otp "github.com/otpgen/otpgen/runtime"

// front is the state of one Front, from its start to its end. What must outlive
// a crash is kept elsewhere and loaded again in Init.
type front struct{}

func newFront() FrontHandler { return &front{} }

func (s *front) Init(c *FrontCtx) error { return nil }

func (s *front) Begin(c *FrontCtx) JobRef { return otp.Must(c.Jobs.Start(c)) }

func (s *front) Login(c *FrontCtx, user UserID) SessionRef {
	session := otp.Must(c.Sessions.Ensure(c, SessionArgs{User: user, Roles: []string{"reader"}}))
	ref, _ := session.Ref()
	return ref
}
