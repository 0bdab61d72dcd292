package schema

import (
	"slices"
	"strings"
)

// keyType is the key of a map, to be checked when all messages are known.
type keyType struct {
	typ *Type
	at  Range
}

// crossing is a value that passes from one process to another.
type crossing struct {
	typ    *Type
	shared bool
	at     Range
}

// checkTypes holds types to the rules that need all messages.
func (r *resolver) checkTypes() {
	if r.recursive() {
		return // the other rules would not end
	}
	for _, k := range r.keys {
		if !comparable(k.typ) {
			r.error(codeKeyType, k.at, "%s cannot be the key of a map", quote(k.typ.Source)).
				help("use a type that == compares: text, a number, an enum, a record or array of those")
		}
	}
	for _, c := range r.crossing {
		if live, found := uncopied(c.typ); found && !c.shared {
			r.error(codeNotShared, c.at, "%s cannot be copied from one process to another", quote(live.Source)).
				help("write {type: %q, shared: true}, which promises that nobody writes to it, or send a copy of the data", c.typ.Source)
		}
	}
}

// recursive reports messages that contain themselves other than through a
// pointer, slice, map or variant: they would have no end.
func (r *resolver) recursive() bool {
	const (
		entered = 1
		left    = 2
	)
	state := map[*Message]int{}
	found := false
	var path []*Message
	var visit func(m *Message)
	visit = func(m *Message) {
		state[m] = entered
		path = append(path, m)
		for _, next := range embedded(m) {
			switch state[next] {
			case entered:
				found = true
				r.recursiveMessage(path[slices.Index(path, next):])
			case left:
			default:
				visit(next)
			}
		}
		path = path[:len(path)-1]
		state[m] = left
	}
	for _, m := range r.app.Messages {
		if state[m] == 0 {
			visit(m)
		}
	}
	return found
}

func (r *resolver) recursiveMessage(cycle []*Message) {
	names := make([]string, 0, len(cycle)+1)
	for _, m := range append(slices.Clone(cycle), cycle[0]) {
		names = append(names, m.Name)
	}
	d := r.error(codeRecursiveType, cycle[0].Range, "message %s contains itself: %s", cycle[0].Name, strings.Join(names, " -> "))
	for _, m := range cycle[1:] {
		d.relate(m.Range, "by way of %s", m.Name)
	}
	d.help("put a pointer or slice in between, such as %q", "*"+cycle[0].Name)
}

// embedded lists the messages whose values are a part of m's.
func embedded(m *Message) []*Message {
	var list []*Message
	part := func(t *Type) {
		for t != nil && t.Kind == Array {
			t = t.Elem
		}
		if t != nil && t.Kind == MessageType {
			list = append(list, t.Message)
		}
	}
	part(m.Type)
	for _, f := range m.Fields {
		part(f.Type)
	}
	if isPointer(m) {
		list = append(list, pointersIn(m.Type)...)
	}
	return list
}

// isPointer reports whether m is only another name for a pointer, as *Node in
// Link: "*Node".
func isPointer(m *Message) bool { return m.Kind == Defined && m.Type != nil && m.Type.Kind == Pointer }

// pointersIn lists the names of pointers in a type expression. Such a name is no
// type of its own, so it cannot end a recursion: P: "*P" has no end.
func pointersIn(t *Type) []*Message {
	switch {
	case t == nil:
		return nil
	case t.Kind == MessageType && isPointer(t.Message):
		return []*Message{t.Message}
	default:
		return append(pointersIn(t.Key), pointersIn(t.Elem)...)
	}
}

// comparable says whether == compares values of a type. Of types that the
// schema cannot look into, it believes so.
func comparable(t *Type) bool {
	if t == nil {
		return true
	}
	switch t.Kind {
	case Slice, Map, FuncType:
		return false
	case Array:
		return comparable(t.Elem)
	case Imported:
		return !slices.Contains([]string{
			"encoding/json.RawMessage", "net.IP", "net.IPMask", "net/url.Values", "net/http.Header",
		}, t.Path+"."+t.Name)
	case MessageType:
		return comparable(t.Message.Type) && !slices.ContainsFunc(t.Message.Fields, func(f *Field) bool { return !comparable(f.Type) })
	}
	return true
}

// uncopied finds the part of a type that generated code cannot copy: what
// holds unknown pointers. Messages are looked through only where they are
// another type under a name; the fields of records are checked themselves.
// Above holds the messages that t is a part of.
func uncopied(t *Type, above ...*Message) (part *Type, found bool) {
	if t == nil {
		return nil, false
	}
	switch t.Kind {
	case FuncType, ChanType:
		return t, true
	case Basic:
		return t, t.Name == "any"
	case Pointer:
		if t.Elem.Kind == Imported {
			return t, true
		}
		return uncopied(t.Elem, above...)
	case Slice, Array:
		return uncopied(t.Elem, above...)
	case Map:
		if part, found := uncopied(t.Key, above...); found {
			return part, true
		}
		if pointsSomewhere(t.Key) {
			return t.Key, true // a copy under the same key would lead to the same memory
		}
		return uncopied(t.Elem, above...)
	case MessageType:
		if t.Message.Kind == Defined && !slices.Contains(above, t.Message) {
			return uncopied(t.Message.Type, append(above, t.Message)...)
		}
	}
	return nil, false
}

// pointsSomewhere reports whether the key of a map holds a pointer. No message
// contains itself but through one, so this ends.
func pointsSomewhere(key *Type) bool {
	switch key.Kind {
	case Pointer:
		return true
	case Array:
		return pointsSomewhere(key.Elem)
	case MessageType:
		return key.Message.Type != nil && pointsSomewhere(key.Message.Type) ||
			slices.ContainsFunc(key.Message.Fields, func(f *Field) bool { return f.Type != nil && pointsSomewhere(f.Type) })
	}
	return false
}
