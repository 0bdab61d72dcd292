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

// written is a field whose value the text of an error shows.
type written struct {
	name         string
	typ          *Type
	at, declared Range
}

// crossing is a value that passes from one process to another.
type crossing struct {
	typ    *Type
	shared bool
	at     Range
}

// checkTypes holds types to the rules that need all messages.
func (r *resolver) checkTypes() {
	if r.recursive() || !r.checkLevels() {
		return // the other rules would not end
	}
	compared := map[*Message]bool{}
	for _, k := range r.keys {
		if !comparable(k.typ, compared) {
			r.error(codeKeyType, k.at, "%s cannot be the key of a map", quote(k.typ.Source)).
				help("use a type that == compares: text, a number, an enum, a record or array of those")
		}
	}
	copies := copying{pointing: map[*Message]bool{}}
	live := r.spread(copies.uncopied)
	for _, c := range r.crossing {
		if part := copies.uncopied(c.typ, live); part != nil && !c.shared {
			r.error(codeNotShared, c.at, "%s cannot be copied from one process to another", quote(part.Source)).
				help("write {type: %q, shared: true}, which promises that nobody writes to it, or send a copy of the data", c.typ.Source)
		}
	}
	mute := r.spread(textless)
	for _, f := range r.written {
		if textless(f.typ, mute) != nil {
			r.error(codeNoText, f.at, "%s is %s, which has no text", f.name, quote(f.typ.Source)).
				relate(f.declared, "%s is declared here", f.name).
				help("leave {%s} out of the text: the error still carries it", f.name)
		}
	}
}

// checkLevels reports a message that holds others inside each other too many
// levels deep, the first in the schema. No rule calls itself so often then.
func (r *resolver) checkLevels() bool {
	levels := map[*Message]int{}
	var measure func(m *Message) int
	measure = func(m *Message) int {
		if n, known := levels[m]; known {
			return n
		}
		n := 0
		for _, inner := range embedded(m) {
			n = max(n, measure(inner))
		}
		levels[m] = n + 1
		return n + 1
	}
	var deep *Message
	for _, m := range r.app.Messages {
		if measure(m) > maxRecords && (deep == nil || compareRanges(m.Range, deep.Range) < 0) {
			deep = m
		}
	}
	if deep == nil {
		return true
	}
	r.error(codeTypeLevels, deep.Range, "message %s holds others inside each other, %d levels deep, more than %d", deep.Name, levels[deep], maxRecords).
		help("put a pointer or slice in between, or give one type fewer names")
	return false
}

// spread finds the defined messages of which a rule says that they have a
// certain part, and the part. A message may contain itself, so the rule is
// asked again for those that refer to one whose part was found.
func (r *resolver) spread(rule func(t *Type, parts map[*Message]*Type) *Type) map[*Message]*Type {
	parts := map[*Message]*Type{}
	users := map[*Message][]*Message{}
	var queue []*Message
	for _, m := range r.app.Messages {
		if m.Kind == Defined {
			queue = append(queue, m)
			m.Type.visit(func(t *Type) {
				if t.Kind == MessageType {
					users[t.Message] = append(users[t.Message], m)
				}
			})
		}
	}
	for ; len(queue) > 0; queue = queue[1:] {
		m := queue[0]
		if parts[m] != nil {
			continue
		}
		if part := rule(m.Type, parts); part != nil {
			parts[m] = part
			queue = append(queue, users[m]...)
		}
	}
	return parts
}

// visit calls f for t and the types within it, but not those of functions.
func (t *Type) visit(f func(*Type)) {
	if t == nil {
		return
	}
	f(t)
	t.Key.visit(f)
	t.Elem.visit(f)
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
			switch {
			case state[next] == entered:
				found = true
				if !r.full() {
					r.recursiveMessage(path[slices.Index(path, next):])
				}
			case state[next] != left:
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
	if slices.ContainsFunc(cycle, isPointer) {
		d.help("a name for a pointer is no type of its own: make %s a record, or write the pointer where it is used", cycle[0].Name)
		return
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
// schema cannot look into, it believes so. Known holds the answers for messages.
func comparable(t *Type, known map[*Message]bool) bool {
	if t == nil {
		return true
	}
	switch t.Kind {
	case Slice, Map, FuncType:
		return false
	case Array:
		return comparable(t.Elem, known)
	case Imported:
		return !t.Uncompared
	case MessageType:
		m := t.Message
		if answer, ok := known[m]; ok {
			return answer
		}
		known[m] = comparable(m.Type, known) && !slices.ContainsFunc(m.Fields, func(f *Field) bool { return !comparable(f.Type, known) })
		return known[m]
	}
	return true
}

// copying knows what generated code can copy. It holds what is known of the
// keys of maps.
type copying struct{ pointing map[*Message]bool }

// uncopied is the part of a type that generated code cannot copy: what holds
// unknown pointers; nil if there is none. Messages are looked through only where
// they are another type under a name, and live holds the parts of those; the
// fields of records are checked themselves.
func (c copying) uncopied(t *Type, live map[*Message]*Type) *Type {
	if t == nil {
		return nil
	}
	switch t.Kind {
	case FuncType, ChanType:
		return t
	case Basic:
		if t.Name == "any" {
			return t
		}
	case Pointer:
		if t.Elem.Kind == Imported {
			return t
		}
		return c.uncopied(t.Elem, live)
	case Slice, Array:
		return c.uncopied(t.Elem, live)
	case Map:
		if part := c.uncopied(t.Key, live); part != nil {
			return part
		}
		if c.points(t.Key) {
			return t.Key // a copy under the same key would lead to the same memory
		}
		return c.uncopied(t.Elem, live)
	case MessageType:
		return live[t.Message]
	}
	return nil
}

// points reports whether the key of a map holds a pointer. No message contains
// itself but through one, so this ends.
func (c copying) points(key *Type) bool {
	if key == nil {
		return false
	}
	switch key.Kind {
	case Pointer:
		return true
	case Array:
		return c.points(key.Elem)
	case MessageType:
		m := key.Message
		if answer, known := c.pointing[m]; known {
			return answer
		}
		c.pointing[m] = c.points(m.Type) || slices.ContainsFunc(m.Fields, func(f *Field) bool { return c.points(f.Type) })
		return c.pointing[m]
	}
	return false
}

// textless is the part of a type for which writing out a value would give
// nothing but an address: a function or channel, or a collection of them. Mute
// holds those of messages that are another type under a name.
func textless(t *Type, mute map[*Message]*Type) *Type {
	if t == nil {
		return nil
	}
	switch t.Kind {
	case FuncType, ChanType:
		return t
	case Pointer, Slice, Array, Map:
		return textless(t.Elem, mute)
	case MessageType:
		return mute[t.Message]
	}
	return nil
}
