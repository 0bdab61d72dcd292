package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/otpgen/otpgen/cmd/otpgen/internal/write"
)

// edit is a change of the schema that is a part of a run: the schema and what
// is generated from it are written together, or neither is.
type edit struct {
	write.Edit        // the path is the name of the schema in its folder
	dir        string // the folder of the schema
}

// within reports whether the schema stands in the output folder, so that one
// plan holds both.
func (e *edit) within(out string) bool { return e.dir == out }

// editAbove edits a schema that stands above the output folder, in a
// transaction of its own, and returns what takes that back. If the process is
// killed between the two, the next run generates what the schema says.
func (g *generation) editAbove(ctx context.Context) (takeBack func() error, err error) {
	if g.edit == nil || g.edit.within(g.out) {
		return func() error { return nil }, nil
	}
	var plan *write.Plan
	err = g.inSchemaFolder(ctx, func(folder *write.Folder) error {
		if plan, err = write.Edits(folder.FS(), g.edit.Edit); err != nil {
			return err
		}
		return write.Apply(ctx, folder, plan)
	})
	return func() error {
		ctx := context.WithoutCancel(ctx) // an interrupt is a reason to do it
		return g.inSchemaFolder(ctx, func(folder *write.Folder) error {
			return write.Apply(ctx, folder, plan.Reverse())
		})
	}, err
}

// inSchemaFolder runs do behind the run lock of the folder of the schema.
func (g *generation) inSchemaFolder(ctx context.Context, do func(*write.Folder) error) error {
	if err := locked(ctx, runLock(g.env), g.edit.dir, ".", do); err != nil {
		return fmt.Errorf("cannot write %s: %w", g.source.shown, err)
	}
	return nil
}

// pendingAbove reports whether a killed run left something beside a schema
// that stands above the output folder.
func (g *generation) pendingAbove() bool {
	dir := filepath.Dir(g.source.path)
	return dir != g.out && write.Pending(os.DirFS(dir))
}

// listEdit prints the difference that an edit above the output folder makes;
// one within it is in the plan.
func (g *generation) listEdit() error {
	if g.edit == nil || g.edit.within(g.out) {
		return nil
	}
	it := write.Item{Path: g.edit.Path, Owner: write.User, State: write.Changed, Action: write.Write, Have: g.edit.Have, Want: g.edit.Want}
	return g.listItem(g.source.shown, it)
}

// newEdit is the edit of a schema that was read.
func newEdit(src source, want []byte) *edit {
	dir, name := filepath.Split(src.path)
	return &edit{Edit: write.Edit{Path: name, Have: src.text, Want: want}, dir: filepath.Clean(dir)}
}
