package ours

import (
	"context"

	"github.com/otpgen/otpgen/bench/app"
	"github.com/otpgen/otpgen/bench/work"
)

// repeat calls by a function.
type repeat struct {
	tree *app.Tree
	call func() error
}

func (r repeat) Stop() { stopApp(r.tree) }

// Calls is work.Caller's.
func (r repeat) Calls(n int) error {
	for range n {
		if err := r.call(); err != nil {
			return err
		}
	}
	return nil
}

// calling starts a Counter, and calls it with one message again and again.
func calling[A, R any](call func(app.Counter, context.Context, A) (R, error), args A) func() (work.Caller, error) {
	return func() (work.Caller, error) {
		c, err := startCounter(inline)
		if err != nil {
			return nil, err
		}
		return repeat{c.tree, func() error {
			_, err := call(c.Counter, context.Background(), args)
			return err
		}}, nil
	}
}

// startChain starts services of which each one calls the next.
func startChain(pass func(app.Link, context.Context, int) (int, error)) func(length int) (work.Caller, error) {
	return func(length int) (work.Caller, error) {
		t, err := startApp()
		if err != nil {
			return nil, err
		}
		for place := 1; place <= length; place++ {
			if _, err := t.Links().Start(context.Background(), app.LinkArgs{Place: place, Last: length}); err != nil {
				stopApp(t)
				return nil, err
			}
		}
		first := t.Links().Lookup(1)
		return repeat{t, func() error {
			_, err := pass(first, context.Background(), 0)
			return err
		}}, nil
	}
}
