package otp_test

import (
	"context"
	"fmt"

	otp "github.com/otpgen/otpgen/runtime"
)

// Two tallies serve the keys of all callers, each its own.
func ExamplePartitionSupervisor() {
	ctx := context.Background()
	sys, err := otp.StartRoot(ctx, otp.ChildSpec{
		ID: "Tallies",
		Start: otp.PartitionSupervisor(otp.PartitionsSpec{
			Partitions: 2,
			Child: func(partition int) otp.ChildSpec {
				spec := tallySpec()
				spec.Name.Key = partition
				return spec
			},
		}),
	}, silent())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = sys.Stop(ctx) }()

	tallies := otp.PartitionsAt(sys.Root())
	for _, user := range []int64{4, 5, 6, -7} {
		to, err := otp.PartitionFor(tallies, user)
		if err != nil {
			fmt.Println(err)
			return
		}
		n, err := otp.Call(ctx, to, &tallyAdd, 1)
		fmt.Println(user, to, n, err)
	}
	fmt.Println(tallies.Resize(ctx, 1))
	to, err := otp.PartitionFor(tallies, 5)
	fmt.Println(to, err)
	// Output:
	// 4 Tallies/0 1 <nil>
	// 5 Tallies/1 1 <nil>
	// 6 Tallies/0 2 <nil>
	// -7 Tallies/1 2 <nil>
	// 2 <nil>
	// Tallies/0 <nil>
}
