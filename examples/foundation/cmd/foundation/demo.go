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
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/otpgen/otpgen/examples/foundation"
	otp "github.com/otpgen/otpgen/runtime"
)

// story is what the demonstration carries from scene to scene.
type story struct {
	ctx      context.Context
	out      io.Writer
	tree     *foundation.Tree
	restarts chan string // the paths that supervisors have restarted
	stopping atomic.Bool
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
	s := &story{ctx: ctx, out: out, restarts: make(chan string, 100)}
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

// report prints what the supervisors do. Of all the orderly ends it prints
// those of the last scene only, where their order is the point.
func (s *story) report(e otp.Event) {
	path, n := strings.TrimPrefix(e.From().Path, "FoundationSupervisor/"), e.From().Incarnation
	switch e := e.(type) {
	case otp.Started:
		if s.tree == nil {
			s.say("started    %s", path)
		}
	case otp.Crashed:
		s.say("crashed    %s#%d: %v", path, n, e.Reason)
	case otp.Restarted:
		s.say("restarted  %s#%d (restart %d within the period)", path, n, e.Count)
		s.restarts <- path
	case otp.GaveUp:
		s.say("gave up    %s: the end of %s was one too many", path, e.Child)
	case otp.Stopped:
		if s.stopping.Load() {
			s.say("stopped    %s", path)
		}
	}
}

// draw prints the running processes, each with its incarnation.
func (s *story) draw() error {
	s.scene("The tree: #n is the n-th life of a process")
	return s.drawBelow(s.tree.System().Root(), "")
}

func (s *story) drawBelow(at otp.Addr, indent string) error {
	children, err := otp.WhichChildren(s.ctx, at)
	if err != nil {
		return err
	}
	if indent == "" {
		s.say("%v", at)
	}
	for _, child := range slices.Backward(children) { // the last added comes first
		s.say("%s%s#%d", indent+"  ", child.ID, child.Ref.Incarnation())
		if child.Supervisor {
			if err := s.drawBelow(child.Ref.Addr(), indent+"  "); err != nil {
				return err
			}
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

// crash ends the event store as a fault would, and shows that its events are
// not lost.
func (s *story) crash() error {
	s.scene("EventStore crashes: its supervisor restarts it, its siblings do not notice")
	config, _ := s.tree.ConfigServer().Ref()
	if err := s.crashEventStore("Services/EventStore"); err != nil {
		return err
	}
	now, _ := s.tree.ConfigServer().Ref()
	s.say("ConfigServer is the same process as before: %t", now == config)
	return nil
}

// crashLoop exceeds the intensity of Services: one crash has been, three more
// follow within the five seconds.
func (s *story) crashLoop() error {
	s.scene("A crash loop: the 4th crash within 5 s is one too many for Services, and the root deals with it")
	manager, _ := s.tree.ConnectionManager().Ref()
	for _, restarted := range []string{"Services/EventStore", "Services/EventStore", "Tenants"} {
		if err := s.crashEventStore(restarted); err != nil {
			return err
		}
	}
	now, _ := s.tree.ConnectionManager().Ref()
	s.say("ConnectionManager, started after Services, is a new process: %t", now != manager)
	return nil
}

var errDisk = errors.New("the disk is on fire")

// crashEventStore ends the incarnation that runs, waits until the supervisors
// have restarted the one named, and asks for the events.
func (s *story) crashEventStore(restarted string) error {
	ref, ok := s.tree.EventStore().Addr().Ref()
	if !ok {
		return errors.New("EventStore does not run")
	}
	ref.Exit(otp.Crash(errDisk))
	for path := ""; path != restarted; {
		select {
		case path = <-s.restarts:
		case <-s.ctx.Done():
			return s.ctx.Err()
		}
	}
	stats, err := s.tree.EventStore().Stats(s.ctx)
	if err != nil {
		return err
	}
	s.say("EventStore has %d event, read again from the file", stats.Current)
	return nil
}

// stop ends the tree in the reverse order of its start.
func (s *story) stop() error {
	s.scene("An orderly stop: the last started is the first to go")
	s.stopping.Store(true)
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
