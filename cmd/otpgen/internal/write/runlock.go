package write

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"
)

// runLockName is there while a run changes the folder. It is locked by the
// operating system, which unlocks it when the process ends, however it ends:
// a file that nobody has locked was left by a run that was killed.
const runLockName = ".otpgen.run"

// runLockPoll is how long a waiting run pauses between two attempts.
const runLockPoll = 50 * time.Millisecond

// RunLock keeps two runs from changing one folder at the same time: a person
// and an editor, say.
type RunLock struct {
	Holder string        // who we are, for the one who waits: "process 4711 on host"
	Say    func(string)  // tells the user, once, for whom it waits
	Limit  time.Duration // the longest wait
}

// Acquire takes the lock of a folder that exists; release gives it back. It
// waits for another run as long as Limit.
func (l RunLock) Acquire(ctx context.Context, f *Folder) (release func() error, err error) {
	var file *os.File
	err = l.wait(ctx, f, func() (free bool, err error) {
		file, err = l.take(f)
		return file != nil, err
	})
	if err != nil {
		return nil, err
	}
	return func() error { return errors.Join(f.root.Remove(runLockName), file.Close()) }, nil
}

// Await waits until no other run changes the folder, as long as Limit, and
// reports whether one did. Unlike Acquire it writes nothing, and so the next
// run may begin right after.
func (l RunLock) Await(ctx context.Context, f *Folder) (waited bool, err error) {
	err = l.wait(ctx, f, func() (free bool, err error) {
		if f.root == nil {
			return true, nil
		}
		file, err := openRunLock(f, os.O_RDONLY)
		if file == nil {
			return err == nil, err
		}
		free, err = tryLock(file, false)
		waited = waited || !free
		return free, errors.Join(lockError(err), file.Close())
	})
	return waited, err
}

func (l RunLock) wait(ctx context.Context, f *Folder, try func() (free bool, err error)) error {
	said := false
	for waited := time.Duration(0); ; waited += runLockPoll {
		if free, err := try(); free || err != nil {
			return err
		}
		other := holderOf(f)
		if waited >= l.Limit {
			return fmt.Errorf("%s has been changing this folder for more than %v", other, l.Limit)
		}
		// One pause is no news, and by then it has a name.
		if !said && waited > 0 {
			said = true
			l.Say(other + " is changing this folder, waiting for it")
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-time.After(runLockPoll):
		}
	}
}

// take makes the lock file and locks it; nil if another run has it. Nothing is
// ever written to a file that is there already: it might have a second name.
func (l RunLock) take(f *Folder) (*os.File, error) {
	if free, err := removeAbandoned(f); !free || err != nil {
		return nil, err
	}
	file, err := f.root.OpenFile(runLockName, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return nil, nil // another run was faster
	}
	if err != nil {
		return nil, err
	}
	// Until it is locked, another run takes the file for abandoned, removes it
	// and makes its own.
	mine, err := tryLock(file, true)
	if err != nil {
		return nil, errors.Join(lockError(err), f.root.Remove(runLockName), file.Close())
	}
	if !mine || !sameFile(f, file) {
		return nil, file.Close()
	}
	if _, err := file.WriteString(l.Holder + "\n"); err != nil {
		return nil, errors.Join(err, f.root.Remove(runLockName), file.Close())
	}
	return file, nil
}

// removeAbandoned removes the lock file of a run that was killed. The place is
// free if there is none then.
func removeAbandoned(f *Folder) (free bool, err error) {
	file, err := openRunLock(f, os.O_RDWR)
	if file == nil {
		return err == nil, err
	}
	locked, err := tryLock(file, true)
	if err = lockError(err); locked && sameFile(f, file) {
		// Who waits for this lock will find that the name is gone.
		free, err = true, f.root.Remove(runLockName)
	}
	return free, errors.Join(err, file.Close())
}

// openRunLock opens the lock file, nil if there is none. It follows no link.
func openRunLock(f *Folder, flag int) (*os.File, error) {
	info, err := f.root.Lstat(runLockName)
	if err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is %s, but otpgen needs the name for a file of its own: remove it", runLockName, kind(info.Mode()))
	}
	var file *os.File
	if err == nil {
		file, err = f.root.OpenFile(runLockName, flag, 0)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return file, err
}

// sameFile reports whether the lock file is still the one that was opened.
func sameFile(f *Folder, file *os.File) bool {
	opened, err := file.Stat()
	if err != nil {
		return false
	}
	there, err := f.root.Lstat(runLockName)
	return err == nil && os.SameFile(opened, there)
}

func lockError(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: the file system cannot lock files, so otpgen cannot keep two runs apart: %w", runLockName, err)
}

// holderOf is who the lock file names.
func holderOf(f *Folder) string {
	content, err := fs.ReadFile(f.root.FS(), runLockName)
	name := strings.TrimSuffix(string(content), "\n")
	if err != nil || name == "" || len(name) > 200 || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r > '~' }) {
		return "another otpgen"
	}
	return "another otpgen (" + name + ")"
}
