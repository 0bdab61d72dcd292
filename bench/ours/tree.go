package ours

import (
	"context"
	"errors"
	"log/slog"
	"runtime"
	"time"

	"github.com/otpgen/otpgen/bench/app"
	"github.com/otpgen/otpgen/bench/work"
	otp "github.com/otpgen/otpgen/runtime"
)

// tree is some Counters under one supervisor. Its clients outlive the crashes.
type tree struct {
	stop    func()
	clients []app.Counter
}

// mostRestarts is out of the way, as for all contenders.
const mostRestarts = 1_000_000

// startTree starts a supervisor with a list of children.
func startTree(n int, started func(id int)) (work.Tree, error) {
	spec := otp.SupervisorSpec{MaxRestarts: mostRestarts, MaxSeconds: 1}
	for id := range n {
		child := app.CounterSpec(counterArgs(id, started))
		child.ID = child.Name.String()
		spec.Children = append(spec.Children, child)
		spec.Names = append(spec.Names, child.Name)
	}
	ctx := context.Background()
	sys, err := otp.StartRoot(ctx, otp.ChildSpec{
		ID:    "Root",
		Start: otp.Supervisor(func() (otp.SupervisorSpec, error) { return spec, nil }),
	}, otp.WithLogger(slog.New(slog.DiscardHandler)))
	if err != nil {
		return nil, err
	}
	t := &tree{stop: func() { _ = sys.Stop(ctx) }}
	for _, name := range spec.Names {
		t.clients = append(t.clients, app.CounterAt(sys.Lookup(name)))
	}
	return t, nil
}

// startDynamicTree starts the children of a dynamic supervisor, one by one.
func startDynamicTree(n int, started func(id int)) (work.Tree, error) {
	a, err := startApp()
	if err != nil {
		return nil, err
	}
	t := &tree{stop: func() { stopApp(a) }}
	for id := range n {
		client, err := a.Counters().Ensure(context.Background(), counterArgs(id, started))
		if err != nil {
			stopApp(a)
			return nil, err
		}
		t.clients = append(t.clients, client)
	}
	return t, nil
}

func (t *tree) Stop() { t.stop() }

func (t *tree) Crash(id int) error { return t.clients[id].Crash(context.Background()) }

// Call asks again until the next incarnation serves: that it has started is heard
// in its Init, a moment before.
func (t *tree) Call(id int) error {
	for began := time.Now(); ; runtime.Gosched() {
		_, err := t.clients[id].Add(context.Background(), 1)
		if err == nil || !errors.Is(err, otp.ErrRestarting) || time.Since(began) > 10*time.Second {
			return err
		}
	}
}
