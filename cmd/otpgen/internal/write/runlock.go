package write

import (
	"errors"
	"fmt"
	"io/fs"
	"time"
)

// runLockName is there while a run changes the folder.
const runLockName = ".otpgen.run"

// runLockGuard is there for the moment in which an abandoned lock is removed,
// so that two runs that find it do not remove each other's.
const runLockGuard = ".otpgen.run.guard"

// runLockPoll is how long a waiting run pauses between two attempts.
const runLockPoll = 50 * time.Millisecond

// RunLock keeps two runs from changing one folder at the same time: a person
// and an editor, say. It is a file that names its holder, "4711 host". A lock
// whose holder is dead is taken over.
type RunLock struct {
	Disk  Disk
	PID   int
	Host  string
	Alive func(pid int) bool  // on this host
	Pause func(time.Duration) // time.Sleep, but for tests
	Say   func(string)        // tells the user, once, for whom it waits
	Limit time.Duration       // the longest wait
}

// Acquire takes the lock; release gives it back. It waits for another run as
// long as Limit, and then says in the error how to go on.
func (l RunLock) Acquire() (release func() error, err error) {
	said := false
	for waited := time.Duration(0); ; waited += runLockPoll {
		err := l.Disk.WriteNew(runLockName, l.mark(), 0)
		if err == nil {
			return func() error { return l.Disk.Remove(runLockName) }, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return nil, err
		}
		h := l.holder()
		if waited >= l.Limit {
			return nil, fmt.Errorf("%s is changing this folder; if it is not running, remove %s and %s", h, runLockName, runLockGuard)
		}
		if l.dead(h) {
			if err := l.takeOver(); err != nil {
				return nil, err
			}
			continue
		}
		if !said {
			said = true
			l.Say(fmt.Sprintf("%s is changing this folder, waiting for it", h))
		}
		l.Pause(runLockPoll)
	}
}

// holder is who a lock file names; the zero holder is somebody whose file is
// made but not yet written, or just removed.
type holder struct {
	pid  int
	host string
}

func (h holder) String() string {
	if h.host == "" {
		return "another otpgen"
	}
	return fmt.Sprintf("another otpgen (process %d on %s)", h.pid, h.host)
}

func (l RunLock) mark() []byte { return fmt.Appendf(nil, "%d %s\n", l.PID, l.Host) }

func (l RunLock) holder() holder {
	content, err := fs.ReadFile(l.Disk.FS(), runLockName)
	if err != nil {
		return holder{}
	}
	var h holder
	if n, _ := fmt.Sscanf(string(content), "%d %s\n", &h.pid, &h.host); n != 2 {
		return holder{}
	}
	return h
}

// dead reports whether h is known to be gone. Of another host nothing is
// known.
func (l RunLock) dead(h holder) bool { return h.host != "" && h.host == l.Host && !l.Alive(h.pid) }

// takeOver removes a lock whose holder is dead. It looks once more behind the
// guard, because another run may have removed that lock and taken its own.
func (l RunLock) takeOver() error {
	err := l.Disk.WriteNew(runLockGuard, l.mark(), 0)
	if errors.Is(err, fs.ErrExist) {
		l.Pause(runLockPoll) // another run is at it
		return nil
	}
	if err != nil {
		return err
	}
	if l.dead(l.holder()) {
		err = l.Disk.Remove(runLockName)
	}
	return errors.Join(err, l.Disk.Remove(runLockGuard))
}
