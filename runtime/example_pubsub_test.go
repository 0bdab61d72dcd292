package otp_test

import (
	"context"
	"fmt"

	otp "github.com/otpgen/otpgen/runtime"
)

var prices = otp.Name{Service: "Prices"}

// desk is a server that hears the prices of one good.
type desk struct {
	c     *otp.Ctx
	heard []int
}

func (d *desk) init() error {
	topics := otp.TopicsAt[string, int](d.c.Lookup(prices))
	// Of what it is too slow for, only the latest is of interest.
	latest := otp.WithQueue(otp.Mailbox{Capacity: 1, Overflow: otp.DropOldest})
	return topics.Subscribe(d.c, "tea", func(price int) { d.heard = append(d.heard, price) }, latest)
}

var deskHeard = otp.CallOp[desk, struct{}, []int]{
	Service: "Desk", Message: "Heard",
	Handle: func(d *desk, _ struct{}) ([]int, error) { return d.heard, nil },
}

// Servers subscribe to topics in their start, and hear what is published as
// messages of their own.
func ExamplePubSub() {
	ctx := context.Background()
	sys, err := otp.StartRoot(ctx, otp.ChildSpec{
		ID: "Market",
		Start: otp.Supervisor(func() (otp.SupervisorSpec, error) {
			return otp.SupervisorSpec{
				Strategy:    otp.RestForOne, // who hears nothing any more restarts with the PubSub
				MaxRestarts: 3,
				Children: []otp.ChildSpec{
					{ID: "Prices", Name: prices, Start: otp.PubSub[string](otp.PubSubSpec[int]{})},
					{ID: "Desk", Name: otp.Name{Service: "Desk"}, Start: otp.Server(otp.ServerKind[desk]{
						Service: "Desk",
						New:     func(c *otp.Ctx) *desk { return &desk{c: c} },
						Init:    (*desk).init,
					})},
				},
			}, nil
		}),
	}, silent())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = sys.Stop(ctx) }()

	topics, desk := otp.TopicsAt[string, int](sys.Lookup(prices)), sys.Lookup(otp.Name{Service: "Desk"})
	fmt.Println(topics.Publish(ctx, "tea", 41))
	fmt.Println(topics.Publish(ctx, "silk", 900)) // nobody hears it
	fmt.Println(otp.Call(ctx, desk, &deskHeard, struct{}{}))
	// Output:
	// 1 <nil>
	// 0 <nil>
	// [41] <nil>
}
