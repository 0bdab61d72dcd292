package write

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

// LockName is the file that remembers what otpgen wrote.
const LockName = "otp.lock"

const lockComment = "# What otpgen wrote here, and how it looked. Commit this file; do not edit it.\n"

// Lock is the content of otp.lock:
//
//	# What otpgen wrote here, and how it looked. ...
//	inputs sha256:5f0c...
//	warnings 1
//	counter.go user sha256:09ab...
//	counter_gen.go generated sha256:77d1...
//
// One sorted line for each file, so that two branches that touch different
// services merge without a conflict but in the inputs. The hash of a user's
// file is that of the skeleton it began with.
type Lock struct {
	Digest     string // of the inputs of the last run; "" if there was none
	Warnings   int    // that the last run printed
	Entries    []Entry
	Conflicted bool // a merge left its markers: Entries are those of both sides
}

// Entry is one file of a Lock.
type Entry struct {
	Path  string
	Owner Owner
	Hash  string
}

// LockError is a line of otp.lock that otpgen cannot have written.
type LockError struct {
	Line int // from 1
	Text string
}

func (e *LockError) Error() string {
	return fmt.Sprintf("%s:%d: not a line that otpgen wrote: %q", LockName, e.Line, e.Text)
}

// ParseLock reads otp.lock; a mistake is a *LockError. Markers of a merge
// conflict are not a mistake.
func ParseLock(content []byte) (*Lock, error) {
	lock := &Lock{}
	n := 0
	for line := range strings.Lines(string(lf(content))) {
		n++
		line = strings.TrimSuffix(line, "\n")
		if isConflictMarker(line) {
			lock.Conflicted = true
			continue
		}
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if !lock.read(strings.Fields(line)) {
			return nil, &LockError{Line: n, Text: line}
		}
	}
	if lock.Conflicted {
		lock.Digest = ""
	}
	slices.SortFunc(lock.Entries, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Owner, b.Owner), cmp.Compare(a.Hash, b.Hash))
	})
	return lock, nil
}

// read takes in the fields of one line and reports whether they are known.
func (l *Lock) read(fields []string) bool {
	switch {
	case len(fields) == 2 && fields[0] == "inputs":
		l.Digest = fields[1]
		return true
	case len(fields) == 2 && fields[0] == "warnings":
		n, err := strconv.Atoi(fields[1])
		l.Warnings = n
		return err == nil && n > 0
	case len(fields) == 3 && fs.ValidPath(fields[0]) && strings.HasPrefix(fields[2], "sha256:"):
		e := Entry{Path: fields[0], Hash: fields[2]}
		switch fields[1] {
		case Generated.String():
			e.Owner = Generated
		case User.String():
			e.Owner = User
		default:
			return false
		}
		l.Entries = append(l.Entries, e)
		return true
	}
	return false
}

func isConflictMarker(line string) bool {
	for _, marker := range []string{"<<<<<<<", "|||||||", "=======", ">>>>>>>"} {
		if strings.HasPrefix(line, marker) {
			return true
		}
	}
	return false
}

// Bytes is the lock as it is written; ParseLock reads the same back.
func (l *Lock) Bytes() []byte {
	var b strings.Builder
	b.WriteString(lockComment)
	if l.Digest != "" {
		fmt.Fprintf(&b, "inputs %s\n", l.Digest)
	}
	if l.Warnings > 0 {
		fmt.Fprintf(&b, "warnings %d\n", l.Warnings)
	}
	for _, e := range l.Entries {
		fmt.Fprintf(&b, "%s %s %s\n", e.Path, e.Owner, e.Hash)
	}
	return []byte(b.String())
}

// of returns the entries of path: none, one, or those of both sides of a
// conflict.
func (l *Lock) of(path string) []Entry {
	i, _ := slices.BinarySearchFunc(l.Entries, path, func(e Entry, p string) int { return cmp.Compare(e.Path, p) })
	j := i
	for j < len(l.Entries) && l.Entries[j].Path == path {
		j++
	}
	return l.Entries[i:j]
}
