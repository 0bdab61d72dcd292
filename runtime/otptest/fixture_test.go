package otptest_test

import (
	"context"
	"testing"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/otptest"
)

// node is a process that does nothing but run.
type node struct{ c *otp.Ctx }

func server(id string, init func(c *otp.Ctx) error) otp.ChildSpec {
	return otp.ChildSpec{ID: id, Name: otp.Name{Service: id}, Start: otp.Server(otp.ServerKind[node]{
		Service: id,
		New:     func(c *otp.Ctx) *node { return &node{c} },
		Init: func(n *node) error {
			if init == nil {
				return nil
			}
			return init(n.c)
		},
	})}
}

func temporary(spec otp.ChildSpec) otp.ChildSpec {
	spec.Restart = otp.Temporary
	return spec
}

func supervisor(id string, restarts int, strategy otp.Strategy, children ...otp.ChildSpec) otp.ChildSpec {
	return otp.ChildSpec{ID: id, Start: otp.Supervisor(func() (otp.SupervisorSpec, error) {
		return otp.SupervisorSpec{Strategy: strategy, MaxRestarts: restarts, Children: children}, nil
	})}
}

// sample is a tree in which every fate occurs:
//
//	Root (rest_for_one)
//	  Store
//	  Services (one_for_one, 0 restarts)
//	    Left
//	    Right
//	    Once (temporary)
//	  Web
func sample() otp.ChildSpec {
	return supervisor("Root", 5, otp.RestForOne,
		server("Store", nil),
		supervisor("Services", 0, otp.OneForOne, server("Left", nil), server("Right", nil), temporary(server("Once", nil))),
		server("Web", nil))
}

// start starts a tree in a harness of t.
func start(t testing.TB, root otp.ChildSpec, opts ...otp.Option) *otptest.Harness {
	t.Helper()
	return otptest.Start(t, func(ctx context.Context, opts ...otp.Option) (*otp.System, error) {
		return otp.StartRoot(ctx, root, opts...)
	}, opts...)
}

// find makes the argument of Crash, as the clients of generated code are.
func find(h *otptest.Harness, path string) interface{ Addr() otp.Addr } {
	return client{h.System().Find(path)}
}

type client struct{ to otp.Addr }

func (c client) Addr() otp.Addr { return c.to }
