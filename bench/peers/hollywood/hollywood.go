// Command hollywood measures github.com/anthdm/hollywood.
package main

import (
	"log/slog"
	"os"
	"strconv"
	"time"

	"github.com/anthdm/hollywood/actor"

	"github.com/otpgen/otpgen/bench/measure"
	"github.com/otpgen/otpgen/bench/work"
)

func main() {
	slog.SetDefault(slog.New(slog.DiscardHandler)) // which it logs to
	os.Exit(measure.Main([]work.Contender{contender()}))
}

// contender is its row. It answers with a request id and a channel for each call.
func contender() work.Contender {
	return work.Contender{
		Name: "hollywood", Version: measure.ModuleVersion("github.com/anthdm/hollywood"),
		Call: func() (work.Caller, error) { return start(add{1}) }, Cast: startServer, Mixed: startServer,
		Record:  func() (work.Caller, error) { return start(work.Record{}) },
		Bytes:   func() (work.Caller, error) { return start(make([]byte, 1024)) },
		Chain:   startChain,
		Spawn:   startSpawner,
		Idle:    idle,
		MaxIdle: 100_000, // each has an inbox of 28 KB
		Tree:    startTree,
		Names:   startNames,
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

func newServer() actor.Receiver { return &server{Counter: work.NewCounter()} }

func (s *server) Receive(c *actor.Context) {
	switch m := c.Message().(type) {
	case add:
		if s.next == nil {
			c.Respond(s.Add(m.by))
			return
		}
		sum, err := c.Request(s.next, m, timeout).Result()
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
	case actor.Started:
		if s.started != nil {
			s.started(s.id)
		}
	case crash:
		panic("crash")
	}
}

// running is one actor that is sent one message again and again.
type running struct {
	*actor.Engine
	*work.Counter
	pid     *actor.PID
	message any
}

func startServer() (work.Server, error) { return start(add{1}) }

func start(message any) (*running, error) {
	e, err := actor.NewEngine(actor.NewEngineConfig())
	if err != nil {
		return nil, err
	}
	c := work.NewCounter()
	pid := e.Spawn(func() actor.Receiver { return &server{Counter: c} }, "server")
	return &running{e, c, pid, message}, nil
}

func startChain(length int) (work.Caller, error) {
	r, err := start(add{1})
	if err != nil {
		return nil, err
	}
	for i := 1; i < length; i++ {
		next := r.pid
		r.pid = r.Spawn(func() actor.Receiver { return &server{next: next} }, "link", actor.WithID(strconv.Itoa(i)))
	}
	return r, nil
}

func (r *running) Stop() { <-r.Poison(r.pid).Done() }

func (r *running) Calls(n int) error {
	for range n {
		if _, err := r.Request(r.pid, r.message, timeout).Result(); err != nil {
			return err
		}
	}
	return nil
}

func (r *running) Casts(n int) error {
	for range n {
		r.Send(r.pid, note{1})
	}
	return nil
}

type spawner struct{ *actor.Engine }

func startSpawner() (work.Spawner, error) {
	e, err := actor.NewEngine(actor.NewEngineConfig())
	return spawner{e}, err
}

func (s spawner) Stop() {}

func (s spawner) SpawnStop(i int) error {
	<-s.Poison(s.Spawn(newServer, "server", actor.WithID(strconv.Itoa(i)))).Done()
	return nil
}

func idle(n int) (any, error) {
	e, err := actor.NewEngine(actor.NewEngineConfig())
	if err != nil {
		return nil, err
	}
	for i := range n {
		pid := e.Spawn(newServer, "server", actor.WithID(strconv.Itoa(i)))
		if _, err := e.Request(pid, add{1}, timeout).Result(); err != nil {
			return nil, err
		}
	}
	return e, nil
}

type tree struct {
	*actor.Engine
	parent   *actor.PID
	children []*actor.PID
}

func startTree(n int, started func(id int)) (work.Tree, error) {
	e, err := actor.NewEngine(actor.NewEngineConfig())
	if err != nil {
		return nil, err
	}
	t, done := &tree{Engine: e, children: make([]*actor.PID, n)}, make(chan struct{})
	t.parent = e.SpawnFunc(func(c *actor.Context) {
		if _, ok := c.Message().(actor.Started); !ok {
			return
		}
		for id := range n {
			child := func() actor.Receiver { return &server{Counter: work.NewCounter(), started: started, id: id} }
			t.children[id] = c.SpawnChild(child, "child", actor.WithID(strconv.Itoa(id)),
				actor.WithMaxRestarts(1<<30), actor.WithRestartDelay(0))
		}
		close(done)
	}, "parent")
	<-done
	return t, nil
}

func (t *tree) Stop() { <-t.Poison(t.parent).Done() }

func (t *tree) Crash(id int) error {
	t.Send(t.children[id], crash{})
	return nil
}

func (t *tree) Call(id int) error {
	_, err := t.Request(t.children[id], add{1}, timeout).Result()
	return err
}

type finder struct{ *actor.Engine }

func startNames(names []string) (work.Finder, error) {
	e, err := actor.NewEngine(actor.NewEngineConfig())
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		e.Spawn(newServer, "server", actor.WithID(name))
	}
	return finder{e}, nil
}

func (f finder) Stop()                 {}
func (f finder) Find(name string) bool { return f.Registry.GetPID("server", name) != nil }
