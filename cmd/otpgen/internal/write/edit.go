package write

import (
	"bytes"
	"errors"
	"io/fs"
	"slices"
)

// Edit is a change that the user asked for of a file of theirs: the schema, or
// a handler that gets a method. It is made only if the file still is as Have.
type Edit struct {
	Path string
	Have []byte // nil if there is no such file yet
	Want []byte
}

// Edits is the plan of edits alone.
func Edits(disk fs.FS, edits ...Edit) (*Plan, error) {
	p := &Plan{Lock: Item{Path: LockName, Owner: Generated, State: Same, Action: Keep}}
	return p, p.Edit(disk, edits...)
}

// Edit adds edits to the plan, ahead of everything else. So a run that is
// killed has changed the schema, or nothing at all: the files of a new schema
// are completed by the next run, those of an old one it would remove.
func (p *Plan) Edit(disk fs.FS, edits ...Edit) error {
	for _, e := range slices.Backward(edits) {
		have, err := look(disk, e.Path)
		switch {
		case err != nil:
			return err
		case have.obstacle != "":
			return errors.New(have.obstacle + ", and otpgen edits only regular files in real folders")
		case !bytes.Equal(have.content, e.Have) || (have.content == nil) != (e.Have == nil):
			return &changedError{e.Path}
		case e.Have != nil && bytes.Equal(e.Have, e.Want):
			continue
		}
		it := Item{Path: e.Path, Owner: User, State: Changed, Action: Write, Want: e.Want, Have: have.content, Mode: have.mode}
		if e.Have == nil {
			it.State = New
		}
		p.Items = slices.DeleteFunc(p.Items, func(other Item) bool { return other.Path == e.Path })
		p.Items = slices.Insert(p.Items, 0, it)
	}
	return nil
}
