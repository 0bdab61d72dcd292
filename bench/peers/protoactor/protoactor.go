// Command protoactor measures github.com/asynkron/protoactor-go.
package main

import (
	"log/slog"
	"os"
	"strconv"
	"time"

	"github.com/asynkron/protoactor-go/actor"

	"github.com/otpgen/otpgen/bench/measure"
	"github.com/otpgen/otpgen/bench/work"
)

func main() { os.Exit(measure.Main([]work.Contender{contender()})) }

// contender is its row. Each call is a process of its own, a future.
func contender() work.Contender {
	return work.Contender{
		Name: "protoactor", Version: measure.ModuleVersion("github.com/asynkron/protoactor-go"),
		Call: func() (work.Caller, error) { return start(add{1}) }, Cast: startServer, Mixed: startServer,
		Record: func() (work.Caller, error) { return start(work.Record{}) },
		Bytes:  func() (work.Caller, error) { return start(make([]byte, 1024)) },
		Chain:  startChain,
		Spawn:  startSpawner,
		Idle:   idle,
		Tree:   startTree,
		Names:  startNames,
	}
}

type (
	add   struct{ by int }
	note  struct{ by int }
	crash struct{}
)

const timeout = 5 * time.Second

// server is the actor.
type server struct {
	*work.Counter
	started func(id int)
	id      int
	next    *actor.PID // in a chain
}

func newServer() actor.Actor { return &server{Counter: work.NewCounter()} }

func (s *server) Receive(c actor.Context) {
	switch m := c.Message().(type) {
	case add:
		if s.next == nil {
			c.Respond(s.Add(m.by))
			return
		}
		sum, err := c.RequestFuture(s.next, m, timeout).Result()
		if err != nil {
			panic(err)
		}
		c.Respond(sum)
	case note:
		s.Note(m.by)
	case work.Record:
		c.Respond(work.Store(&m))
	case []byte:
		c.Respond(work.StoreBytes(m))
	case *actor.Started:
		if s.started != nil {
			s.started(s.id)
		}
	case crash:
		panic("crash")
	}
}

func newSystem() *actor.ActorSystem {
	return actor.NewActorSystem(actor.WithLoggerFactory(func(*actor.ActorSystem) *slog.Logger {
		return slog.New(slog.DiscardHandler)
	}))
}

// running is one actor that is sent one message again and again.
type running struct {
	*actor.ActorSystem
	*work.Counter
	pid     *actor.PID
	message any
}

func startServer() (work.Server, error) { return start(add{1}) }

func start(message any) (*running, error) {
	s, c := newSystem(), work.NewCounter()
	pid := s.Root.Spawn(actor.PropsFromProducer(func() actor.Actor { return &server{Counter: c} }))
	return &running{s, c, pid, message}, nil
}

func startChain(length int) (work.Caller, error) {
	r, err := start(add{1})
	if err != nil {
		return nil, err
	}
	for range length - 1 {
		next := r.pid
		r.pid = r.Root.Spawn(actor.PropsFromProducer(func() actor.Actor { return &server{next: next} }))
	}
	return r, nil
}

func (r *running) Stop() {
	_ = r.Root.StopFuture(r.pid).Wait()
	r.Shutdown()
}

func (r *running) Calls(n int) error {
	for range n {
		if _, err := r.Root.RequestFuture(r.pid, r.message, timeout).Result(); err != nil {
			return err
		}
	}
	return nil
}

func (r *running) Casts(n int) error {
	for range n {
		r.Root.Send(r.pid, note{1})
	}
	return nil
}

type spawner struct {
	*actor.ActorSystem
	props *actor.Props
}

func startSpawner() (work.Spawner, error) {
	return spawner{newSystem(), actor.PropsFromProducer(newServer)}, nil
}

func (s spawner) Stop()               { s.Shutdown() }
func (s spawner) SpawnStop(int) error { return s.Root.StopFuture(s.Root.Spawn(s.props)).Wait() }

func idle(n int) (any, error) {
	s, props := newSystem(), actor.PropsFromProducer(newServer)
	for range n {
		if _, err := s.Root.RequestFuture(s.Root.Spawn(props), add{1}, timeout).Result(); err != nil {
			return nil, err
		}
	}
	return s, nil
}

type tree struct {
	*actor.ActorSystem
	parent   *actor.PID
	children []*actor.PID
}

func startTree(n int, started func(id int)) (work.Tree, error) {
	t, done := &tree{ActorSystem: newSystem(), children: make([]*actor.PID, n)}, make(chan error, 1)
	always := func(any) actor.Directive { return actor.RestartDirective }
	t.parent = t.Root.Spawn(actor.PropsFromFunc(func(c actor.Context) {
		if _, ok := c.Message().(*actor.Started); !ok {
			return
		}
		for id := range n {
			child := func() actor.Actor { return &server{Counter: work.NewCounter(), started: started, id: id} }
			var err error
			if t.children[id], err = c.SpawnNamed(actor.PropsFromProducer(child), strconv.Itoa(id)); err != nil {
				done <- err
				return
			}
		}
		done <- nil
	}, actor.WithSupervisor(actor.NewOneForOneStrategy(1<<30, time.Second, always))))
	return t, <-done
}

func (t *tree) Stop() {
	_ = t.Root.StopFuture(t.parent).Wait()
	t.Shutdown()
}

func (t *tree) Crash(id int) error {
	t.Root.Send(t.children[id], crash{})
	return nil
}

func (t *tree) Call(id int) error {
	_, err := t.Root.RequestFuture(t.children[id], add{1}, timeout).Result()
	return err
}

type finder struct{ *actor.ActorSystem }

func startNames(names []string) (work.Finder, error) {
	s := newSystem()
	for _, name := range names {
		if _, err := s.Root.SpawnNamed(actor.PropsFromProducer(newServer), name); err != nil {
			return nil, err
		}
	}
	return finder{s}, nil
}

func (f finder) Stop() { f.Shutdown() }

func (f finder) Find(name string) bool {
	_, ok := f.ProcessRegistry.GetLocal(name)
	return ok
}
