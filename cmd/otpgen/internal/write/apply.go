package write

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Apply carries out a plan that refuses nothing. Everything that needs room on
// the disk is staged first, the new lock and the journal too, so a full disk
// is found while every file is still the old one; until then ctx can stop it.
// A failure undoes what was done. If the process is killed, each file is still
// whole, and [Recover] completes the work. The caller holds the [RunLock] and
// has called Recover.
func Apply(ctx context.Context, d Disk, p *Plan) error {
	if len(p.With(Refuse)) > 0 {
		panic("otpgen: internal: a plan that refuses files must not be applied")
	}
	t := &transaction{disk: d}
	t.inherited = exists(d.FS(), journalName)
	err := t.stage(ctx, p)
	if err == nil {
		err = t.commit(ctx)
	}
	if err != nil {
		return asItWas(err, clearStaged(d))
	}
	if err := t.carryOut(); err != nil {
		return asItWas(err, t.rollBack())
	}
	if err := finish(d, t.steps); err != nil {
		return fmt.Errorf("every file is written, but not all that helped with it could be removed: %w", err)
	}
	return nil
}

// asItWas says what a failure left.
func asItWas(err, undoing error) error {
	if undoing != nil {
		return fmt.Errorf("%w; undoing that failed, too: %w; every file is whole: remove the cause and run otpgen generate again", err, undoing)
	}
	return fmt.Errorf("%w; every file is as it was", err)
}

// transaction is one run of Apply.
type transaction struct {
	disk      Disk
	steps     []step // the lock is the last of them
	undo      []func() error
	inherited bool // there is a journal of a killed run, which could not be completed
}

// stage writes every new content into the work folder, and gives every old
// file a second name there.
func (t *transaction) stage(ctx context.Context, p *Plan) error {
	if err := clearStaged(t.disk); err != nil {
		return err
	}
	if err := t.disk.Mkdir(workFolder); err != nil && !exists(t.disk.FS(), workFolder) {
		return err
	}
	for _, it := range slices.Concat(p.With(Remove), p.With(Write)) {
		if err := context.Cause(ctx); err != nil {
			return err
		}
		if err := t.stageItem(it); err != nil {
			return fmt.Errorf("%s: %w", it.Path, err)
		}
	}
	return nil
}

func (t *transaction) stageItem(it Item) error {
	s := step{path: it.Path, owner: it.Owner, old: nothing, new: nothing, n: len(t.steps)}
	if it.Action == Write {
		s.new = hash(it.Want)
		if err := t.disk.WriteNew(s.staged(), it.Want, it.Mode); err != nil {
			return err
		}
	}
	if it.Have != nil {
		s.old = hash(it.Have)
		if err := t.keep(s, it); err != nil {
			return err
		}
	}
	t.steps = append(t.steps, s)
	return nil
}

// keep gives the old file a second name, or copies it where there are none.
func (t *transaction) keep(s step, it Item) error {
	if t.disk.Link(s.path, s.kept()) != nil {
		return t.disk.WriteNew(s.kept(), it.Have, it.Mode)
	}
	kept, err := look(t.disk.FS(), s.kept())
	if err == nil && !bytes.Equal(kept.content, it.Have) {
		err = &changedError{s.path}
	}
	return err
}

// commit writes the journal: from then on the run goes through.
func (t *transaction) commit(ctx context.Context) error {
	if err := t.disk.Sync(workFolder); err != nil {
		return err
	}
	draft := path.Join(workFolder, "draft")
	if err := t.disk.WriteNew(draft, journalBytes(t.steps), 0); err != nil {
		return err
	}
	if err := t.disk.InPlace(); err != nil {
		return err
	}
	if err := context.Cause(ctx); err != nil {
		return err
	}
	return t.disk.Rename(draft, journalName)
}

func (t *transaction) carryOut() error {
	if err := errors.Join(t.disk.Sync(workFolder), t.disk.Sync(".")); err != nil {
		return err
	}
	last := len(t.steps) - 1
	for i, s := range t.steps {
		if i == last { // otp.lock
			if err := syncFolders(t.disk, t.steps[:last]); err != nil {
				return err
			}
		}
		undo, err := s.do(t.disk)
		t.undo = append(t.undo, undo...)
		if err != nil {
			return err
		}
	}
	return t.disk.Sync(".")
}

func (t *transaction) rollBack() error {
	for i := len(t.undo) - 1; i >= 0; i-- {
		if err := t.undo[i](); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if t.inherited {
		return clearStaged(t.disk) // ours knows what the other one knew
	}
	return Clear(t.disk)
}

// finish removes what is no longer needed when every step is done.
func finish(d Disk, steps []step) error {
	pruneFolders(d, steps)
	return Clear(d)
}

// Clear removes the journal, and then everything that was staged.
func Clear(d Disk) error {
	if exists(d.FS(), journalName) {
		if err := d.Remove(journalName); err != nil {
			return err
		}
	}
	return clearStaged(d)
}

// clearStaged removes the work folder; while there is a journal in it, only
// the rest.
func clearStaged(d Disk) error {
	entries, err := fs.ReadDir(d.FS(), workFolder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	empty := true
	for _, e := range entries {
		name := e.Name()
		if name != "draft" && !strings.HasPrefix(name, "new-") && !strings.HasPrefix(name, "old-") {
			empty = false
			continue
		}
		if err := d.Remove(path.Join(workFolder, name)); err != nil {
			return err
		}
	}
	if !empty {
		return nil
	}
	return d.Remove(workFolder)
}

func exists(disk fs.FS, name string) bool {
	_, err := fs.Lstat(disk, name)
	return err == nil
}
