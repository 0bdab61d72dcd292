package otp_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/otptest"
)

// clerk is a process for the tests of pools, leases and tasks, which run in a
// harness: it says who it is, and runs what it is given.
type clerk struct{ c *otp.Ctx }

var (
	clerkWho = otp.CallOp[clerk, struct{}, otp.Ref]{
		Service: "Clerk", Message: "Who", Idempotent: true,
		Handle: func(p *clerk, _ struct{}) (otp.Ref, error) { return p.c.Self(), nil },
	}
	clerkRun = otp.CallOp[clerk, func(c *otp.Ctx) error, struct{}]{
		Service: "Clerk", Message: "Run", Timeout: otp.Infinity,
		Handle: func(p *clerk, f func(c *otp.Ctx) error) (struct{}, error) { return struct{}{}, f(p.c) },
	}
	clerkTell = otp.CastOp[clerk, func(c *otp.Ctx)]{
		Service: "Clerk", Message: "Tell",
		Handle: func(p *clerk, f func(c *otp.Ctx)) { f(p.c) },
	}
)

// What processes crash with, and refuse to start with.
var (
	errBoom    = errors.New("boom")
	errRefused = errors.New("start refused")
)

// clerkSpec is a clerk whose start calls init, if there is one.
func clerkSpec(id string, init func(c *otp.Ctx) error) otp.ChildSpec {
	return otp.ChildSpec{ID: id, Name: otp.Name{Service: id}, Start: otp.Server(otp.ServerKind[clerk]{
		Service: "Clerk",
		New:     func(c *otp.Ctx) *clerk { return &clerk{c} },
		Init: func(p *clerk) error {
			if init == nil {
				return nil
			}
			return init(p.c)
		},
	})}
}

// who asks the clerk at that address who it is.
func who(t *testing.T, at otp.Addr) otp.Ref {
	t.Helper()
	ref, err := otp.Call(t.Context(), at, &clerkWho, struct{}{})
	if err != nil {
		t.Fatalf("who runs at %s: %v", at, err)
	}
	return ref
}

// runIn runs f in the clerk at that address and returns its error.
func runIn(ctx context.Context, at otp.Addr, f func(c *otp.Ctx) error) error {
	_, err := otp.Call(ctx, at, &clerkRun, f)
	return err
}

// harness runs a root with these children.
func harness(t *testing.T, children ...otp.ChildSpec) *otptest.Harness {
	t.Helper()
	return otptest.Start(t, func(ctx context.Context, opts ...otp.Option) (*otp.System, error) {
		return otp.StartRoot(ctx, rootOf(children...), opts...)
	})
}

func rootOf(children ...otp.ChildSpec) otp.ChildSpec {
	return otp.ChildSpec{ID: "Root", Start: otp.Supervisor(func() (otp.SupervisorSpec, error) {
		return otp.SupervisorSpec{MaxRestarts: 100, Children: children}, nil
	})}
}

// quiet logs nothing, for starts that are meant to fail.
func quiet() otp.Option { return otp.WithLogger(slog.New(slog.DiscardHandler)) }
