package ours

import (
	"context"
	"strconv"

	"github.com/otpgen/otpgen/bench/app"
	"github.com/otpgen/otpgen/bench/work"
)

// spawner starts supervised processes, each registered under a name of its own.
type spawner struct{ tree *app.Tree }

func startSpawner() (work.Spawner, error) {
	t, err := startApp()
	return spawner{t}, err
}

func (s spawner) Stop() { stopApp(s.tree) }

func (s spawner) SpawnStop(i int) error {
	ctx, counters := context.Background(), s.tree.Counters()
	ref, err := counters.Start(ctx, app.CounterArgs{Name: strconv.Itoa(i)})
	if err != nil {
		return err
	}
	return counters.Stop(ctx, ref)
}

// idleSleepers are supervised processes without a name and without a state.
func idleSleepers(n int) (any, error) {
	return idle(n, func(ctx context.Context, t *app.Tree, _ int) error {
		ref, err := t.Sleepers().Start(ctx)
		if err != nil {
			return err
		}
		return ref.Touch(ctx)
	})
}

// idleCounters have names and the state of a Counter.
func idleCounters(n int) (any, error) {
	return idle(n, func(ctx context.Context, t *app.Tree, i int) error {
		ref, err := t.Counters().Start(ctx, counterArgs(i, nil))
		if err != nil {
			return err
		}
		_, err = ref.AddPatiently(ctx, 1)
		return err
	})
}

func idle(n int, startAndTouch func(ctx context.Context, t *app.Tree, i int) error) (any, error) {
	t, err := startApp()
	if err != nil {
		return nil, err
	}
	for i := range n {
		if err := startAndTouch(context.Background(), t, i); err != nil {
			return nil, err
		}
	}
	return t, nil
}
