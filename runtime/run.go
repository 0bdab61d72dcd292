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
// start was given. When the root ends by itself and leaves children that still
// terminate, because it was killed, they have grace, too.
//
// The code is 0 after an orderly stop, also when the root ended normally by
// itself or the start gave way to a signal; 1 if the start failed or the root
// gave up; 2 if processes had to be abandoned, because the grace was over or a
// second signal came. What happens is logged to the logger of the system; a
// start that fails has none, and goes to slog.Default. A log that is stuck keeps
// the program no longer than grace or a second signal.
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
		sayUnstarted(patience, slog.LevelError, "start abandoned", context.Cause(patience))
		return exitForced
	case err != nil && gaveWay(err, running):
		sayUnstarted(patience, slog.LevelInfo, "start interrupted", context.Cause(running))
		return exitOrderly
	case err != nil:
		sayUnstarted(patience, slog.LevelError, "start failed", err)
		return exitFailed
	}
	defer sys.feed.flush(patience.Done())

	select {
	case <-running.Done():
		return stopWithin(running, patience, grace, sys)
	case <-sys.Done():
		return rootEnded(patience, grace, sys)
	}
}

// sayUnstarted logs what became of a start that made no system. The log may be
// stuck, so it is not waited for without end.
func sayUnstarted(patience context.Context, level slog.Level, text string, why error) {
	feed := newFeed(slog.Default(), nil)
	feed.say(level, text, slog.Any("err", why))
	feed.flush(patience.Done())
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
	sys.feed.say(slog.LevelInfo, "stopping", slog.Any("cause", context.Cause(running)), slog.Duration("grace", grace))
	if err := sys.Stop(patience); err != nil {
		sys.feed.say(slog.LevelError, "stopped by force", slog.Any("cause", context.Cause(patience)), slog.Any("err", err))
		return exitForced
	}
	sys.feed.say(slog.LevelInfo, "stopped")
	return exitOrderly
}

// rootEnded deals with a root that ended by itself. One that was killed leaves
// orphans, which have been told to end.
func rootEnded(patience context.Context, grace time.Duration, sys *System) int {
	reason, code := sys.Wait(), exitOrderly
	if sys.gaveUp() {
		sys.feed.say(slog.LevelError, "root gave up", reasonAttr(reason))
		code = exitFailed
	} else {
		sys.feed.say(slog.LevelInfo, "root ended", reasonAttr(reason))
	}
	within, cancel := context.WithTimeoutCause(patience, grace, fmt.Errorf("not ended within %v", grace))
	defer cancel()
	if err := sys.Stop(within); err != nil {
		sys.feed.say(slog.LevelError, "orphans abandoned", slog.Any("cause", context.Cause(within)), slog.Any("err", err))
	}
	return code
}
