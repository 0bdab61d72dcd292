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
//	source otp.yaml
//	inputs sha256:5f0c...
//	warnings 1
//	counter.go user
//	counter_gen.go generated sha256:77d1...
//
// One sorted line for each file, so that two branches that touch different
// services merge without a conflict but in the inputs. A user's file has no
// hash: it changes all the time, and nothing depends on how it began. Locks of
// old had one, which is read and dropped.
type Lock struct {
	Sources    []string // the schema, relative to the lock, slash-separated; several if a merge made it
	Digest     string   // of the inputs of the last run, and of all else here; "" if there was none
	Warnings   int      // that the last run printed, files without a service among them
	Entries    []Entry
	Conflicted bool // it is what a merge made: Entries are those of both sides
}

// Entry is one file of a Lock.
type Entry struct {
	Path  string
	Owner Owner
	Hash  string // "" for a user's file
}

// maxMemory is the largest lock or journal that is read: a hundred times what
// a schema of the largest size gives.
const maxMemory = 16 << 20

// LockError is a line of otp.lock that otpgen cannot have written.
type LockError struct {
	Line int    // from 1
	Text string // the line, or its beginning; "" if the whole file is too large
}

func (e *LockError) Error() string { return fmt.Sprintf("%s:%d: %s", LockName, e.Line, e.Problem()) }

// Problem says what is wrong with the file, without its name.
func (e *LockError) Problem() string {
	if e.Text == "" {
		return fmt.Sprintf("is larger than %d MiB", maxMemory>>20)
	}
	return fmt.Sprintf("holds a line that otpgen did not write: %q", e.Text)
}

// beginning is as much of a line as a message shows.
func beginning(line string) string {
	const most = 80
	if len(line) <= most {
		return line
	}
	return strings.ToValidUTF8(line[:most], "") + "..."
}

// ParseLock reads otp.lock; a mistake is a *LockError. What a merge made of
// two locks is not a mistake, with conflict markers or, after merge=union,
// without.
func ParseLock(content []byte) (*Lock, error) {
	if len(content) > maxMemory {
		return nil, &LockError{Line: 1}
	}
	lock := &Lock{}
	n, digests := 0, 0
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
		if strings.HasPrefix(line, "inputs ") {
			digests++
		}
		if !lock.readSource(line) && !lock.read(strings.Fields(line)) {
			return nil, &LockError{Line: n, Text: beginning(line)}
		}
	}
	if digests > 1 {
		lock.Conflicted = true // version control was told to take both sides
	}
	if lock.Conflicted {
		lock.Digest = ""
	}
	lock.sort()
	return lock, nil
}

// readSource takes in a line that names a schema, which may hold spaces, and
// reports whether it is one. The package is below its schema, so no other path
// is true.
func (l *Lock) readSource(line string) bool {
	source, ok := strings.CutPrefix(line, "source ")
	if plain, err := strconv.Unquote(source); err == nil && source[0] == '"' {
		source = plain
	}
	name := source
	for strings.HasPrefix(name, "../") {
		name = name[len("../"):]
	}
	if !ok || name == "" || name == "." || name == ".." || strings.ContainsAny(name, "/\x00") {
		return false
	}
	if !slices.Contains(l.Sources, source) {
		l.Sources = append(l.Sources, source)
	}
	return true
}

// sourceWord is the name of a schema as its line has it: quoted if it could
// break the line, or be taken for a quoted one.
func sourceWord(source string) string {
	if word := strconv.Quote(source); word != `"`+source+`"` {
		return word
	}
	return source
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
	case len(fields) < 2 || !fs.ValidPath(fields[0]):
		return false
	}
	hashed := len(fields) == 3 && strings.HasPrefix(fields[2], "sha256:")
	switch {
	case fields[1] == Generated.String() && hashed:
		l.Entries = append(l.Entries, Entry{Path: fields[0], Owner: Generated, Hash: fields[2]})
		return true
	case fields[1] == User.String() && (hashed || len(fields) == 2):
		l.Entries = append(l.Entries, Entry{Path: fields[0], Owner: User})
		return true
	}
	return false
}

// seal is the Digest of a lock that was made from inputs with the given digest:
// a lock that lacks a line does not stand for them.
func (l *Lock) seal(inputs string) string {
	if inputs == "" {
		return ""
	}
	rest := *l
	rest.Digest = inputs
	return hash(rest.Bytes())
}

// Bytes is the lock as it is written; ParseLock reads the same back.
func (l *Lock) Bytes() []byte {
	var b strings.Builder
	b.WriteString(lockComment)
	for _, source := range l.Sources {
		fmt.Fprintf(&b, "source %s\n", sourceWord(source))
	}
	if l.Digest != "" {
		fmt.Fprintf(&b, "inputs %s\n", l.Digest)
	}
	if l.Warnings > 0 {
		fmt.Fprintf(&b, "warnings %d\n", l.Warnings)
	}
	for _, e := range l.Entries {
		b.WriteString(strings.TrimSpace(fmt.Sprintf("%s %s %s", e.Path, e.Owner, e.Hash)) + "\n")
	}
	return []byte(b.String())
}

// learn takes in what a killed run may have left: both contents of each
// generated file are otpgen's.
func (l *Lock) learn(steps []step) {
	for _, s := range steps {
		for _, hash := range []string{s.old, s.new} {
			if s.owner == Generated && s.path != LockName && hash != nothing {
				l.Entries = append(l.Entries, Entry{Path: s.path, Owner: Generated, Hash: hash})
			}
		}
	}
	l.sort()
}

func (l *Lock) sort() {
	slices.SortFunc(l.Entries, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Owner, b.Owner), cmp.Compare(a.Hash, b.Hash))
	})
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
