package otp_test

// The service Counter in exactly the shape of generated code, for the tests of
// this package.

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/stretchr/testify/require"
)

type CounterHandler interface {
	Init(c *CounterCtx, a CounterArgs) error
	Add(c *CounterCtx, by int) (int, error)
	Boom(c *CounterCtx)
}

type CounterArgs struct{ Start int }

type CounterCtx struct{ *otp.Ctx }

type Counter struct{ to otp.Addr }

func CounterAt(a otp.Addr) Counter { return Counter{a} }
func (s Counter) Addr() otp.Addr   { return s.to }
func (s Counter) Add(ctx context.Context, by int) (int, error) {
	return otp.Call(ctx, s.to, &counterAdd, by)
}
func (s Counter) Boom(ctx context.Context) error {
	return otp.Cast(ctx, s.to, &counterBoom, struct{}{})
}

type counterProc struct {
	c CounterCtx
	h CounterHandler
}

var counterAdd = otp.CallOp[counterProc, int, int]{Service: "Counter", Message: "Add", Handle: func(p *counterProc, by int) (int, error) {
	return p.h.Add(&p.c, by)
}}

var counterBoom = otp.CastOp[counterProc, struct{}]{Service: "Counter", Message: "Boom", Handle: func(p *counterProc, _ struct{}) { p.h.Boom(&p.c) }}

func CounterSpec(a CounterArgs) otp.ChildSpec {
	return otp.ChildSpec{ID: "Counter", Name: otp.Name{Service: "Counter"}, Start: otp.Server(otp.ServerKind[counterProc]{
		Service: "Counter",
		New: func(c *otp.Ctx) *counterProc {
			return &counterProc{c: CounterCtx{c}, h: otp.Handler(c, "Counter", newCounter)}
		},
		Init: func(p *counterProc) error { return p.h.Init(&p.c, a) },
	})}
}

type counter struct{ n int }

func newCounter() CounterHandler                           { return &counter{} }
func (h *counter) Init(c *CounterCtx, a CounterArgs) error { h.n = a.Start; return nil }
func (h *counter) Add(c *CounterCtx, by int) (int, error) {
	h.n += by
	return h.n, nil
}
func (h *counter) Boom(c *CounterCtx) { panic(errors.New("boom")) }

func TestServiceInTheShapeOfGeneratedCode(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx := t.Context()
		sys, err := otp.StartRoot(ctx, otp.ChildSpec{ID: "Root", Start: otp.Supervisor(func() (otp.SupervisorSpec, error) {
			return otp.SupervisorSpec{MaxRestarts: 3, Children: []otp.ChildSpec{CounterSpec(CounterArgs{Start: 40})}}, nil
		})}, quietly(&eventLog{})...)
		require.NoError(t, err)
		c := CounterAt(sys.Lookup(otp.Name{Service: "Counter"}))
		n, err := c.Add(ctx, 2)
		require.NoError(t, err)
		require.Equal(t, 42, n)
		ref, ok := c.Addr().Ref()
		require.True(t, ok)
		require.NoError(t, c.Boom(ctx))
		<-ref.Done()
		why, _ := ref.Reason()
		require.Equal(t, "exception:boom", why.String())
		synctest.Wait()
		n, err = c.Add(ctx, 2)
		require.NoError(t, err)
		require.Equal(t, 42, n)
		require.NoError(t, sys.Stop(ctx))
		require.Empty(t, sys.Leaks())
	})
}
