// Command goakt measures github.com/tochemey/goakt/v3. Its messages are protobuf:
// Int64 is a call, Int32 a cast, Empty a crash.
package main

import (
	"context"
	"os"
	"runtime"
	"strconv"
	"time"

	"github.com/tochemey/goakt/v3/actor"
	"github.com/tochemey/goakt/v3/goaktpb"
	"github.com/tochemey/goakt/v3/log"
	"github.com/tochemey/goakt/v3/supervisor"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"github.com/otpgen/otpgen/bench/measure"
	"github.com/otpgen/otpgen/bench/work"
)

func main() { os.Exit(measure.Main([]work.Contender{contender()})) }

// contender is its row.
func contender() work.Contender {
	const loses = "Ask loses replies under concurrent callers: it marks a context as closed that is in the pool " +
		"already, and perhaps in use by another call, which then times out"
	return work.Contender{
		Name: "goakt", Version: measure.ModuleVersion("github.com/tochemey/goakt/v3"),
		Call: func() (work.Caller, error) { return start() }, Cast: func() (work.Server, error) { return start() },
		Spawn: startSpawner, Idle: idle, MaxIdle: 100_000, Tree: startTree, Names: startNames,
		Cannot: map[string]string{
			"call-64x1": loses, "call-64x64": loses, "fair-64x1": loses, "call-64x1-p1": loses,
		},
	}
}

// server is the actor.
type server struct {
	*work.Counter
	started func(id int)
	id      int
}

func newServer() *server { return &server{Counter: work.NewCounter()} }

func (s *server) PreStart(*actor.Context) error { return nil }
func (s *server) PostStop(*actor.Context) error { return nil }

func (s *server) Receive(c *actor.ReceiveContext) {
	switch m := c.Message().(type) {
	case *wrapperspb.Int64Value:
		c.Response(wrapperspb.Int64(int64(s.Add(int(m.Value)))))
	case *wrapperspb.Int32Value:
		s.Note(int(m.Value))
	case *goaktpb.PostStart:
		if s.started != nil {
			s.started(s.id)
		}
	case *emptypb.Empty:
		panic("crash")
	}
}

func newSystem() (actor.ActorSystem, error) {
	s, err := actor.NewActorSystem("bench", actor.WithLogger(log.DiscardLogger))
	if err != nil {
		return nil, err
	}
	return s, s.Start(context.Background())
}

func ask(pid *actor.PID) error {
	_, err := actor.Ask(context.Background(), pid, wrapperspb.Int64(1), 5*time.Second)
	return err
}

type running struct {
	actor.ActorSystem
	*work.Counter
	pid *actor.PID
}

func start() (*running, error) {
	s, err := newSystem()
	if err != nil {
		return nil, err
	}
	a := newServer()
	pid, err := s.Spawn(context.Background(), "server", a, actor.WithLongLived())
	return &running{s, a.Counter, pid}, err
}

func (r *running) Stop() { _ = r.ActorSystem.Stop(context.Background()) }

func (r *running) Calls(n int) error {
	for range n {
		if err := ask(r.pid); err != nil {
			return err
		}
	}
	return nil
}

func (r *running) Casts(n int) error {
	m := wrapperspb.Int32(1)
	for range n {
		if err := actor.Tell(context.Background(), r.pid, m); err != nil {
			return err
		}
	}
	return nil
}

type spawner struct{ actor.ActorSystem }

func startSpawner() (work.Spawner, error) {
	s, err := newSystem()
	return spawner{s}, err
}

func (s spawner) Stop() { _ = s.ActorSystem.Stop(context.Background()) }

func (s spawner) SpawnStop(i int) error {
	pid, err := s.Spawn(context.Background(), "s"+strconv.Itoa(i), newServer(), actor.WithLongLived())
	if err != nil {
		return err
	}
	return pid.Shutdown(context.Background())
}

func idle(n int) (any, error) {
	s, err := newSystem()
	if err != nil {
		return nil, err
	}
	for i := range n {
		pid, err := s.Spawn(context.Background(), "s"+strconv.Itoa(i), newServer(), actor.WithLongLived())
		if err != nil {
			return nil, err
		}
		if err := ask(pid); err != nil {
			return nil, err
		}
	}
	return s, nil
}

type tree struct {
	actor.ActorSystem
	children []*actor.PID
}

func startTree(n int, started func(id int)) (work.Tree, error) {
	s, err := newSystem()
	if err != nil {
		return nil, err
	}
	t, ctx := &tree{s, make([]*actor.PID, n)}, context.Background()
	parent, err := s.Spawn(ctx, "parent", newServer(), actor.WithLongLived())
	if err != nil {
		return nil, err
	}
	rule := supervisor.NewSupervisor(supervisor.WithStrategy(supervisor.OneForOneStrategy),
		supervisor.WithAnyErrorDirective(supervisor.RestartDirective))
	for id := range n {
		child := newServer()
		child.started, child.id = started, id
		t.children[id], err = parent.SpawnChild(ctx, strconv.Itoa(id), child, actor.WithLongLived(), actor.WithSupervisor(rule))
		if err != nil {
			return nil, err
		}
	}
	return t, nil
}

func (t *tree) Stop() { _ = t.ActorSystem.Stop(context.Background()) }

func (t *tree) Crash(id int) error {
	return actor.Tell(context.Background(), t.children[id], new(emptypb.Empty))
}

// Call asks again until the restart is complete: until then the actor is dead.
func (t *tree) Call(id int) error {
	for began := time.Now(); ; runtime.Gosched() {
		if err := ask(t.children[id]); err == nil || time.Since(began) > 10*time.Second {
			return err
		}
	}
}

type finder struct{ actor.ActorSystem }

func startNames(names []string) (work.Finder, error) {
	s, err := newSystem()
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if _, err := s.Spawn(context.Background(), name, newServer(), actor.WithLongLived()); err != nil {
			return nil, err
		}
	}
	return finder{s}, nil
}

func (f finder) Stop() { _ = f.ActorSystem.Stop(context.Background()) }

func (f finder) Find(name string) bool {
	pid, err := f.LocalActor(name)
	return err == nil && pid != nil
}
