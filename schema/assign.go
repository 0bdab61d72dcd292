package schema

import "slices"

// named says whether a type has a name, so that its values are not those of
// another type with the same inside.
func (t *Type) named() bool {
	switch t.Kind {
	case Basic, MessageType, UserDefined, Imported, ServiceRef:
		return true
	}
	return false
}

// underlying is what a type is behind the names of messages: the type of a
// defined message, string for an enum, the type itself otherwise.
func underlying(t *Type) *Type {
	const deepest = 100 // a longer chain of defined types is a cycle, and reported
	for range deepest {
		if t == nil || t.Kind != MessageType {
			return t
		}
		switch t.Message.Kind {
		case Enum:
			return &Type{Kind: Basic, Name: "string", Source: "string"}
		case Defined:
			t = t.Message.Type
		default:
			return t
		}
	}
	return nil
}

// isDuration says whether a type is time.Duration behind its names.
func isDuration(t *Type) bool {
	u := underlying(t)
	return u != nil && u.Kind == Imported && u.Path == "time" && u.Name == "Duration"
}

// identical says whether two types are the same type in Go.
func identical(a, b *Type) bool {
	if a == nil || b == nil || a == b {
		return a == b
	}
	if a.Kind != b.Kind {
		return false
	}
	switch a.Kind {
	case Basic:
		return canonical(a.Name) == canonical(b.Name)
	case MessageType:
		return a.Message == b.Message
	case UserDefined:
		return a.User == b.User
	case ServiceRef:
		return a.Service == b.Service
	case Imported:
		return a.Path == b.Path && a.Name == b.Name
	case FuncType:
		return a.Variadic == b.Variadic &&
			slices.EqualFunc(a.Params, b.Params, identical) && slices.EqualFunc(a.Results, b.Results, identical)
	}
	return a.Len == b.Len && a.Dir == b.Dir && identical(a.Key, b.Key) && identical(a.Elem, b.Elem)
}

// assignable says whether Go assigns a value of one type to another, as far as
// the schema can tell: it does not know the methods of foreign types.
func assignable(from, to *Type) bool {
	if from == nil || to == nil {
		return true // one of the two is reported
	}
	switch {
	case identical(from, to):
		return true
	case to.Kind == Basic && to.Name == "any":
		return true
	case from.named() && to.named():
		return false
	}
	a, b := underlying(from), underlying(to)
	if a == nil || b == nil {
		return true
	}
	if a.Kind == ChanType && b.Kind == ChanType && a.Dir == SendRecv {
		return identical(a.Elem, b.Elem)
	}
	return identical(a, b)
}

// keyable says whether values of a type can tell instances apart: text, whole
// numbers, truth values, and types defined as those.
func keyable(t *Type) bool {
	u := underlying(t)
	return u == nil || u.Kind == Basic && (u.Name == "string" || u.Name == "bool" || isInteger(u.Name))
}
