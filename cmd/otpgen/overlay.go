package main

import (
	"bytes"
	"cmp"
	"io/fs"
	"path"
	"slices"

	"github.com/otpgen/otpgen/cmd/otpgen/internal/write"
)

// edited is a folder as it is after edits.
func edited(disk fs.FS, edits []write.Edit) fs.FS { return &overlay{disk, edits} }

// overlay shows a folder with other contents of some files, and with files
// that are new.
type overlay struct {
	fs.FS
	edits []write.Edit
}

// ReadFile implements [fs.ReadFileFS].
func (o *overlay) ReadFile(name string) ([]byte, error) {
	for _, e := range o.edits {
		if e.Path == name {
			return bytes.Clone(e.Want), nil
		}
	}
	return fs.ReadFile(o.FS, name)
}

// ReadDir implements [fs.ReadDirFS].
func (o *overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(o.FS, name)
	for _, e := range o.edits {
		if e.Have == nil && path.Dir(e.Path) == name && err == nil {
			entries = append(entries, newFile(path.Base(e.Path)))
		}
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return cmp.Compare(a.Name(), b.Name()) })
	return entries, err
}

// newFile is the entry of a regular file that is not there yet.
type newFile string

func (f newFile) Name() string               { return string(f) }
func (f newFile) IsDir() bool                { return false }
func (f newFile) Type() fs.FileMode          { return 0 }
func (f newFile) Info() (fs.FileInfo, error) { return nil, fs.ErrNotExist }
