package write

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"strings"
	"testing/fstest"
)

var errDisk = errors.New("disk on fire")

// memDisk is a Disk in memory that can fail. Changing operations are counted
// from 1.
type memDisk struct {
	files  fstest.MapFS
	ops    int
	failAt int  // this operation fails; 0 for none
	dies   bool // and all after it, as after a kill
}

func newMemDisk(files map[string]string) *memDisk {
	d := &memDisk{files: fstest.MapFS{}}
	for name, content := range files {
		for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
			d.files[dir] = &fstest.MapFile{Mode: fs.ModeDir | 0o755}
		}
		d.files[name] = &fstest.MapFile{Data: []byte(content), Mode: 0o644}
	}
	return d
}

func (d *memDisk) fails() bool {
	d.ops++
	return d.ops == d.failAt || d.dies && d.failAt > 0 && d.ops > d.failAt
}

func (d *memDisk) FS() fs.FS { return d.files }

func (d *memDisk) WriteNew(name string, content []byte, perm fs.FileMode) error {
	if _, ok := d.files[name]; ok {
		return fmt.Errorf("create %s: %w", name, fs.ErrExist)
	}
	if d.fails() {
		if !d.dies || d.ops == d.failAt {
			d.files[name] = &fstest.MapFile{Data: content[:len(content)/2], Mode: 0o644}
		}
		return errDisk
	}
	if perm == 0 {
		perm = 0o644
	}
	d.files[name] = &fstest.MapFile{Data: content, Mode: perm}
	return nil
}

func (d *memDisk) Rename(from, to string) error {
	if d.fails() {
		return errDisk
	}
	f, ok := d.files[from]
	if !ok {
		return fs.ErrNotExist
	}
	delete(d.files, from)
	d.files[to] = f
	return nil
}

func (d *memDisk) Remove(name string) error {
	if d.fails() {
		return errDisk
	}
	if _, ok := d.files[name]; !ok {
		return fs.ErrNotExist
	}
	for other := range d.files {
		if strings.HasPrefix(other, name+"/") {
			return errors.New("folder not empty")
		}
	}
	delete(d.files, name)
	return nil
}

func (d *memDisk) Mkdir(name string) error {
	if d.fails() {
		return errDisk
	}
	d.files[name] = &fstest.MapFile{Mode: fs.ModeDir | 0o755}
	return nil
}

// content is every file by name; folders end in a slash.
func (d *memDisk) content() map[string]string {
	m := map[string]string{}
	for name, f := range d.files {
		if f.Mode.IsDir() {
			name += "/"
		}
		m[name] = string(f.Data)
	}
	return m
}

func (d *memDisk) clone() *memDisk { return &memDisk{files: maps.Clone(d.files)} }
