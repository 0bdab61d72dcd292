package work

import "time"

// Contender is one row of the tables. It has the parts that it can do; the others
// are nil.
type Contender struct {
	Name    string
	Version func() string // of what is not ours and not Go's; may be nil

	Call   func() (Caller, error) // calls that add a number
	Record func() (Caller, error) // calls with 1 KiB as a value
	Bytes  func() (Caller, error) // calls with 1 KiB in a slice
	Chain  func(length int) (Caller, error)
	Cast   func() (Server, error)
	Mixed  func() (Server, error) // casts and calls to one server

	Spawn  func() (Spawner, error)
	Idle   func(n int) (keep any, err error)
	Tree   func(n int, started func(id int)) (Tree, error)
	Names  func(names []string) (Finder, error)
	Timers func(n int, fired func(due time.Time)) (Timers, error)

	Single  bool              // its server must not be called by two at once
	MaxIdle int               // processes that it has memory for; 0: no bound
	Cannot  map[string]string // workloads that fail, and why

	// Elsewhere measures one of the workloads that it knows outside of this program. The time is what testing
	// calls benchtime.
	Elsewhere func(workload, time string) (Figures, error)
	Knows     []string
}

// Figures are what one measurement gave, by unit: "ns/op", "allocs/op", ...
type Figures map[string]float64

// Caller calls one server, or the first of a chain. It may be used by many
// goroutines at once.
type Caller interface {
	Calls(n int) error // one after the other, each awaited
	Stop()
}

// Server is called and cast to.
type Server interface {
	Caller
	Casts(n int) error
	// Expect announces so many casts; the last of them, handled, sends to the channel. Nobody casts meanwhile.
	Expect(casts int) (<-chan struct{}, error)
}

// Spawner starts processes and stops them.
type Spawner interface {
	// SpawnStop starts one, until it is initialised, and stops it, until it is gone.
	SpawnStop(i int) error
	Stop()
}

// Tree is a one_for_one supervisor with n children. Each incarnation of a child
// reports its start before it serves.
type Tree interface {
	Crash(id int) error // have a handler panic; it may return before it has
	Call(id int) error  // through what survives a restart
	Stop()
}

// Finder finds running processes by name.
type Finder interface {
	Find(name string) bool
	Stop()
}

// Timers are n timers, each to be set once.
type Timers interface {
	Set(i int, due time.Time) error
	Stop()
}
