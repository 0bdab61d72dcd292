package otp_test

import (
	"context"
	"fmt"
	"log/slog"

	otp "github.com/otpgen/otpgen/runtime"
)

// tally is the state of a server that counts.
type tally struct {
	c *otp.Ctx
	n int
}

// One descriptor for each message.
var (
	tallyAdd = otp.CallOp[tally, int, int]{
		Service: "Tally", Message: "Add", Idempotent: true,
		Handle: func(t *tally, by int) (int, error) {
			t.n += by
			return t.n, nil
		},
	}
	tallyBreak = otp.CastOp[tally, string]{
		Service: "Tally", Message: "Break",
		Handle: func(_ *tally, why string) { panic(why) },
	}
)

// tallySpec tells a supervisor how to start a tally.
func tallySpec() otp.ChildSpec {
	return otp.ChildSpec{
		ID:   "Tally",
		Name: otp.Name{Service: "Tally"},
		Start: otp.Server(otp.ServerKind[tally]{
			Service: "Tally",
			New:     func(c *otp.Ctx) *tally { return &tally{c: c} },
		}),
	}
}

func silent() otp.Option { return otp.WithLogger(slog.New(slog.DiscardHandler)) }

// A tree of one supervisor and one server: it is called, crashes, is restarted
// with a fresh state under the same address, and stops.
func ExampleStartRoot() {
	ctx := context.Background()
	sys, err := otp.StartRoot(ctx, otp.ChildSpec{
		ID: "Root",
		Start: otp.Supervisor(func() (otp.SupervisorSpec, error) {
			return otp.SupervisorSpec{
				Strategy:    otp.OneForOne,
				MaxRestarts: 3,
				Children:    []otp.ChildSpec{tallySpec()},
			}, nil
		}),
	}, silent())
	if err != nil {
		fmt.Println(err)
		return
	}

	to := sys.Lookup(otp.Name{Service: "Tally"})
	fmt.Println(otp.Call(ctx, to, &tallyAdd, 2))
	fmt.Println(otp.Call(ctx, to, &tallyAdd, 3))

	first, _ := to.Ref()
	_ = otp.Cast(ctx, to, &tallyBreak, "boom")
	<-first.Done()
	fmt.Println(first.Reason())
	fmt.Println(otp.Call(ctx, to, &tallyAdd, 1))

	fmt.Println(sys.Stop(ctx), sys.Wait())
	// Output:
	// 2 <nil>
	// 5 <nil>
	// exception:boom true
	// 1 <nil>
	// <nil> shutdown
}

// Children that are started by request, one for each key.
func ExampleEnsureInstance() {
	ctx := context.Background()
	sys, err := otp.StartRoot(ctx, otp.ChildSpec{
		ID: "Tallies",
		Start: otp.Dynamic(otp.DynamicSpec{
			MaxRestarts: 3,
			Template: func(args any) (otp.ChildSpec, error) {
				spec := tallySpec()
				spec.Name = otp.Name{Service: "Tally", Key: args}
				return spec, nil
			},
		}),
	}, silent())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = sys.Stop(ctx) }()

	for _, user := range []string{"ann", "bob", "ann"} {
		ref, err := otp.EnsureInstance(ctx, sys.Root(), otp.Name{Service: "Tally", Key: user}, user)
		if err != nil {
			fmt.Println(err)
			return
		}
		n, err := otp.Call(ctx, ref.Addr(), &tallyAdd, 1)
		fmt.Println(ref, n, err)
	}
	// Output:
	// Tallies/ann#1 1 <nil>
	// Tallies/bob#1 1 <nil>
	// Tallies/ann#1 2 <nil>
}

// What is known about a failed call.
func ExampleCallError() {
	ctx := context.Background()
	sys := otp.NewSystem(silent())
	_, err := otp.Call(ctx, sys.Lookup(otp.Name{Service: "Tally"}), &tallyAdd, 1)
	fmt.Println(err)
	// Output:
	// Tally.Add to Tally: no process
}
