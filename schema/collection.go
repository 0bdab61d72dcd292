package schema

import (
	"slices"

	"gopkg.in/yaml.v3"
)

// Named is one entry of a mapping from names.
type Named[T any] struct {
	Name  String
	Entry T
}

// holder marks the shapes that hold entries: if one of them cannot be read,
// something that others refer to may be lost.
type holder interface{ holds() }

func (*mapping[T]) holds() {}

func (*sequence[T]) holds() {}

// mapping is a mapping from names of one kind to shapes of one kind. The order
// of the YAML is kept.
type mapping[T any] struct {
	names   nameRule
	of      shape[T]
	nonzero bool // at least one entry
	most    int  // entries
}

func mapOf[T any](names nameRule, of shape[T]) *mapping[T] {
	return &mapping[T]{names: names, of: of, most: maxEntries}
}

func (m *mapping[T]) upTo(most int) *mapping[T] {
	m.most = most
	return m
}

func (m *mapping[T]) accepts() string { return "a mapping" }

func (m *mapping[T]) empty() bool { return !m.nonzero }

func (m *mapping[T]) read(r *reader, at Range, n *yaml.Node) ([]Named[T], bool) {
	if n.Kind != yaml.MappingNode && !isNull(n) {
		r.wrongKind(at, n, "a mapping from names").help("write NAME: ... for each entry")
		return nil, false
	}
	if !r.withinLimit(at, n, len(n.Content)/2, m.most) {
		return nil, false
	}
	pairs, ok := r.pairs(n)
	if len(pairs) == 0 && ok && m.nonzero {
		r.noEntries(at, n)
		ok = false
	}
	list := make([]Named[T], 0, len(pairs))
	for _, p := range pairs {
		if m.strayKey(r, p.key) {
			ok = false
			continue
		}
		r.named(m.names, p.key, p.node) // a bad name is still the name that others refer to
		entry := Named[T]{Name: p.key}
		if isNull(p.value) && !m.of.empty() {
			r.error(codeNoValue, p.key.Range, "%s has no value", p.key.Value).
				help("write %s behind it", m.of.accepts())
		} else {
			entry.Entry, _ = m.of.read(r, p.key.Range, p.value)
		}
		list = append(list, entry)
	}
	return list, ok
}

// keyed is a shape that is a mapping with keys of the language.
type keyed interface {
	called() string
	hasKey(name string) bool
}

// strayKey reports a key of the entries in the place of the name of one: its
// line is not indented enough.
func (m *mapping[T]) strayKey(r *reader, key String) bool {
	of, ok := m.of.(keyed)
	if !ok || m.names.pattern.MatchString(key.Value) || !of.hasKey(key.Value) {
		return false
	}
	r.error(codeName, key.Range, "%s is a key of %s, not the name of one", quote(key.Value), article(of.called())).
		help("indent it by two spaces more, and what belongs to it, so that it stands below a name")
	return true
}

// sequence is a list whose order has meaning, of shapes of one kind.
type sequence[T any] struct {
	of       shape[T]
	nonzero  bool
	distinct func(T) String // set: no two items may be equal
	nullable bool
	most     int
}

func listOf[T any](of shape[T]) *sequence[T] {
	return &sequence[T]{of: of, most: maxEntries}
}

func (s *sequence[T]) upTo(most int) *sequence[T] {
	s.most = most
	return s
}

// namesOf is a list of distinct names.
func namesOf(rule nameRule) *sequence[String] {
	s := listOf[String](rule)
	s.distinct = func(name String) String { return name }
	return s
}

func (s *sequence[T]) accepts() string { return "a list" }

func (s *sequence[T]) empty() bool { return s.nullable }

func (s *sequence[T]) read(r *reader, at Range, n *yaml.Node) ([]T, bool) {
	if isNull(n) && s.nullable {
		return []T{}, true
	}
	if n.Kind != yaml.SequenceNode {
		d := r.wrongKind(at, n, "a list").help("write [a, b], or one line \"- a\" for each")
		if n.Kind == yaml.ScalarNode && !isNull(n) {
			d.help("write [%s]", r.scalar(n).Value)
		}
		return nil, false
	}
	if len(n.Content) == 0 && s.nonzero {
		r.noEntries(at, n)
		return nil, false
	}
	if !r.withinLimit(at, n, len(n.Content), s.most) {
		return nil, false
	}
	list := make([]T, 0, len(n.Content)) // not nil: an empty list was given
	ok := true
	for _, item := range n.Content {
		if isNull(item) {
			r.error(codeNoValue, r.source.rangeOf(item), "an entry of this list has no value").
				help("write %s, or delete it", s.of.accepts())
			ok = false
			continue
		}
		v, whole := s.of.read(r, Range{}, item)
		ok = ok && whole
		list = append(list, v)
	}
	if s.distinct != nil {
		list = s.set(r, list)
	}
	return list, ok
}

// withinLimit reports a list or mapping with more entries than it may have.
func (r *reader) withinLimit(at Range, n *yaml.Node, entries, most int) bool {
	if entries <= most {
		return true
	}
	r.error(codeTooMany, r.place(at, n), "this has %d entries, more than %d", entries, most).
		help("take out what is no schema, or split what it describes into several applications")
	return false
}

// noEntries reports a list or mapping that says nothing while it is empty.
func (r *reader) noEntries(at Range, n *yaml.Node) {
	r.error(codeNoEntries, r.place(at, n), "this needs at least one entry").help("add an entry")
}

// set leaves out names that are written twice, and those that could not be
// read.
func (s *sequence[T]) set(r *reader, list []T) []T {
	first := make(map[string]Range, len(list))
	return slices.DeleteFunc(list, func(item T) bool {
		name := s.distinct(item)
		if name.Value == "" {
			return true
		}
		before, twice := first[name.Value]
		if twice {
			r.error(codeDuplicateKey, name.Range, "%s is written twice", quote(name.Value)).
				relate(before, "first written here").help("delete one of the two")
			return true
		}
		first[name.Value] = name.Range
		return false
	})
}

// either is a shape with a short form: a scalar instead of a mapping or list.
type either[S, T any] struct {
	short shape[S]
	make  func(S) T
	long  shape[T]
	kind  yaml.Kind // of the long form
}

func short[S, T any](s shape[S], make func(S) T, long shape[T]) *either[S, T] {
	return &either[S, T]{short: s, make: make, long: long, kind: yaml.MappingNode}
}

func (e *either[S, T]) accepts() string {
	return e.short.accepts() + " or " + e.long.accepts()
}

func (e *either[S, T]) empty() bool { return e.long.empty() }

func (e *either[S, T]) read(r *reader, at Range, n *yaml.Node) (T, bool) {
	if n.Kind == e.kind || isNull(n) {
		return e.long.read(r, at, n)
	}
	s, ok := e.short.read(r, at, n)
	return e.make(s), ok
}

// oneOrMore is a list that may be written as its only item.
func oneOrMore(rule nameRule) *either[String, []String] {
	one := func(s String) []String { return []String{s} }
	return &either[String, []String]{short: rule, make: one, long: namesOf(rule), kind: yaml.SequenceNode}
}

// optional is a shape whose absence must be told from its empty form: tasks:
// makes a task supervisor, no tasks: makes none.
type optional[T any] struct{ shape[T] }

func (o optional[T]) read(r *reader, at Range, n *yaml.Node) (*T, bool) {
	v, ok := o.shape.read(r, at, n)
	return &v, ok
}
