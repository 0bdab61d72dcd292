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

// killed is the panic that stands for the end of the process.
type killed struct{}

// memDisk is a Disk in memory that can fail, and kill its process. Changing
// operations are counted from 1.
type memDisk struct {
	files fstest.MapFS
	ops   int
	fault func(op operation) outcome // nil: all goes well
	moved bool                       // the folder is no longer in place
}

// operation is one change that is about to happen.
type operation struct {
	n    int
	room bool // it needs room on the disk
}

// outcome is what becomes of an operation.
type outcome int

const (
	works       outcome = iota
	fails               // and leaves a part, if it writes
	killsBefore         // the process, before anything happened
	killsWithin         // when a part is written
	killsAfter          // when all is done
)

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

// change does an operation, or in its place what fault says. part may be nil.
func (d *memDisk) change(room bool, part, all func()) error {
	d.ops++
	what := works
	if d.fault != nil {
		what = d.fault(operation{d.ops, room})
	}
	if (what == fails || what == killsWithin) && part != nil {
		part()
	}
	switch what {
	case fails:
		return errDisk
	case killsBefore, killsWithin:
		panic(killed{})
	}
	all()
	if what == killsAfter {
		panic(killed{})
	}
	return nil
}

func (d *memDisk) FS() fs.FS { return d.files }

func (d *memDisk) InPlace() error {
	if d.moved {
		return errors.New("moved")
	}
	return nil
}

func (d *memDisk) WriteNew(name string, content []byte, perm fs.FileMode) error {
	if err := d.free(name); err != nil {
		return err
	}
	if perm == 0 {
		perm = 0o644
	}
	return d.change(true,
		func() { d.files[name] = &fstest.MapFile{Data: content[:len(content)/2], Mode: 0o644} },
		func() { d.files[name] = &fstest.MapFile{Data: content, Mode: perm} })
}

func (d *memDisk) Link(from, to string) error {
	if err := d.free(to); err != nil {
		return err
	}
	f, ok := d.files[from]
	if !ok {
		return fs.ErrNotExist
	}
	return d.change(true, nil, func() { d.files[to] = f })
}

func (d *memDisk) Rename(from, to string) error {
	f, ok := d.files[from]
	if !ok {
		return fs.ErrNotExist
	}
	if parent, ok := d.files[path.Dir(to)]; path.Dir(to) != "." && (!ok || !parent.Mode.IsDir()) {
		return fs.ErrNotExist
	}
	return d.change(false, nil, func() {
		delete(d.files, from)
		d.files[to] = f
	})
}

func (d *memDisk) Remove(name string) error {
	if _, ok := d.files[name]; !ok {
		return fs.ErrNotExist
	}
	for other := range d.files {
		if strings.HasPrefix(other, name+"/") {
			return errors.New("folder not empty")
		}
	}
	return d.change(false, nil, func() { delete(d.files, name) })
}

func (d *memDisk) Mkdir(name string) error {
	if err := d.free(name); err != nil {
		return err
	}
	return d.change(true, nil, func() { d.files[name] = &fstest.MapFile{Mode: fs.ModeDir | 0o755} })
}

func (d *memDisk) Sync(string) error { return d.change(false, nil, func() {}) }

func (d *memDisk) free(name string) error {
	if _, ok := d.files[name]; ok {
		return fmt.Errorf("create %s: %w", name, fs.ErrExist)
	}
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

// clone is the disk as the next process finds it.
func (d *memDisk) clone() *memDisk { return &memDisk{files: maps.Clone(d.files)} }
