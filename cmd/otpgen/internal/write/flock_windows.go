package write

import (
	"errors"
	"os"
	"syscall"
	"unsafe"
)

// The flags of LockFileEx, and its answer when somebody else has the lock.
const (
	lockFailImmediately               = 1
	lockExclusive                     = 2
	errorLockViolation  syscall.Errno = 33
	lockedByte          uint32        = 1 << 30 // far behind the text, which stays readable
	lockedBytes                       = 1
)

// tryLock locks an open file, alone or shared with other readers, and reports
// whether it could. The lock ends with the file, and so with its process.
func tryLock(file *os.File, alone bool) (bool, error) {
	flags := uintptr(lockFailImmediately)
	if alone {
		flags |= lockExclusive
	}
	at := syscall.Overlapped{Offset: lockedByte}
	lockFileEx := syscall.NewLazyDLL("kernel32.dll").NewProc("LockFileEx")
	ok, _, err := lockFileEx.Call(file.Fd(), flags, 0, lockedBytes, 0, uintptr(unsafe.Pointer(&at)))
	if ok != 0 {
		return true, nil
	}
	if errors.Is(err, errorLockViolation) {
		return false, nil
	}
	return false, err
}
