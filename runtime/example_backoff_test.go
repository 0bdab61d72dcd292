package otp_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
)

// A child whose restarts wait: calls meanwhile fail and say when to ask again.
func ExampleBackoff() {
	ctx := context.Background()
	delays := make(chan time.Duration, 1)
	observe := func(ev otp.Event) {
		if ev, ok := ev.(otp.RestartDelayed); ok {
			delays <- ev.Delay
		}
	}
	sys, err := otp.StartRoot(ctx, otp.ChildSpec{
		ID: "Root",
		Start: otp.Supervisor(func() (otp.SupervisorSpec, error) {
			spec := tallySpec()
			spec.Backoff = otp.Backoff{Min: 20 * time.Millisecond, Max: time.Second, Factor: 10}
			return otp.SupervisorSpec{MaxRestarts: 3, Children: []otp.ChildSpec{spec}}, nil
		}),
	}, silent(), otp.WithEvents(observe))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = sys.Stop(ctx) }()

	to := sys.Lookup(otp.Name{Service: "Tally"})
	_ = otp.Cast(ctx, to, &tallyBreak, "boom")
	fmt.Println("waits", <-delays)

	once := tallyAdd
	once.Idempotent = false
	_, err = otp.Call(ctx, to, &once, 1)
	var failed *otp.CallError
	fmt.Println(errors.As(err, &failed) && failed.Kind == otp.ErrRestarting && failed.After > 0)

	fmt.Println(otp.Call(ctx, to, &tallyAdd, 1)) // idempotent: made again when the process is back
	_ = otp.Cast(ctx, to, &tallyBreak, "boom")
	fmt.Println("waits", <-delays)
	// Output:
	// waits 20ms
	// true
	// 1 <nil>
	// waits 200ms
}
