package schema

import "gopkg.in/yaml.v3"

// optional is a shape whose absence must be told from its empty form: tasks:
// makes a task supervisor, no tasks: makes none.
type optional[T any] struct{ shape[T] }

func (o optional[T]) read(r *reader, at Range, n *yaml.Node) (*T, bool) {
	v, ok := o.shape.read(r, at, n)
	return &v, ok
}
