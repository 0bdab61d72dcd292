package write

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// tempSuffix ends the names of staged files; a leading dot hides them from
// the go command.
const tempSuffix = ".otpgen.tmp"

func tempName(name string) string {
	return path.Join(path.Dir(name), "."+path.Base(name)+tempSuffix)
}

// Apply carries out a plan that refuses nothing. Everything that needs room on
// the disk, the new lock too, is staged before the first rename, so a full
// disk is found while every file is still the old one. A failure undoes what
// was done; if that fails as well, each file is still whole, and the next run
// completes the work. The caller holds the [RunLock].
func Apply(d Disk, p *Plan) (err error) {
	if len(p.With(Refuse)) > 0 {
		panic("otpgen: internal: a plan that refuses files must not be applied")
	}
	t := &transaction{disk: d}
	defer func() {
		if err != nil {
			err = errors.Join(err, t.rollBack())
		}
	}()
	if err := sweep(d, p); err != nil {
		return err
	}
	writes := p.With(Write) // the lock is the last of them
	for _, it := range writes {
		if err := t.stage(it); err != nil {
			return err
		}
	}
	removes := p.With(Remove)
	for _, it := range removes {
		if err := t.remove(it); err != nil {
			return err
		}
	}
	for _, it := range writes {
		if err := t.replace(it); err != nil {
			return err
		}
	}
	pruneFolders(d, removes)
	return nil
}

// transaction remembers how to undo each step that was done.
type transaction struct {
	disk Disk
	undo []func() error
}

func (t *transaction) rollBack() error {
	var errs []error
	for i := len(t.undo) - 1; i >= 0; i-- {
		if err := t.undo[i](); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, fmt.Errorf("while undoing the change: %w", err))
		}
	}
	return errors.Join(errs...)
}

// stage writes the new content beside its target.
func (t *transaction) stage(it Item) error {
	if err := t.makeFolders(path.Dir(it.Path)); err != nil {
		return err
	}
	temp := tempName(it.Path)
	t.undo = append(t.undo, func() error { return t.disk.Remove(temp) })
	return t.disk.WriteNew(temp, it.Want, it.Mode)
}

func (t *transaction) makeFolders(dir string) error {
	if dir == "." {
		return nil
	}
	if _, err := fs.Stat(t.disk.FS(), dir); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := t.makeFolders(path.Dir(dir)); err != nil {
		return err
	}
	if err := t.disk.Mkdir(dir); err != nil {
		return err
	}
	t.undo = append(t.undo, func() error { return t.disk.Remove(dir) })
	return nil
}

func (t *transaction) replace(it Item) error {
	if err := t.disk.Rename(tempName(it.Path), it.Path); err != nil {
		return err
	}
	t.undo = append(t.undo, func() error { return t.restore(it) })
	return nil
}

func (t *transaction) remove(it Item) error {
	if err := t.disk.Remove(it.Path); err != nil {
		return err
	}
	t.undo = append(t.undo, func() error { return t.restore(it) })
	return nil
}

// restore puts back what stood at the path of it.
func (t *transaction) restore(it Item) error {
	if it.Have == nil {
		return t.disk.Remove(it.Path)
	}
	temp := tempName(it.Path)
	if err := t.disk.WriteNew(temp, it.Have, it.Mode); err != nil {
		return err
	}
	return t.disk.Rename(temp, it.Path)
}

// sweep removes what a run that was killed left staged.
func sweep(d Disk, p *Plan) error {
	swept := map[string]bool{}
	for _, it := range p.all() {
		dir := path.Dir(it.Path)
		if swept[dir] {
			continue
		}
		swept[dir] = true
		entries, err := fs.ReadDir(d.FS(), dir)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		for _, e := range entries {
			if !strings.HasPrefix(e.Name(), ".") || !strings.HasSuffix(e.Name(), tempSuffix) {
				continue
			}
			if err := d.Remove(path.Join(dir, e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

// pruneFolders removes the folders that the removed files leave empty. One
// that stays, for whatever reason, does no harm.
func pruneFolders(d Disk, removed []Item) {
	for _, it := range removed {
		for dir := path.Dir(it.Path); dir != "."; dir = path.Dir(dir) {
			if d.Remove(dir) != nil {
				break
			}
		}
	}
}
