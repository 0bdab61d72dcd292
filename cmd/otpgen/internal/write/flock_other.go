//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd || windows)

package write

import (
	"errors"
	"os"
)

func tryLock(*os.File, bool) (bool, error) { return false, errors.ErrUnsupported }
