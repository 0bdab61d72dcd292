package tasks

import (
	"context"

	otp "github.com/otpgen/otpgen/runtime"
)

// boss is the state of one Boss, from its start to its end. What must outlive a
// crash is kept elsewhere and loaded again in Init.
type boss struct{}

func newBoss() BossHandler { return &boss{} }

func (s *boss) Init(c *BossCtx) error { return nil }

func (s *boss) Double(c *BossCtx, n int) int {
	task := otp.Must(otp.Async(c, c.Work, func(context.Context) (int, error) { return 2 * n, nil }))
	return otp.Must(task.Await(c))
}
