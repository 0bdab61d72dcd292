package write

import (
	"errors"
	"io/fs"
	"path"
	"strings"
)

// twins finds names that differ from wanted ones only in case: some disks
// cannot hold both, and a checkout there would lose one of them.
type twins struct {
	disk    fs.FS
	folders map[string]map[string]string // the names in a folder, by their lower case
}

func newTwins(disk fs.FS) *twins {
	return &twins{disk: disk, folders: map[string]map[string]string{}}
}

// of returns what differs from a path only in case, itself or a folder on the
// way; "" for nothing. The path must not be there.
func (t *twins) of(name string) (twin string, err error) {
	dir := "."
	for element := range strings.SplitSeq(name, "/") {
		names, err := t.in(dir)
		if err != nil {
			return "", err
		}
		there, ok := names[strings.ToLower(element)]
		if ok && there != element {
			return path.Join(dir, there), nil
		}
		if dir = path.Join(dir, element); !ok {
			break
		}
	}
	return "", nil
}

// in lists a folder. Of two names that differ in case alone the last one
// counts, which is in lower case, as the names of outputs mostly are.
func (t *twins) in(dir string) (map[string]string, error) {
	if names := t.folders[dir]; names != nil {
		return names, nil
	}
	entries, err := fs.ReadDir(t.disk, dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	names := map[string]string{}
	for _, e := range entries {
		names[strings.ToLower(e.Name())] = e.Name()
	}
	t.folders[dir] = names
	return names, nil
}
