package plan

import "github.com/otpgen/otpgen/schema"

// Message is one type of messages_gen.go.
type Message struct {
	Name string
	Doc  string
	Kind schema.MessageKind

	Fields   []*Field     // Record
	Alias    bool         // Defined: type Name = Type
	Type     Type         // Defined: the type on the right-hand side
	Copy     Copy         // Defined: how a value of Type is copied
	Decode   *Decode      // Defined: how encoding/json fills it when it holds a oneof
	Values   []*EnumValue // Enum
	Variants []*Variant   // OneOf

	// CopyFunc is the function that copies a value, copyStep; "" when
	// assignment does.
	CopyFunc string
	// OneOf: the sealing method, isValue; the function that decodes,
	// UnmarshalValue; the type that lets encoding/json decode into a field,
	// valueJSON.
	Seal, Unmarshal, Holder string
}

// DecodesOneOf reports whether a record or defined type needs an
// UnmarshalJSON of its own, because it holds a oneof.
func (m *Message) DecodesOneOf() bool {
	return m.Decode != nil || anyDecode(m.Fields)
}

// EnumValue is one constant of an enum.
type EnumValue struct {
	Name string // StatusRunning
	Text string // running
}

// Variant is one struct of a oneof.
type Variant struct {
	Name     string // ValueText
	Label    string // Text, as in the schema
	JSON     string // text
	Fields   []*Field
	CopyFunc string // "" when assignment does
}

func anyDecode(fields []*Field) bool {
	for _, f := range fields {
		if f.Decode != nil {
			return true
		}
	}
	return false
}

// Error is one type of errors_gen.go.
type Error struct {
	Name     string // ConfigPathNotFound
	Schema   string // config_path_not_found
	Doc      string
	Text     []TextPart
	Fields   []*Field
	CopyFunc string // "" when assignment does
}

// TextPart is a piece of the text of an error: literal text, or a field.
type TextPart struct {
	Literal string
	Field   *Field // nil for literal text
}

// Decode is a detour for encoding/json around a type that holds a oneof, which
// it cannot decode by itself: it decodes into Type, in which every oneof is
// replaced by its holder, []valueJSON for []Value; Convert leads back.
type Decode struct {
	Type    Type
	Convert Copy
}

// Copy is a function from a value to its deep copy. Its forms are CopyCall,
// CopyMethod, CopySlice, CopyMap, CopyPointer and CopyArray; nil copies by
// assignment. Nil slices, maps and pointers stay nil.
type Copy interface{ isCopy() }

type (
	// CopyCall calls a function of the package: copyStep(v).
	CopyCall struct{ Func string }
	// CopyMethod calls a method of the value: v.Clone(), v.value().
	CopyMethod struct {
		Method  string
		In, Out Type
	}
	// CopySlice copies every element; Elem nil: by assignment. In and Out, here
	// and below, are the types before and after.
	CopySlice struct {
		In, Out Type
		Elem    Copy
	}
	// CopyMap copies every value; keys are copied by assignment.
	CopyMap struct {
		In, Out Type
		Elem    Copy
	}
	// CopyPointer copies what is pointed to.
	CopyPointer struct {
		In, Out Type
		Elem    Copy
	}
	// CopyArray copies every element; Elem is never nil.
	CopyArray struct {
		In, Out Array
		Elem    Copy
	}
)

func (CopyCall) isCopy()    {}
func (CopyMethod) isCopy()  {}
func (CopySlice) isCopy()   {}
func (CopyMap) isCopy()     {}
func (CopyPointer) isCopy() {}
func (CopyArray) isCopy()   {}

// CopyHelpers says which generic functions messages_gen.go must hold, because
// some Copy with an element function needs them.
type CopyHelpers struct{ Slice, Map, Pointer bool }
