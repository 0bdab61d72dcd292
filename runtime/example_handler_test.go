package otp_test

import (
	"context"
	"fmt"

	otp "github.com/otpgen/otpgen/runtime"
)

// weather is the handler of a service, which tests replace.
type weather interface{ Temperature(city string) int }

type thermometers struct{}

func (thermometers) Temperature(string) int { panic("nobody is at the thermometer") }

type alwaysWarm struct{}

func (alwaysWarm) Temperature(string) int { return 25 }

// station is a server that leaves the work to its handler.
type station struct{ weather }

var stationAsk = otp.CallOp[station, string, int]{
	Service: "Weather", Message: "Ask",
	Handle: func(s *station, city string) (int, error) { return s.Temperature(city), nil },
}

// A kind whose New asks Handler for its handler can be given another one, by the
// name of the service. Generated code is made like this.
func ExampleWithHandler() {
	ctx := context.Background()
	kind := otp.ServerKind[station]{
		Service: "Weather",
		New: func(c *otp.Ctx) *station {
			return &station{otp.Handler(c, "Weather", func() weather { return thermometers{} })}
		},
	}
	root := otp.ChildSpec{ID: "Weather", Start: otp.Server(kind)}
	sys, err := otp.StartRoot(ctx, root, silent(), otp.WithHandler("Weather", func() weather { return alwaysWarm{} }))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = sys.Stop(ctx) }()
	fmt.Println(otp.Call(ctx, sys.Root(), &stationAsk, "Oslo"))
	// Output: 25 <nil>
}
