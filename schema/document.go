package schema

import "time"

// Document is a schema as it was written: one to one with the YAML, every
// scalar with its place, nothing looked up and no default filled in.
type Document struct {
	Entry
	File string
	// Broken is set if Parse reported an error, so that no Application can come
	// of it. Resolve still reports what it can be sure of.
	Broken bool

	Version     Int
	Package     String
	Doc         String
	Out         String
	Messages    []Named[MessageEntry]
	Types       []Named[TypeEntry]
	Imports     []Named[String]
	Errors      []Named[ErrorEntry]
	Externals   []Named[ExternalEntry]
	Strategies  []Named[StrategyEntry]
	Services    []Named[ServiceEntry]
	Supervisors []Named[SupervisorEntry]
	Application ApplicationEntry
	Boundaries  []BoundaryEntry
}

// Scalar is one value with its place; the zero Scalar was not given.
type Scalar[T any] struct {
	Value T
	Range Range
}

// Given says whether the value was written and could be read.
func (s Scalar[T]) Given() bool {
	return s.Range != Range{}
}

// The scalars of a schema.
type (
	String   = Scalar[string]
	Bool     = Scalar[bool]
	Int      = Scalar[int]
	Duration = Scalar[time.Duration]
)

// Entry is what all mappings of a schema have in common.
type Entry struct {
	Range Range // of the key, or of the mapping where no key leads to it
	// Incomplete is set if a key was unknown or missing, or a list or mapping
	// unreadable: then nothing may be concluded from what the entry does not
	// hold.
	Incomplete bool
}

func (e *Entry) entry() *Entry { return e }

// MessageEntry is an entry of messages:, one of its four forms.
type MessageEntry struct {
	Entry
	Doc    String
	GoName String
	Fields []Named[FieldEntry]
	Enum   []String
	OneOf  []Named[[]Named[FieldEntry]]
	Type   String
}

// FieldEntry is a field or an argument.
type FieldEntry struct {
	Entry
	Type   String
	Doc    String
	GoName String
	Shared Bool
}

// TypeEntry is an entry of types:.
type TypeEntry struct {
	Entry
	Doc    String
	Shared Bool
}

// ErrorEntry is an entry of errors:.
type ErrorEntry struct {
	Entry
	Doc    String
	GoName String
	Text   String
	Fields []Named[FieldEntry]
}

// ExternalEntry is an entry of externals:.
type ExternalEntry struct {
	Entry
	Doc     String
	GoName  String
	Type    String
	Timeout Duration
}

// StrategyEntry is an entry of strategies:.
type StrategyEntry struct {
	Entry
	Doc         String
	Strategy    Scalar[Strategy]
	MaxRestarts Int
	MaxSeconds  Int
}

// ServiceEntry is an entry of services:.
type ServiceEntry struct {
	Entry
	Doc       String
	GoName    String
	Kind      Scalar[ServiceKind]
	Name      NamingEntry
	Args      []Named[FieldEntry]
	Uses      []Named[[]String]
	Calls     []Named[CallEntry]
	Casts     []Named[CastEntry]
	Timers    []Named[TimerEntry]
	Mailbox   MailboxEntry
	Terminate Bool
}

// NamingEntry is how a process is found: none, or by a key, or a plain name.
type NamingEntry struct {
	Entry
	Word String // none, or for a child the name
	Key  String
}

// CallEntry is a call of a service.
type CallEntry struct {
	Entry
	Doc        String
	GoName     String
	Args       []Named[FieldEntry]
	Reply      ReplyEntry
	Errors     []String
	Timeout    Duration
	Idempotent Bool
	Inline     Bool
	ReplyLater Bool
	Caller     Bool // given and true for the word monitored
	Monitors   []String
}

// ReplyEntry is what a call answers.
type ReplyEntry struct {
	Entry
	Type   String
	Shared Bool
}

// CastEntry is a cast of a service.
type CastEntry struct {
	Entry
	Doc      String
	GoName   String
	Args     []Named[FieldEntry]
	Monitors []String
}

// TimerEntry is a timer of a service.
type TimerEntry struct {
	Entry
	Doc    String
	GoName String
	Every  ValueEntry
	After  ValueEntry
}

// MailboxEntry is the bound of a mailbox.
type MailboxEntry struct {
	Entry
	Capacity Int
	Overflow Scalar[Overflow]
}

// SupervisorEntry is an entry of supervisors:, or the part of a child that
// describes a supervisor in place.
type SupervisorEntry struct {
	Entry
	Doc         String
	GoName      String
	Args        []Named[FieldEntry]
	Name        NamingEntry
	Scope       Bool
	Strategy    String
	MaxRestarts Int
	MaxSeconds  Int
	Children    []ChildEntry
}

// ChildEntry is one entry of children:.
type ChildEntry struct {
	Entry
	Doc      String
	Name     String // a name, or none
	ID       String
	Args     []Named[ValueEntry]
	Restart  Scalar[RestartType]
	Shutdown Duration

	// Exactly one of these says what the child is.
	Child    String
	Pool     String
	Dynamic  *DynamicEntry
	Tasks    *TasksEntry
	Children []ChildEntry // of a supervisor in place; nil if it is none

	Size  Int
	Route Scalar[Route]

	GoName      String
	Scope       Bool
	Strategy    String
	MaxRestarts Int
	MaxSeconds  Int
}

// DynamicEntry is what a dynamic supervisor starts.
type DynamicEntry struct {
	Entry
	Child       String
	MaxChildren Int
	Restart     Scalar[RestartType]
	Shutdown    Duration
	MaxRestarts Int
	MaxSeconds  Int
}

// TasksEntry is a task supervisor.
type TasksEntry struct {
	Entry
	MaxChildren Int
}

// ApplicationEntry is application:.
type ApplicationEntry struct {
	Entry
	Root  String
	Grace Duration
}

// BoundaryEntry is one entry of boundaries:.
type BoundaryEntry struct {
	Entry
	Crash    String
	Survives []String
}

// ValueKind is the form of a literal in the YAML.
type ValueKind int

// The forms; the zero value is invalid.
const (
	_ ValueKind = iota
	ScalarValue
	ListValue
	MapValue
)

// ValueEntry is any YAML value: a literal, or text that refers to an argument.
type ValueEntry struct {
	Kind    ValueKind // zero if the value was not given
	Range   Range
	Text    string // ScalarValue
	Tag     string // ScalarValue: what YAML takes it for, "!!str", "!!int", ...
	Items   []ValueEntry
	Entries []Named[ValueEntry] // MapValue
}

// Given says whether the value was written.
func (v ValueEntry) Given() bool {
	return v.Kind != 0
}
