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
	// Link gives a file a second name, which must be free.
	Link(from, to string) error
	// Rename moves a file over another in one step.
	Rename(from, to string) error
	// Remove deletes a file, a link itself, or an empty folder.
	Remove(name string) error
	// Mkdir makes a folder in one that exists.
	Mkdir(name string) error
	// Sync returns when the names in a folder are on the disk.
	Sync(dir string) error
	// InPlace is an error if the folder is no longer where it was opened.
	InPlace() error
}

// Folder is the output folder as a [Disk]: no name, link or lock line leads
// out of it. It need not exist until the first change.
type Folder struct {
	base *os.Root
	path string // of base
	rel  string
	root *os.Root // nil while the folder does not exist
	made []string // by Make, relative to base, the outermost first
}

// OpenFolder opens the folder rel below base. A rel that leads out of base,
// by dots or by a link, is an error.
func OpenFolder(base, rel string) (*Folder, error) {
	outer, err := os.OpenRoot(base)
	if err != nil {
		return nil, err
	}
	f := &Folder{base: outer, path: base, rel: rel}
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
	err := f.makeAll(f.rel)
	if err == nil {
		f.root, err = f.base.OpenRoot(f.rel)
	}
	if err != nil {
		f.Unmake()
	}
	return err
}

func (f *Folder) makeAll(rel string) error {
	if rel == "." {
		return nil
	}
	if err := f.makeAll(filepath.Dir(rel)); err != nil {
		return err
	}
	err := f.base.Mkdir(rel, 0o755)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err == nil {
		f.made = append(f.made, rel)
	}
	return err
}

// Unmake removes the folders that Make created, as far as they are empty: a
// run that failed leaves nothing behind.
func (f *Folder) Unmake() {
	for i := len(f.made) - 1; i >= 0; i-- {
		if f.base.Remove(f.made[i]) != nil {
			return // somebody uses it by now
		}
	}
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

// Link implements [Disk].
func (f *Folder) Link(from, to string) error { return f.root.Link(from, to) }

// Rename implements [Disk].
func (f *Folder) Rename(from, to string) error { return f.root.Rename(from, to) }

// Remove implements [Disk].
func (f *Folder) Remove(name string) error { return f.root.Remove(name) }

// Mkdir implements [Disk].
func (f *Folder) Mkdir(name string) error { return f.root.Mkdir(name, 0o755) }

// Sync implements [Disk].
func (f *Folder) Sync(dir string) error {
	file, err := f.root.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(syncFolder(file), file.Close())
}

// InPlace implements [Disk].
func (f *Folder) InPlace() error {
	opened, err := f.root.Stat(".")
	if err != nil {
		return err
	}
	there, err := os.Stat(filepath.Join(f.path, f.rel))
	if err != nil || !os.SameFile(opened, there) {
		return errors.Join(errors.New("the folder was moved or replaced while otpgen ran"), err)
	}
	return nil
}
