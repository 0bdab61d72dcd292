package schema

// TypeKind is the outermost form of a type expression.
type TypeKind int

// The forms; the zero value is invalid.
const (
	_           TypeKind = iota
	Basic                // string, int, float64, bool, byte, error, any ...; Name
	MessageType          // an entry of messages:; Message
	UserDefined          // an entry of types:; User
	Imported             // pkg.Name of an import or the standard library; Path, Name
	ServiceRef           // a reference to one incarnation of a service; Service
	Pointer              // *Elem
	Slice                // []Elem
	Array                // [Len]Elem
	Map                  // map[Key]Elem
	EmptyStruct          // struct{}
	FuncType             // func(...)...; Source
	ChanType             // chan Elem, <-chan Elem, chan<- Elem; Dir
)

// Type is a resolved type expression: a Go type whose names all lead somewhere.
type Type struct {
	Kind     TypeKind
	Name     string // Basic; Imported: the name within the package
	Path     string // Imported: the import path, e.g. time, os
	Qual     string // Imported: the qualifier as written
	Message  *Message
	User     *UserType
	Service  *Service
	Elem     *Type
	Key      *Type
	Len      int
	Params   []*Type // FuncType
	Results  []*Type // FuncType
	Variadic bool    // FuncType
	Dir      ChanDir // ChanType
	Source   string  // as written, for messages

	Uncompared bool // Imported: == is known not to compare it
}

// ChanDir is the direction of a channel type.
type ChanDir int

// Directions of channels; the zero value is invalid.
const (
	_ ChanDir = iota
	SendRecv
	SendOnly
	RecvOnly
)
