package write

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Disk is a folder that can be changed. Names are slash-separated and relative
// to it.
type Disk interface {
	// FS reads the folder.
	FS() fs.FS
	// WriteNew makes a file that must not exist yet and returns when its bytes
	// are on the disk. A perm of 0 is what the user's umask makes of 0644,
	// any other is kept exactly. After an error the file may be there in part.
	WriteNew(name string, content []byte, perm fs.FileMode) error
	// Rename moves a file over another in one step.
	Rename(from, to string) error
	// Remove deletes a file, a link itself, or an empty folder.
	Remove(name string) error
	// Mkdir makes a folder in one that exists.
	Mkdir(name string) error
}

// Folder is the output folder as a [Disk]: no name, link or lock line leads
// out of it. It need not exist until the first change.
type Folder struct {
	base *os.Root
	rel  string
	root *os.Root // nil while the folder does not exist
}

// OpenFolder opens the folder rel below base. A rel that leads out of base,
// by dots or by a link, is an error.
func OpenFolder(base, rel string) (*Folder, error) {
	outer, err := os.OpenRoot(base)
	if err != nil {
		return nil, err
	}
	f := &Folder{base: outer, rel: rel}
	f.root, err = outer.OpenRoot(rel)
	if errors.Is(err, fs.ErrNotExist) {
		f.root, err = nil, nil
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("cannot use the output folder %s: %w", filepath.Join(base, rel), err), outer.Close())
	}
	return f, nil
}

// Make creates the folder if it does not exist.
func (f *Folder) Make() error {
	if f.root != nil {
		return nil
	}
	if err := f.base.MkdirAll(f.rel, 0o755); err != nil {
		return err
	}
	root, err := f.base.OpenRoot(f.rel)
	f.root = root
	return err
}

// Close releases the folder.
func (f *Folder) Close() error {
	if f.root == nil {
		return f.base.Close()
	}
	return errors.Join(f.root.Close(), f.base.Close())
}

// FS implements [Disk]; a folder that does not exist reads as empty.
func (f *Folder) FS() fs.FS {
	if f.root == nil {
		return embed.FS{}
	}
	return f.root.FS()
}

// WriteNew implements [Disk].
func (f *Folder) WriteNew(name string, content []byte, perm fs.FileMode) error {
	file, err := f.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	if perm != 0 {
		err = file.Chmod(perm)
	}
	if err == nil {
		_, err = file.Write(content)
	}
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

// Rename implements [Disk].
func (f *Folder) Rename(from, to string) error { return f.root.Rename(from, to) }

// Remove implements [Disk].
func (f *Folder) Remove(name string) error { return f.root.Remove(name) }

// Mkdir implements [Disk].
func (f *Folder) Mkdir(name string) error { return f.root.Mkdir(name, 0o755) }
