package otp

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// The exit codes of Run.
const (
	exitOrderly = 0
	exitFailed  = 1
	exitForced  = 2
)

// Run is the life of a program that is one tree: it starts the tree, waits, and
// returns the code to exit with.
//
//	func main() { os.Exit(otp.Run(context.Background(), 20*time.Second, start)) }
//
// The first SIGINT or SIGTERM, or the end of ctx, asks for an orderly stop:
// children stop in reverse order, each with its own shutdown time, all of them
// together within grace ([Infinity]: however long it takes). A second signal
// ends the patience at once. A signal during the start cancels the context that
// start was given.
//
// The code is 0 after an orderly stop, also when the root ended normally by
// itself or the start gave way to a signal; 1 if the start failed or the root
// gave up; 2 if processes had to be abandoned, because the grace was over or a
// second signal came. What happens is logged to the logger of the system; a
// start that fails has none, and goes to slog.Default.
func Run(ctx context.Context, grace time.Duration, start func(ctx context.Context) (*System, error)) int {
	signals := make(chan os.Signal, 2) // room for both that count
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(signals)
	return run(ctx, signals, grace, start)
}

// run is Run with the signals handed in.
func run(ctx context.Context, signals <-chan os.Signal, grace time.Duration, start func(ctx context.Context) (*System, error)) int {
	running, stop := context.WithCancelCause(ctx)                          // ends when the program is to stop
	patience, hurry := context.WithCancelCause(context.WithoutCancel(ctx)) // ends when it is to stop at once
	defer hurry(nil)
	defer stop(nil)
	go watchSignals(running, patience, signals, grace, stop, hurry)

	sys, err := startWithin(running, patience, start)
	switch {
	case patience.Err() != nil && sys == nil:
		slog.Error("start abandoned", "cause", context.Cause(patience))
		return exitForced
	case err != nil && gaveWay(err, running):
		slog.Info("start interrupted", "cause", context.Cause(running))
		return exitOrderly
	case err != nil:
		slog.Error("start failed", "err", err)
		return exitFailed
	}

	select {
	case <-running.Done():
		return stopWithin(running, patience, grace, sys)
	case <-sys.Done():
		return rootEnded(sys)
	}
}

// gaveWay reports whether a start failed because it was told to stop.
func gaveWay(err error, running context.Context) bool {
	return running.Err() != nil && (errors.Is(err, running.Err()) || errors.Is(err, context.Cause(running)))
}

// watchSignals turns signals and time into the end of two contexts: running at
// the first signal, patience at the second or when the grace is over.
func watchSignals(running, patience context.Context, signals <-chan os.Signal, grace time.Duration, stop, hurry context.CancelCauseFunc) {
	select {
	case sig := <-signals:
		stop(fmt.Errorf("signal: %v", sig))
	case <-running.Done():
	}
	over := time.NewTimer(grace)
	defer over.Stop()
	select {
	case sig := <-signals:
		hurry(fmt.Errorf("second signal: %v", sig))
	case <-over.C:
		hurry(fmt.Errorf("not stopped within %v", grace))
	case <-patience.Done():
	}
}

// startWithin runs start, on a goroutine of its own because it is the user's
// and may hang: then it is left behind in a process that is about to exit.
func startWithin(running, patience context.Context, start func(ctx context.Context) (*System, error)) (*System, error) {
	type started struct {
		sys *System
		err error
	}
	done := make(chan started, 1)
	go func() {
		sys, err := start(running)
		done <- started{sys, err}
	}()
	select {
	case s := <-done:
		return s.sys, s.err
	case <-patience.Done():
		return nil, context.Cause(patience)
	}
}

func stopWithin(running, patience context.Context, grace time.Duration, sys *System) int {
	log := sys.logger()
	log.Info("stopping", "cause", context.Cause(running), "grace", grace)
	if err := sys.Stop(patience); err != nil {
		log.Error("stopped by force", "cause", context.Cause(patience), "err", err)
		return exitForced
	}
	log.Info("stopped")
	return exitOrderly
}

func rootEnded(sys *System) int {
	reason := sys.Wait()
	if sys.gaveUp() {
		sys.logger().Error("root gave up", "reason", reason)
		return exitFailed
	}
	sys.logger().Info("root ended", "reason", reason)
	return exitOrderly
}
