package otp_test

import (
	"context"
	"fmt"

	otp "github.com/otpgen/otpgen/runtime"
)

// seat is the key of the room's seats: a key of two parts.
type seat struct {
	row    string
	number int
}

// Processes are found by keys of the program's own. They register themselves in
// their start, so a restarted one is found again.
func ExampleRegistry() {
	ctx := context.Background()
	seats := otp.Name{Service: "Seats"}
	guest := func(at seat, name string) otp.ChildSpec {
		return otp.ChildSpec{ID: name, Start: otp.Server(otp.ServerKind[tally]{
			Service: "Tally",
			New:     func(c *otp.Ctx) *tally { return &tally{c: c} },
			Init: func(t *tally) error {
				return otp.RegistryAt[seat, string](t.c.Lookup(seats)).Register(t.c, at, name)
			},
		})}
	}
	sys, err := otp.StartRoot(ctx, otp.ChildSpec{
		ID: "Room",
		Start: otp.Supervisor(func() (otp.SupervisorSpec, error) {
			return otp.SupervisorSpec{
				Strategy:    otp.RestForOne, // the guests restart with their registry
				MaxRestarts: 3,
				Children: []otp.ChildSpec{
					{ID: "Seats", Name: seats, Start: otp.Registry(otp.RegistrySpec[seat, string]{Keys: otp.Unique})},
					guest(seat{"A", 1}, "ann"),
					guest(seat{"B", 7}, "bob"),
				},
			}, nil
		}),
	}, silent())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = sys.Stop(ctx) }()

	r := otp.RegistryAt[seat, string](sys.Lookup(seats))
	fmt.Println(r.Lookup(seat{"A", 1}), r.Count())
	fmt.Println(otp.Call(ctx, r.Addr(seat{"B", 7}), &tallyAdd, 2))
	_, err = otp.StartChild(ctx, sys.Root(), guest(seat{"B", 7}, "eve"))
	fmt.Println(err)
	_, err = otp.Call(ctx, r.Addr(seat{"C", 1}), &tallyAdd, 2)
	fmt.Println(err)

	bob, _ := r.WhereIs(seat{"B", 7})
	bob.Exit(otp.Killed)
	<-bob.Done()
	fmt.Println(otp.Call(ctx, sys.Find("Room/bob"), &tallyAdd, 1))
	fmt.Println(r.WhereIs(seat{"B", 7}))
	// Output:
	// [{Room/ann#1 ann}] 2
	// 2 <nil>
	// start of eve: {already_registered,Room/bob#1}
	// Tally.Add to Room/Seats({C 1}): no process
	// 1 <nil>
	// Room/bob#2 true
}
