package pools

import otp "github.com/otpgen/otpgen/runtime"

// client is the state of one Client, from its start to its end. What must
// outlive a crash is kept elsewhere and loaded again in Init.
type client struct{}

func newClient() ClientHandler { return &client{} }

func (s *client) Init(c *ClientCtx) error { return nil }

func (s *client) Ask(c *ClientCtx, n int) int { return otp.Must(c.Routed.Square(c, n)) }

func (s *client) Borrow(c *ClientCtx, n int) int {
	worker := otp.Must(c.Lent.Checkout(c))
	if n == 0 {
		panic("crash with a worker in hand")
	}
	defer worker.Return()
	return otp.Must(worker.Square(c, n))
}
