package schema

import "gopkg.in/yaml.v3"

// shape is what may stand at one place of a schema. Shapes make the one
// descriptor table of the language (language.go): they read, and they describe
// themselves to the JSON Schema and the reference page.
type shape[T any] interface {
	described
	// read makes a T of a node; at is the place of its key. It reports what is
	// wrong and answers false if the value or a part of it is lost.
	read(r *reader, at Range, n *yaml.Node) (T, bool)
}

// described is the part of a shape that needs no T.
type described interface {
	accepts() string         // "a duration", for messages and the reference
	empty() bool             // whether a key without a value is fine
	json(d *definitions) any // its JSON Schema
}

// row is one key of an object.
type row[O any] struct {
	name, doc string
	required  bool
	with      []string // allowed beside one of these keys only
	neededBy  []string // required beside any of these keys
	shape     described
	read      func(r *reader, at Range, n *yaml.Node, into *O) bool
}

// key describes a key: its name, what may stand there, the field of the
// Document that takes it, and a sentence for the reference.
func key[O, T any](name string, s shape[T], into func(*O) *T, doc string) row[O] {
	read := func(r *reader, at Range, n *yaml.Node, o *O) bool {
		v, ok := s.read(r, at, n)
		*into(o) = v
		return ok
	}
	return row[O]{name: name, doc: doc, shape: s, read: read}
}

func (k row[O]) must() row[O] {
	k.required = true
	return k
}

func (k row[O]) beside(keys ...string) row[O] {
	k.with = keys
	return k
}

func (k row[O]) mustBeside(keys ...string) row[O] {
	k.neededBy = keys
	return k
}
