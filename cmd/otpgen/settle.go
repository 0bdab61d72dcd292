package main

import (
	"bytes"
	"errors"
)

// errSchemaChanged is a schema that is not as it was read any more, when the
// time has come to write: the run waited for another one that edited it.
var errSchemaChanged = errors.New("the schema has changed")

// untilSettled begins a run again as long as its schema changes meanwhile.
// Each time that is another run's or its author's doing, so it ends.
func untilSettled(run func() error) error {
	for {
		if err := run(); !errors.Is(err, errSchemaChanged) {
			return err
		}
	}
}

// schemaChanged reports whether the schema holds something else than what was
// read. One that cannot be read now counts as unchanged: the run generates
// what it read.
func (g *generation) schemaChanged() bool {
	read := g.source.text
	if g.edit != nil {
		read = g.edit.Have
	}
	now, err := readSource(g.source.path)
	return err == nil && !bytes.Equal(now, read)
}
