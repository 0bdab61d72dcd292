package write

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
)

// changedError is a path that is no longer as it was when the run decided
// about it.
type changedError struct{ path string }

func (e *changedError) Error() string {
	return e.path + " was changed by somebody else while otpgen ran; run it again"
}

// hashOf is the hash of what look found, [nothing] for nothing.
func hashOf(have found) string {
	if have.content == nil {
		return nothing
	}
	return hash(have.content)
}

// do brings one step to the disk and returns how to undo it, the last change
// first. A step that is done already does nothing. A path that is neither as
// before the step nor as after it is a *changedError.
func (s step) do(d Disk) (undo []func() error, err error) {
	have, err := look(d.FS(), s.path)
	if err != nil {
		return nil, err
	}
	switch now := hashOf(have); {
	case have.obstacle != "":
		return nil, errors.Join(&changedError{s.path}, errors.New(have.obstacle))
	case now == s.new:
		return nil, nil
	case now != s.old:
		return nil, &changedError{s.path}
	}
	if s.removes() {
		if err := d.Remove(s.path); err != nil {
			return nil, fmt.Errorf("%s: %w", s.path, err)
		}
		return []func() error{s.restore(d)}, nil
	}
	undo, err = makeFolders(d, path.Dir(s.path))
	if err != nil {
		return undo, fmt.Errorf("%s: %w", s.path, err)
	}
	if err := d.Rename(s.staged(), s.path); err != nil {
		return undo, fmt.Errorf("%s: %w", s.path, err)
	}
	if s.old == nothing {
		return append(undo, func() error { return d.Remove(s.path) }), nil
	}
	return append(undo, s.restore(d)), nil
}

// restore puts back the very file that was there. It needs no room on the
// disk.
func (s step) restore(d Disk) func() error {
	return func() error { return d.Rename(s.kept(), s.path) }
}

func makeFolders(d Disk, dir string) (undo []func() error, err error) {
	if dir == "." {
		return nil, nil
	}
	if _, err := fs.Lstat(d.FS(), dir); !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	undo, err = makeFolders(d, path.Dir(dir))
	if err != nil {
		return undo, err
	}
	if err := d.Mkdir(dir); err != nil {
		return undo, err
	}
	return append(undo, func() error { return d.Remove(dir) }), nil
}

// syncFolders returns when the names that the steps changed are on the disk.
func syncFolders(d Disk, steps []step) error {
	synced := map[string]bool{}
	for _, s := range steps {
		// The parents too: the folder itself may be new.
		for dir := path.Dir(s.path); !synced[dir]; dir = path.Dir(dir) {
			synced[dir] = true
			if err := d.Sync(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
	}
	return nil
}

// pruneFolders removes the folders that removed files leave empty. One that
// stays, for whatever reason, does no harm.
func pruneFolders(d Disk, steps []step) {
	for _, s := range steps {
		if !s.removes() {
			continue
		}
		for dir := path.Dir(s.path); dir != "."; dir = path.Dir(dir) {
			if d.Remove(dir) != nil {
				break
			}
		}
	}
}
