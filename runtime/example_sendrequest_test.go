package otp_test

import (
	"context"
	"fmt"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
)

// Two requests under way at once. A wait that is too short does not lose the
// answer.
func ExampleSendRequest() {
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
	first := otp.SendRequest(ctx, to, &tallyAdd, 2)
	second := otp.SendRequest(ctx, to, &tallyAdd, 3)
	fmt.Println(second.Wait(ctx))
	fmt.Println(first.Wait(ctx))

	over, cancel := context.WithTimeout(ctx, time.Nanosecond)
	defer cancel()
	<-over.Done()
	third := otp.SendRequest(ctx, to, &tallyAdd, 4)
	_, _ = third.Wait(over) // too short, or not
	fmt.Println(third.Wait(ctx))
	// Output:
	// 5 <nil>
	// 2 <nil>
	// 9 <nil>
}

// One call to several processes; who has not answered is listed.
func ExampleMultiCall() {
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

	to := []otp.Addr{sys.Lookup(otp.Name{Service: "Tally"}), sys.Lookup(otp.Name{Service: "Nobody"})}
	replies, without := otp.MultiCall(ctx, to, &tallyAdd, 2)
	fmt.Println(replies[0].From, replies[0].Value, without)
	// Output:
	// Root/Tally 2 [Nobody]
}
