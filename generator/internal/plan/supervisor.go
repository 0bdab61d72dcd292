package plan

import (
	"time"

	"github.com/otpgen/otpgen/schema"
)

// Supervisor is one supervisor of tree_gen.go.
type Supervisor struct {
	Name   string // Go name of its client: Services
	Schema string
	Doc    string
	Inline bool // written in place

	At, Ref, RefOf string // ServicesAt, ServicesRef, ServicesRefOf
	Spec           string // ServicesSpec; unexported for one written in place

	// Owner is the supervisor whose arguments it may refer to: itself, or for
	// one written in place the named one around it.
	Owner         *Supervisor
	ArgsType      string // of the owner; "" when that has no arguments, or one in place refers to none
	Args          []*Field
	ArgsCopy      string
	UsesArgs      bool   // its children or its name refer to arguments
	ExternalsType string // of the owner; "" when nothing below uses any
	Externals     []*External

	Strategy    schema.Strategy
	MaxRestarts int
	MaxSeconds  int
	Scope       bool
	Register    *Register
	Names       []string // declared in the scope that it opens
	Children    []*Child
	Accessors   []*Accessor // of its client: names in the scope that it opens
}

// Register is a name under which a process is registered.
type Register struct {
	Name    string
	Key     Value // nil for a plain name
	KeyType Type  // of Key
}

// Child is one place under a supervisor.
type Child struct {
	ID       string
	Doc      string
	Kind     schema.ChildKind
	Register *Register // nil: not registered
	Restart  schema.RestartType
	Shutdown Shutdown

	Service    *Service    // ServiceChild, PoolChild, DynamicChild
	Supervisor *Supervisor // SupervisorChild, DynamicChild
	Args       []*Arg
	// Default is set when the callee's own spec function already says
	// everything about the child.
	Default bool

	Size        int          // PoolChild
	Route       schema.Route // PoolChild
	MaxChildren int          // DynamicChild and TasksChild; 0: no limit
	MaxRestarts int
	MaxSeconds  int
	// Instances of a DynamicChild. A key is a value in terms of the
	// instance's arguments, a.ID.
	InstanceRegister *Register
	InstanceRestart  schema.RestartType
	InstanceShutdown Shutdown

	Client *Client // DynamicChild, and PoolChild that lends
}

// Shutdown is a shutdown time: the zero value leaves it to the runtime (5 s
// for a service, no limit for a supervisor).
type Shutdown struct {
	Kind ShutdownKind
	Time time.Duration // ShutdownTime
}

// ShutdownKind is how a shutdown time is given.
type ShutdownKind int

// The kinds of shutdown times.
const (
	ShutdownDefault ShutdownKind = iota
	ShutdownTime
	ShutdownInfinity
	ShutdownBrutalKill
)

// Arg is one argument that a supervisor hands to a child.
type Arg struct {
	Field *Field
	Value Value
}

// ClientKind is what a Client stands for.
type ClientKind int

// The kinds of clients that are no service's; the zero value is invalid.
const (
	_ ClientKind = iota
	DynamicClient
	LendingPoolClient
)

// Client is the client of a dynamic supervisor or of a pool that lends its
// workers.
type Client struct {
	Kind ClientKind
	Name string // Tenants
	Doc  string
	At   string // TenantsAt

	// What the instances or workers are; exactly one is set.
	Service    *Service
	Supervisor *Supervisor

	Key      *Field // DynamicClient: the argument that names an instance; nil for none
	Register string // DynamicClient: first part of an instance's name; "" when not registered

	Lease string // LendingPoolClient: WorkersLease
}

// Instance gives the names of what the client's instances or workers are.
func (c *Client) Instance() Instance {
	if s := c.Service; s != nil {
		return Instance{Name: s.Name, At: s.At, Ref: s.Ref, RefOf: s.RefOf, ArgsType: s.ArgsType, ArgsCopy: s.ArgsCopy}
	}
	s := c.Supervisor
	return Instance{Name: s.Name, At: s.At, Ref: s.Ref, RefOf: s.RefOf, ArgsType: s.ArgsType, ArgsCopy: s.ArgsCopy}
}

// Instance names the types of a process that is started many times.
type Instance struct {
	Name, At, Ref, RefOf string
	ArgsType, ArgsCopy   string
}
