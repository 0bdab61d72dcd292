//go:build unix

package write

import (
	"errors"
	"os"
	"syscall"
)

// syncFolder returns when the names in a folder are on the disk. Some file
// systems know no such thing; they do by themselves what they can.
func syncFolder(dir *os.File) error {
	err := dir.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, errors.ErrUnsupported) {
		return nil
	}
	return err
}
