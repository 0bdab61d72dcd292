package write

import (
	"errors"
	"io/fs"
	"path"
)

// found is what stands at a path: nothing (all zero), a regular file, or an
// obstacle.
type found struct {
	content  []byte // not nil for a regular file
	mode     fs.FileMode
	obstacle string // what is in the way
	above    bool   // the obstacle is in the place of a folder on the way
}

// look reads a path without following a link in any of its elements: what a
// link leads to is not in this folder, whatever the lock says.
func look(disk fs.FS, name string) (found, error) {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		info, err := fs.Lstat(disk, dir)
		if err == nil && !info.IsDir() {
			return found{obstacle: dir + " is " + kind(info.Mode()), above: true}, nil
		}
	}
	info, err := fs.Lstat(disk, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return found{}, nil
	case err != nil:
		return found{}, err
	case !info.Mode().IsRegular():
		return found{obstacle: name + " is " + kind(info.Mode())}, nil
	}
	content, err := fs.ReadFile(disk, name)
	if err != nil {
		return found{}, err
	}
	if content == nil {
		content = []byte{}
	}
	return found{content: content, mode: info.Mode().Perm()}, nil
}

func kind(m fs.FileMode) string {
	switch {
	case m.IsRegular():
		return "a file"
	case m.IsDir():
		return "a folder"
	case m&fs.ModeSymlink != 0:
		return "a symbolic link"
	case m&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case m&fs.ModeSocket != 0:
		return "a socket"
	}
	return "a device"
}
