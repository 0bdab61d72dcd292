package plan

import "time"

// Value is a Go expression for an argument, an interval or a key. Its forms
// are Select, Text, Int, Uint, Float, Bool, Duration, Constant, List, Pairs
// and Struct.
type Value interface{ isValue() }

type (
	// Select is a field of the arguments in scope, in Go names: a.Config.Poll
	// for Path [Config Poll], which the schema writes as Source $config.poll.
	Select struct {
		Path   []string
		Source string
	}
	// Text is a string literal.
	Text struct{ Value string }
	// Int is a signed integer literal.
	Int struct{ Value int64 }
	// Uint is an unsigned integer literal.
	Uint struct{ Value uint64 }
	// Float is a floating-point literal.
	Float struct{ Value float64 }
	// Bool is true or false.
	Bool struct{ Value bool }
	// Duration is a product like 5 * time.Second, or otp.Infinity; as a value of
	// a defined Type, unless that is nil: Ttl(5 * time.Second).
	Duration struct {
		Value time.Duration
		Type  Type
	}
	// Constant is a constant of the package: StatusRunning.
	Constant struct{ Name string }
	// List is a slice or array literal.
	List struct {
		Type  Type
		Elems []Value
	}
	// Pairs is a map literal.
	Pairs struct {
		Type    Type
		Entries []Pair
	}
	// Struct is a struct literal.
	Struct struct {
		Type   Type
		Fields []FieldValue
	}
)

// Pair is one entry of a map literal.
type Pair struct{ Key, Value Value }

// FieldValue is one field of a struct literal.
type FieldValue struct {
	Name  string
	Value Value
}

func (Select) isValue()   {}
func (Text) isValue()     {}
func (Int) isValue()      {}
func (Uint) isValue()     {}
func (Float) isValue()    {}
func (Bool) isValue()     {}
func (Duration) isValue() {}
func (Constant) isValue() {}
func (List) isValue()     {}
func (Pairs) isValue()    {}
func (Struct) isValue()   {}
