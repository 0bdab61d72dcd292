package ours

import (
	"context"

	"github.com/otpgen/otpgen/bench/app"
	"github.com/otpgen/otpgen/bench/work"
)

// finder finds by a function.
type finder struct {
	tree *app.Tree
	find func(name string) bool
}

func (f finder) Stop()                 { stopApp(f.tree) }
func (f finder) Find(name string) bool { return f.find(name) }

// findByKey goes from a name to the incarnation that runs there.
func findByKey(names []string) (work.Finder, error) {
	t, err := startApp()
	if err != nil {
		return nil, err
	}
	for id, name := range names {
		if _, err := t.Counters().Start(context.Background(), app.CounterArgs{Name: name, ID: id}); err != nil {
			stopApp(t)
			return nil, err
		}
	}
	counters := t.Counters()
	return finder{t, func(name string) bool {
		_, runs := counters.Lookup(name).Ref()
		return runs
	}}, nil
}

// findByAccessor asks the generated tree for a service, as a program does once
// when it starts.
func findByAccessor([]string) (work.Finder, error) {
	t, err := startApp()
	return finder{t, func(string) bool {
		_, runs := t.Gate().Ref()
		return runs
	}}, err
}

// findHeld asks a client that is held, as a service holds those of what it uses.
func findHeld([]string) (work.Finder, error) {
	t, err := startApp()
	if err != nil {
		return nil, err
	}
	gate := t.Gate()
	return finder{t, func(string) bool {
		_, runs := gate.Ref()
		return runs
	}}, nil
}
