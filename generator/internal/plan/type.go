package plan

import (
	"strconv"
	"strings"
)

// Type is a Go type expression. Its forms are Named, Pointer, Slice, Array,
// Map, EmptyStruct, Func and Chan.
type Type interface{ isType() }

type (
	// Named is a type by its name, with type arguments: string, Step,
	// os.File, otp.Reply[Step].
	Named struct {
		Path string // import path; Predeclared for string and its like, Local for the generated package
		Name string
		Args []Type
	}
	// Pointer is *Elem.
	Pointer struct{ Elem Type }
	// Slice is []Elem.
	Slice struct{ Elem Type }
	// Array is [Len]Elem.
	Array struct {
		Len  int
		Elem Type
	}
	// Map is map[Key]Elem.
	Map struct{ Key, Elem Type }
	// EmptyStruct is struct{}.
	EmptyStruct struct{}
	// Func is func(Params) Results; Variadic makes the last parameter ...T.
	Func struct {
		Params, Results []Type
		Variadic        bool
	}
	// Chan is chan Elem with a direction.
	Chan struct {
		Dir  ChanDir
		Elem Type
	}
)

// ChanDir is the direction of a channel type, as it is written.
type ChanDir string

// The directions of channels; the zero value is invalid.
const (
	SendRecv ChanDir = "chan"
	SendOnly ChanDir = "chan<-"
	RecvOnly ChanDir = "<-chan"
)

// Values of Named.Path that are no import path.
const (
	Predeclared = ""
	Local       = "."
)

func (Named) isType()       {}
func (Pointer) isType()     {}
func (Slice) isType()       {}
func (Array) isType()       {}
func (Map) isType()         {}
func (EmptyStruct) isType() {}
func (Func) isType()        {}
func (Chan) isType()        {}

// Qualifier gives the name by which a file refers to a package, "" for none.
// It is asked for Local too, so that another package can name ours.
type Qualifier func(path string) string

// Format writes t as Go source: map[string]*os.File.
func Format(t Type, q Qualifier) string {
	switch t := t.(type) {
	case Named:
		return formatNamed(t, q)
	case Pointer:
		return "*" + Format(t.Elem, q)
	case Slice:
		return "[]" + Format(t.Elem, q)
	case Array:
		return "[" + strconv.Itoa(t.Len) + "]" + Format(t.Elem, q)
	case Map:
		return "map[" + Format(t.Key, q) + "]" + Format(t.Elem, q)
	case EmptyStruct:
		return "struct{}"
	case Func:
		return formatFunc(t, q)
	case Chan:
		return formatChan(t, q)
	}
	panic("otpgen: internal: unknown form of type")
}

func formatNamed(t Named, q Qualifier) string {
	name := t.Name
	if t.Path != Predeclared {
		if qualifier := q(t.Path); qualifier != "" {
			name = qualifier + "." + name
		}
	}
	if len(t.Args) > 0 {
		name += "[" + formatList(t.Args, q) + "]"
	}
	return name
}

func formatFunc(t Func, q Qualifier) string {
	params := make([]string, len(t.Params))
	for i, p := range t.Params {
		params[i] = Format(p, q)
	}
	if last := len(params) - 1; t.Variadic {
		params[last] = "..." + strings.TrimPrefix(params[last], "[]")
	}
	s := "func(" + strings.Join(params, ", ") + ")"
	switch len(t.Results) {
	case 0:
		return s
	case 1:
		return s + " " + Format(t.Results[0], q)
	}
	return s + " (" + formatList(t.Results, q) + ")"
}

// formatChan puts an element that begins with an arrow in parentheses:
// chan (<-chan int).
func formatChan(t Chan, q Qualifier) string {
	elem := Format(t.Elem, q)
	if strings.HasPrefix(elem, "<-") {
		elem = "(" + elem + ")"
	}
	return string(t.Dir) + " " + elem
}

func formatList(ts []Type, q Qualifier) string {
	parts := make([]string, len(ts))
	for i, t := range ts {
		parts[i] = Format(t, q)
	}
	return strings.Join(parts, ", ")
}

// Paths calls yield with every import path that t names, Local among them.
func Paths(t Type, yield func(path string)) {
	switch t := t.(type) {
	case Named:
		if t.Path != Predeclared {
			yield(t.Path)
		}
		for _, a := range t.Args {
			Paths(a, yield)
		}
	case Pointer:
		Paths(t.Elem, yield)
	case Slice:
		Paths(t.Elem, yield)
	case Array:
		Paths(t.Elem, yield)
	case Map:
		Paths(t.Key, yield)
		Paths(t.Elem, yield)
	case EmptyStruct:
	case Func:
		for _, p := range t.Params {
			Paths(p, yield)
		}
		for _, r := range t.Results {
			Paths(r, yield)
		}
	case Chan:
		Paths(t.Elem, yield)
	default:
		panic("otpgen: internal: unknown form of type")
	}
}
