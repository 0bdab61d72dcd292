package otp_test

import (
	"context"
	"fmt"

	otp "github.com/otpgen/otpgen/runtime"
)

// A look at a server for debugging: its state, and what it is doing.
func ExampleGetState() {
	ctx := context.Background()
	sys, err := otp.StartRoot(ctx, otp.ChildSpec{
		ID: "Root",
		Start: otp.Supervisor(func() (otp.SupervisorSpec, error) {
			return otp.SupervisorSpec{Children: []otp.ChildSpec{tallySpec()}}, nil
		}),
	}, silent())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = sys.Stop(ctx) }()

	to := sys.Lookup(otp.Name{Service: "Tally"})
	_, _ = otp.Call(ctx, to, &tallyAdd, 2)
	state, err := otp.GetState[tally](ctx, to)
	fmt.Println(state.n, err)

	fmt.Println(otp.Suspend(ctx, to))
	request := otp.SendRequest(ctx, to, &tallyAdd, 3)
	ref, _ := to.Ref()
	info, _ := ref.Info()
	fmt.Println(info.Path, info.Status, info.MessageQueueLen)
	fmt.Println(otp.Resume(ctx, to))
	fmt.Println(request.Wait(ctx))

	_, err = otp.GetState[tally](ctx, sys.Root())
	fmt.Println(err)
	// Output:
	// 2 <nil>
	// <nil>
	// Root/Tally suspended 1
	// <nil>
	// 5 <nil>
	// sys.get_state to Root: wrong service
}
