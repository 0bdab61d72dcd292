package schema

import "time"

// Application is a resolved schema: every reference is a pointer, every
// default is filled in, nothing is optional. Resolve makes it; nobody changes
// it afterwards. Lists whose order has no meaning in the YAML are sorted by
// name, so that reordering such a map changes nothing downstream.
type Application struct {
	File    string // as given to Parse, for positions and the source header
	Package string
	Doc     string
	Out     string // output folder relative to the schema, "." by default

	Messages  []*Message
	Types     []*UserType // written by hand in the same package
	Imports   []*Import
	Errors    []*ErrorType
	Externals []*External
	Services  []*Service
	// Supervisors holds every supervisor, those written in place among them,
	// sorted by name.
	Supervisors []*Supervisor

	Root       *Supervisor
	Grace      time.Duration // how long an orderly stop may take, 20 s by default
	Boundaries []*Boundary

	Range Range // of the whole document, for diagnostics with no better place
}

// MessageKind tells the four shapes of an entry in messages: apart.
type MessageKind int

// The shapes of a message; the zero value is invalid.
const (
	_       MessageKind = iota
	Record              // fields: a struct
	Defined             // a type expression: type Path []string
	Enum                // enum: a string type with a closed set of values
	OneOf               // oneof: a sealed interface with one struct per variant
)

// Message is data that travels between services.
type Message struct {
	Name     string
	GoName   string // go_name: override, "" for none
	Doc      string
	Kind     MessageKind
	Fields   []*Field   // Record
	Type     *Type      // Defined
	Values   []*Value   // Enum, in schema order
	Variants []*Variant // OneOf, sorted by name
	Range    Range      // of the name
}

// Value is one value of an enum.
type Value struct {
	Name  string
	Range Range
}

// Variant is one alternative of a oneof.
type Variant struct {
	Name   string
	Fields []*Field
	Range  Range
}

// Field is a typed name: a field of a message or error, an argument of a
// service, supervisor or message. The order is the schema's.
type Field struct {
	Name   string // as in the YAML; also the JSON name
	GoName string // go_name: override, "" for none
	Doc    string
	Type   *Type
	Shared bool // shared: true, a promise that nobody writes to it
	Range  Range
}

// UserType is a type that the user writes by hand in the generated package.
type UserType struct {
	Name   string
	Shared bool // holds pointers that are not copied at process boundaries
	Doc    string
	Range  Range
}

// Import is a package that type expressions may name.
type Import struct {
	Name  string // the qualifier used in type expressions
	Path  string
	Range Range
}

// ErrorType is one error that services may answer.
type ErrorType struct {
	Name   string // config_path_not_found
	GoName string
	Doc    string
	Text   string // with {field} placeholders, all of them known
	Fields []*Field
	Range  Range
}

// External is something that is not ours and may fail; it is handed in
// through Args.
type External struct {
	Name    string
	GoName  string
	Doc     string
	Type    *Type
	Timeout time.Duration // Infinity when none is declared
	Range   Range
}

// ServiceKind is what runs inside a service.
type ServiceKind int

// The kinds of services; the zero value is invalid.
const (
	_      ServiceKind = iota
	Server             // kind: server, the default: calls, casts, timers
	Run                // kind: run, a supervised loop
)

// Service is a kind of process.
type Service struct {
	Name      string
	GoName    string
	Doc       string
	Kind      ServiceKind
	Args      []*Field
	Naming    Naming   // how it is found where a child says nothing else
	Uses      []*Use   // sorted by name
	Calls     []*Call  // sorted by name
	Casts     []*Cast  // sorted by name
	Timers    []*Timer // sorted by name
	Mailbox   Mailbox
	Terminate bool // has Terminate, and so traps exits
	Range     Range
}

// Use is one dependency: exactly one of Service, Child and External is set.
// A Service is found by its default name in the nearest scope; a Child is a
// named placement (a pool, a dynamic or task supervisor, or a child with a
// name of its own), whose service, if any, is Child.Service.
type Use struct {
	Name     string
	Service  *Service
	Child    *Child
	External *External
	// Calls and Casts are the messages that the service may send.
	Calls []*Call
	Casts []*Cast
	// Checkout is set when the list names Checkout of a pool that lends its
	// workers.
	Checkout bool
	Range    Range
}

// Infinity is the timeout, shutdown time or interval that never ends.
const Infinity = time.Duration(1<<63 - 1)

// BrutalKill is the shutdown time of a child that is killed at once.
const BrutalKill = time.Duration(-1)

// Call is a request with an answer.
type Call struct {
	Name            string
	GoName          string
	Doc             string
	Service         *Service
	Args            []*Field
	Reply           *Type // nil for none
	ReplyShared     bool
	Errors          []*ErrorType  // in schema order
	Timeout         time.Duration // 5 s by default, Infinity
	Idempotent      bool
	Inline          bool  // its handler never blocks
	InlineAt        Range // where that is promised
	ReplyLater      bool
	CallerMonitored bool     // caller: monitored
	Monitors        []*Field // arguments (service references) to monitor
	Range           Range
}

// Cast is a message without an answer.
type Cast struct {
	Name     string
	GoName   string
	Doc      string
	Service  *Service
	Args     []*Field
	Monitors []*Field
	Range    Range
}

