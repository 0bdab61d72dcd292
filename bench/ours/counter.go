package ours

import (
	"context"

	"github.com/otpgen/otpgen/bench/app"
	"github.com/otpgen/otpgen/bench/work"
)

// way is how a call gets to its handler. The loops are written out for each, so
// that none pays for the choice.
type way int

const (
	inline  way = iota // on the caller's goroutine, if the server is at rest
	patient            // through the mailbox, for ever
	timed              // through the mailbox, for 5 s
)

// counter is a client of one Counter.
type counter struct {
	tree *app.Tree
	app.Counter
	way way
}

func start(w way) func() (work.Server, error) {
	return func() (work.Server, error) { return startCounter(w) }
}

func callsOf(w way) func() (work.Caller, error) {
	return func() (work.Caller, error) { return startCounter(w) }
}

func startCounter(w way) (*counter, error) {
	t, err := startApp()
	if err != nil {
		return nil, err
	}
	client, err := t.Counters().Ensure(context.Background(), counterArgs(0, nil))
	if err != nil {
		stopApp(t)
		return nil, err
	}
	return &counter{t, client, w}, nil
}

func (c *counter) Stop() { stopApp(c.tree) }

// Calls is work.Caller's.
func (c *counter) Calls(n int) error {
	ctx := context.Background()
	switch c.way {
	case inline:
		for range n {
			if _, err := c.AddInline(ctx, 1); err != nil {
				return err
			}
		}
	case patient:
		for range n {
			if _, err := c.AddPatiently(ctx, 1); err != nil {
				return err
			}
		}
	case timed:
		for range n {
			if _, err := c.Add(ctx, 1); err != nil {
				return err
			}
		}
	}
	return nil
}

// Casts is work.Server's.
func (c *counter) Casts(n int) error {
	ctx := context.Background()
	for range n {
		if err := c.Note(ctx, 1); err != nil {
			return err
		}
	}
	return nil
}

// Expect is work.Server's.
func (c *counter) Expect(casts int) (<-chan struct{}, error) {
	done := make(chan struct{}, 1)
	return done, c.Counter.Expect(context.Background(), casts, done)
}
