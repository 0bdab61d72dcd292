package otp_test

import (
	"context"
	"fmt"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
)

// oven is the state of a server that rings when something is done.
type oven struct {
	c    *otp.Ctx
	bell otp.TimerRef
	rung chan string
}

var ovenBake = otp.CallOp[oven, string, string]{
	Service: "Oven", Message: "Bake",
	Handle: func(o *oven, what string) (string, error) {
		answer := "baking " + what
		if left, ok := o.bell.Cancel(); ok {
			answer += fmt.Sprintf(", %v before the one before was done", left.Round(time.Hour))
		}
		after := time.Millisecond
		if what == "bread" {
			after = time.Hour
		}
		o.bell = o.c.SendAfter(after, func() { o.rung <- what + " is done" })
		return answer, nil
	},
}

// A message to itself later, which is taken back when something else comes first.
func ExampleCtx_SendAfter() {
	ctx := context.Background()
	rung := make(chan string, 1)
	sys, err := otp.StartRoot(ctx, otp.ChildSpec{
		ID: "Oven",
		Start: otp.Server(otp.ServerKind[oven]{
			Service: "Oven",
			New:     func(c *otp.Ctx) *oven { return &oven{c: c, rung: rung} },
		}),
	}, silent())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = sys.Stop(ctx) }()

	fmt.Println(otp.Call(ctx, sys.Root(), &ovenBake, "bread"))
	fmt.Println(otp.Call(ctx, sys.Root(), &ovenBake, "biscuits"))
	fmt.Println(<-rung)
	// Output:
	// baking bread <nil>
	// baking biscuits, 1h0m0s before the one before was done <nil>
	// biscuits is done
}
