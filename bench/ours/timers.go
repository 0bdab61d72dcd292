package ours

import (
	"context"
	"time"

	"github.com/otpgen/otpgen/bench/app"
	"github.com/otpgen/otpgen/bench/work"
)

// alarms are processes with a timer each. To set one takes a cast.
type alarms struct {
	tree *app.Tree
	all  []app.AlarmRef
}

func startAlarms(n int, fired func(due time.Time)) (work.Timers, error) {
	t, err := startApp()
	if err != nil {
		return nil, err
	}
	a := &alarms{t, make([]app.AlarmRef, n)}
	for i := range a.all {
		if a.all[i], err = t.Alarms().Start(context.Background(), app.AlarmArgs{Fired: fired}); err != nil {
			stopApp(t)
			return nil, err
		}
	}
	return a, nil
}

func (a *alarms) Stop() { stopApp(a.tree) }

func (a *alarms) Set(i int, due time.Time) error { return a.all[i].Set(context.Background(), due) }
