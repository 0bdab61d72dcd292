package plan

import (
	"time"

	"github.com/otpgen/otpgen/schema"
)

// Service is one <service>_gen.go, with the user's file and test beside it.
type Service struct {
	Name   string // Go name of the client: Counter
	Schema string // name in the schema, by which it is registered
	Doc    string
	Kind   schema.ServiceKind
	// Register is how it is found where a child says nothing else; nil: not at
	// all.
	Register *Register

	GenFile  string // counter_gen.go
	UserFile string // counter.go
	TestFile string // counter_test.go

	Handler string // CounterHandler
	Ctx     string // CounterCtx
	Ref     string // CounterRef
	At      string // CounterAt
	RefOf   string // CounterRefOf
	Spec    string // CounterSpec
	Proc    string // counterProc
	User    string // counter, the user's struct; httpState where http is a standard package
	New     string // newCounter, the user's function

	ArgsType      string // CounterArgs; "" when it has no arguments
	Args          []*Field
	ArgsCopy      string // copyCounterArgs; "" when assignment does
	ExternalsType string // CounterExternals; "" when it uses none
	Externals     []*External

	Uses      []*Use // sorted by name; externals are not among them
	Calls     []*Call
	Casts     []*Cast
	Timers    []*Timer
	Monitors  []*Monitor // one per monitored service, sorted by name
	Mailbox   schema.Mailbox
	Terminate bool

	// Handles is the handler interface, in the order of its methods.
	Handles []*Method
}

// Call is one request with an answer.
type Call struct {
	Name    string // method of client and handler: Add
	Message string // name in the schema
	Doc     string
	Args    []*Field
	// ArgsType is the struct that carries the arguments, counterAddArgs; ""
	// when there are none, struct{} then.
	ArgsType   string
	Op         string // the descriptor: counterAddOp
	Reply      Type   // nil for none
	ReplyCopy  Copy   // nil: by assignment
	Errors     []*Error
	ErrorType  string        // CounterAddError; "" when it declares none
	Seal       string        // the sealing method of ErrorType: counterAddError
	ErrorCopy  string        // copyCounterAddError; "" when assignment does
	Timeout    time.Duration // 0 for the default of 5 s; schema.Infinity
	Idempotent bool
	Inline     bool // the handler never blocks
	Later      bool
	ReplyType  string // CounterTakeReply for a later reply with errors; "" for otp.Reply
	CallerDown string // handler method TakeCallerDown; "" when the caller is not monitored
	Monitors   []*MonitoredArg
}

// Cast is one message without an answer.
type Cast struct {
	Name     string
	Message  string
	Doc      string
	Args     []*Field
	ArgsType string
	Op       string
	Monitors []*MonitoredArg
}

// Timer is one tick that a service gets from itself.
type Timer struct {
	Name         string // handler method: Tick
	Message      string // name in the schema
	Doc          string
	Arm, Cancel  string // methods of the Ctx: ArmTick, CancelTick
	Every, After Value  // at most one is not nil
}

// Monitor is what a service needs to watch processes of another one.
type Monitor struct {
	Service   *Service
	Down      string // handler method: JournalDown
	Monitor   string // methods of the Ctx: MonitorJournal, DemonitorJournal
	Demonitor string
}

// MonitoredArg is an argument that is monitored before the handler runs.
type MonitoredArg struct {
	Field   *Field
	Monitor *Monitor
}

// Use is one client that a service gets in its Ctx.
type Use struct {
	Field  string // of the Ctx: Journal
	Lookup string // name to look up, from the innermost scope outward
	// Interface holds the methods that the service may use, CounterJournal;
	// "" when it gets the whole client.
	Interface string
	Methods   []*ClientMethod
	Type      Type   // of the field
	At        string // function that makes the client; "" for tasks, otp.TasksAt
	Doc       string // what is used, for comments: "Journal", "the pool Workers"
}

// ClientMethod is the signature of one message as its senders see it:
// Name(ctx, Args...) (Reply, error).
type ClientMethod struct {
	Name  string
	Doc   string
	Args  []*Field
	Reply Type // nil for none
}
