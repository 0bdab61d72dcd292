package otp_test

import (
	"context"
	"fmt"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
)

// printer is the data of a state machine. A cold printer warms up before it
// prints, and cools down when it has nothing to do.
type printer struct {
	m     *otp.Machine[heat]
	pages int
}

type heat int

const (
	cold heat = iota + 1
	warming
	ready
)

func (h heat) String() string {
	return [...]string{cold: "cold", warming: "warming", ready: "ready"}[h]
}

// One function for each state that handles the message.
var printIn = otp.States[heat, func(*printer, string) (string, error)]{
	cold: func(p *printer, _ string) (string, error) {
		p.m.Next(warming)
		p.m.Postpone()
		return "", nil // not looked at: the call is handled again in the next state
	},
	warming: func(p *printer, _ string) (string, error) {
		p.m.Postpone()
		return "", nil
	},
	ready: func(p *printer, text string) (string, error) {
		p.pages++
		p.m.EventTimeout(time.Minute, func() { p.m.Next(cold) })
		return fmt.Sprintf("page %d: %s", p.pages, text), nil
	},
}

var printerPrint = otp.CallOp[printer, string, string]{
	Service: "Printer", Message: "Print",
	Handle: func(p *printer, text string) (string, error) { return printIn.In(p.m)(p, text) },
}

// A printer as a state machine: what is to be printed while it is cold waits
// until it is warm.
func ExampleStateMachine() {
	ctx := context.Background()
	sys, err := otp.StartRoot(ctx, otp.ChildSpec{
		ID: "Printer",
		Start: otp.StateMachine(otp.StateMachineKind[printer, heat]{
			Service: "Printer",
			New:     func(_ *otp.Ctx, m *otp.Machine[heat]) *printer { return &printer{m: m} },
			Init:    func(*printer) (heat, error) { return cold, nil },
			Enter: otp.States[heat, func(*printer, heat)]{
				warming: func(p *printer, from heat) {
					fmt.Println("was", from, "and is", p.m.State())
					p.m.StateTimeout(5*time.Millisecond, func() { p.m.Next(ready) })
				},
				ready: func(p *printer, from heat) { fmt.Println("was", from, "and is", p.m.State()) },
			},
		}),
	}, silent())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = sys.Stop(ctx) }()

	fmt.Println(otp.Call(ctx, sys.Root(), &printerPrint, "minutes"))
	fmt.Println(otp.Call(ctx, sys.Root(), &printerPrint, "agenda"))
	// Output:
	// was cold and is warming
	// was warming and is ready
	// page 1: minutes <nil>
	// page 2: agenda <nil>
}