// Timer is a tick that a service gets from itself. Every and After nil: it is
// armed by the handler only.
type Timer struct {
	Name   string
	GoName string
	Doc    string
	Every  *Expr // a duration: a literal or $arg of the service
	After  *Expr // once, after the start
	Range  Range
}

// Overflow is what happens to a message for a full mailbox.
type Overflow int

// The overflow policies; the zero value is invalid.
const (
	_          Overflow = iota
	Reject              // the sender is told
	Block               // the sender waits, up to its deadline
	DropOldest          // the message that has waited longest gives way
	DropNewest          // the new message is dropped
)

// Mailbox is the bound of a service's mailbox.
type Mailbox struct {
	Capacity int // messages, 1024 by default
	Overflow Overflow
}

// Strategy is a restart strategy.
type Strategy int

// The strategies; the zero value is invalid.
const (
	_ Strategy = iota
	OneForOne
	OneForAll
	RestForOne
)

// Supervisor is a kind of supervisor: a place in the tree if it is used once,
// a template if it is started many times. Pools, dynamic and task supervisors
// are children, not Supervisors.
type Supervisor struct {
	Name         string
	GoName       string
	Doc          string
	Inline       bool // written in place, so placed exactly once
	Args         []*Field
	Strategy     Strategy
	StrategyName string // the name in strategies:, "" when written out
	MaxRestarts  int    // 3 by default
	MaxSeconds   int    // 5 by default
	Scope        bool
	Naming       Naming // how its own name is registered
	Children     []*Child
	Range        Range
}

// NamingKind is how a process is found.
type NamingKind int

// The kinds of naming; the zero value is invalid.
const (
	_     NamingKind = iota
	Local            // by its name in its scope, the default
	None             // not at all
	Keyed            // by its name and the value of one argument
)

// Naming is how a process is found.
type Naming struct {
	Kind NamingKind
	Name string // Local and Keyed: the first part of the name
	Key  *Field // Keyed: an argument
}

// RestartType is when a child is restarted.
type RestartType int

// The restart types; the zero value is invalid.
const (
	_ RestartType = iota
	Permanent
	Transient
	Temporary
)

// ChildKind is what a child is.
type ChildKind int

// The kinds of children; the zero value is invalid.
const (
	_               ChildKind = iota
	ServiceChild              // child: a service
	SupervisorChild           // child: a supervisor, or one written in place
	PoolChild                 // pool: a fixed number of one service
	DynamicChild              // dynamic: many of one service or supervisor
	TasksChild                // tasks: short work
)

// Route is how a pool chooses a worker.
type Route int

// The routes; the zero value is invalid.
const (
	_ Route = iota
	RoundRobin
	Random
	LeastLoaded
	Checkout // a worker is lent to one caller at a time
)

// Child is one place under a supervisor.
type Child struct {
	ID         string // unique under its parent; the name unless id: says otherwise
	Name       string // the name it is found by; also of its accessor
	Doc        string
	Parent     *Supervisor
	Kind       ChildKind
	Service    *Service    // ServiceChild, PoolChild, DynamicChild of a service
	Supervisor *Supervisor // SupervisorChild, DynamicChild of a supervisor
	Naming     Naming      // of the child itself (Dynamic: of each instance, see Instance)
	Instance   Naming      // DynamicChild: how each instance is found
	Args       []*Arg      // in the order of the callee's args; for a pool those of each worker; none for dynamic
	Restart    RestartType
	Shutdown   time.Duration // Infinity, BrutalKill, or the time

	Size        int   // PoolChild
	Route       Route // PoolChild
	MaxChildren int   // DynamicChild and TasksChild; 0 is no limit
	// Instances of a dynamic child:
	InstanceRestart  RestartType
	InstanceShutdown time.Duration
	// Intensity of the supervisor that a pool or dynamic child is:
	MaxRestarts int
	MaxSeconds  int

	Range Range // of the entry
}

// Arg is the value of one argument of a child.
type Arg struct {
	Field *Field // of the callee
	Value *Expr
	Range Range
}

// ExprKind is how a value is written.
type ExprKind int

// The kinds of values; the zero value is invalid.
const (
	_       ExprKind = iota
	Literal          // a YAML value checked against Type
	ArgRef           // $name or $name.field of the enclosing args
)

// Expr is a value for an argument, interval or size.
type Expr struct {
	Kind    ExprKind
	Type    *Type    // of the value
	Literal *Lit     // Literal
	Path    []*Field // ArgRef: the argument, then the fields below it
	Range   Range
}

// Lit is a checked literal; exactly one of the fields below Type is meaningful, chosen
// by the type's basic kind.
type Lit struct {
	Type     *Type
	String   string        // string and string-like types, enum values
	Int      int64         // signed integers
	Uint     uint64        // unsigned integers
	Float    float64       // floats
	Bool     bool          // bool
	Duration time.Duration // time.Duration
	List     []*Lit        // slices and arrays
	Map      []*LitEntry   // maps (sorted by key) and records (in field order, Key a string literal)
}

// LitEntry is one entry of a literal map or record.
type LitEntry struct {
	Key   *Lit
	Field *Field // for records
	Value *Lit
}

// Boundary is what the architect intends: when Crash crashes, the processes of
// Survives keep their incarnation.
type Boundary struct {
	Crash    *Child
	Survives []*Child
	Range    Range
}
