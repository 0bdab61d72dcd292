package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/otpgen/otpgen/examples/foundation"
	otp "github.com/otpgen/otpgen/runtime"
)

// story is what the demonstration carries from scene to scene.
type story struct {
	ctx  context.Context
	out  io.Writer
	tree *foundation.Tree
	end  atomic.Bool // the supervisors' reports are printed until the stop
}

// play tells the story on out and gives the exit code.
func play(out io.Writer) int {
	dir, err := os.MkdirTemp("", "foundation-")
	if err != nil {
		fmt.Fprintln(os.Stderr, "foundation:", err)
		return 1
	}
	defer os.RemoveAll(dir)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	s := &story{ctx: ctx, out: out}
	if err := s.tell(dir); err != nil {
		fmt.Fprintln(os.Stderr, "foundation:", err)
		return 1
	}
	return 0
}

func (s *story) tell(dir string) error {
	s.scene("The tree starts: children in order, each when the one before is up")
	tree, err := foundation.Start(s.ctx, foundation.Args{
		EventsPath: filepath.Join(dir, "events.db"),
		BaseURL:    "http://upstream.example",
		Upstream:   upstream{},
	}, otp.WithLogger(slog.New(slog.DiscardHandler)), otp.WithEvents(s.report))
	if err != nil {
		return err
	}
	s.tree = tree
	for _, scene := range []func() error{s.draw, s.calls, s.limits, s.crash, s.crashLoop, s.draw, s.stop} {
		if err := scene(); err != nil {
			return err
		}
	}
	return nil
}

func (s *story) scene(title string) { fmt.Fprintf(s.out, "\n-- %s\n", title) }

func (s *story) say(format string, args ...any) { fmt.Fprintf(s.out, "   "+format+"\n", args...) }

// calls uses the tree as any caller does: typed requests, typed errors.
func (s *story) calls() error {
	s.scene("Calls: typed requests, answers and errors")
	config, store := s.tree.ConfigServer(), s.tree.EventStore()
	sampling := foundation.ParsePath("ai.planning.sampling_rate")
	if err := config.Update(s.ctx, sampling, foundation.ValueNumber{Number: 0.25}); err != nil {
		return err
	}
	value, err := config.GetPath(s.ctx, sampling)
	if err != nil {
		return err
	}
	s.say("%s is now %s", sampling, foundation.Show(value))

	var outOfRange foundation.ConfigOutOfRange
	if err := config.Update(s.ctx, sampling, foundation.ValueNumber{Number: 7}); !errors.As(err, &outOfRange) {
		return fmt.Errorf("an update to 7 was answered with %v", err)
	}
	s.say("an update to 7 is refused: %v", outOfRange)

	events, err := store.Query(s.ctx, foundation.EventQuery{Type: "config_updated", Order: foundation.EventOrderByID})
	if err != nil {
		return err
	}
	for _, e := range events {
		s.say("event %d: %s %s -> %s", e.ID, e.Type, e.Data["path"], e.Data["value"])
	}

	answer, err := s.tree.ConnectionManager().Fetch(s.ctx, "/health", time.Second)
	if err != nil {
		return err
	}
	s.say("GET /health through a pooled worker: %d %s", answer.Status, answer.Body)
	return nil
}

// limits sends more requests at once than may pass.
func (s *story) limits() error {
	s.scene("A limit of 100, and 200 callers at once")
	results := make(chan error, 200)
	for range cap(results) {
		go func() {
			_, err := s.tree.RateLimiter().Check(s.ctx, "user-1", "search", 100, time.Minute)
			results <- err
		}()
	}
	passed := 0
	for range cap(results) {
		err := <-results
		var exceeded foundation.RateLimitExceeded
		switch {
		case err == nil:
			passed++
		case !errors.As(err, &exceeded):
			return err
		}
	}
	s.say("%d passed, %d were told to come back", passed, cap(results)-passed)
	return nil
}

// crash kills the event store and shows that its events are not lost.
func (s *story) crash() error {
	s.scene("EventStore crashes: its supervisor restarts it, its siblings do not notice")
	dead, _ := s.tree.EventStore().Ref()
	config, _ := s.tree.ConfigServer().Ref()
	dead.Addr().Ref()
	if err := s.kill(s.tree.EventStore()); err != nil {
		return err
	}
	stats, err := s.tree.EventStore().Stats(s.ctx)
	if err != nil {
		return err
	}
	s.say("%d events are still there, read from the file in Init", stats.Current)
	now, _ := s.tree.ConfigServer().Ref()
	s.say("ConfigServer is the same process as before: %t", now == config)
	return nil
}

// crashLoop exceeds the intensity of Services: three restarts in five seconds.
func (s *story) crashLoop() error {
	s.scene("A crash loop: after 3 restarts in 5 s Services gives up, and the root restarts it and all that follows")
	manager, _ := s.tree.ConnectionManager().Ref()
	for range 3 {
		if err := s.kill(s.tree.EventStore()); err != nil {
			return err
		}
	}
	<-manager.Addr().Done()
	if err := s.await(s.tree.ConnectionManager().Addr(), manager.Ref()); err != nil {
		return err
	}
	stats, err := s.tree.EventStore().Stats(s.ctx)
	if err != nil {
		return err
	}
	s.say("everything runs again, with %d events", stats.Current)
	return nil
}

// stop ends the tree in the reverse order of its start.
func (s *story) stop() error {
	s.scene("An orderly stop: the last started is the first to go")
	if err := s.tree.Stop(s.ctx); err != nil {
		return err
	}
	if leaks := s.tree.System().Leaks(); len(leaks) > 0 {
		return fmt.Errorf("left behind: %s", strings.Join(leaks, ", "))
	}
	s.say("nothing is left: no process, no timer, no name")
	return nil
}

// upstream answers every request at once, so that the story needs no network.
type upstream struct{}

func (upstream) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader("all is well")), Request: r}, nil
}
