package ours

import (
	"context"
	"fmt"
	"log/slog"
	"strconv"
	"time"

	"github.com/otpgen/otpgen/bench/app"
	otp "github.com/otpgen/otpgen/runtime"
)

// startApp starts the tree, without a log, as all contenders go without.
func startApp() (*app.Tree, error) {
	return app.Start(context.Background(), app.Args{}, otp.WithLogger(slog.New(slog.DiscardHandler)))
}

// stopApp stops it, and panics if that fails: later figures would be of a machine
// on which it still runs.
func stopApp(t *app.Tree) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := t.Stop(ctx); err != nil {
		panic(fmt.Sprintf("bench: the tree does not stop: %.500s", err.Error())) // it names all that still run
	}
}

func counterArgs(id int, started func(id int)) app.CounterArgs {
	return app.CounterArgs{Name: strconv.Itoa(id), ID: id, Started: started}
}
