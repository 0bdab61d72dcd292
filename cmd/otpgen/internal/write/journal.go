package write

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"strconv"
	"strings"
	"unicode"
)

// workFolder holds what a run has staged, and its journal. Everything in it is
// otpgen's, and it is gone when no run is at work.
const workFolder = ".otpgen.tmp"

// journalName is there from the moment at which all is staged until all is in
// place. A run that finds it completes what it says.
const journalName = workFolder + "/journal"

const journalComment = "# What a run of otpgen is about to do; if it was killed, the next one completes it.\n"

// nothing stands in a journal for the hash of a file that is not there.
const nothing = "-"

// step is one change of a path:
//
//	a_gen.go generated sha256:01 sha256:02    write it over the old one
//	b.go user - sha256:03                     make it
//	c_gen.go generated sha256:04 -            remove it
type step struct {
	path     string
	owner    Owner
	old, new string // hashes, or nothing
	n        int    // its place in the journal, which names its staged files
}

// staged is where the new content waits.
func (s step) staged() string { return path.Join(workFolder, fmt.Sprintf("new-%d", s.n)) }

// kept is where the old content waits until it is no longer needed.
func (s step) kept() string { return path.Join(workFolder, fmt.Sprintf("old-%d", s.n)) }

func (s step) removes() bool { return s.new == nothing }

// journalBytes is a journal as it is written; parseJournal reads the same back.
func journalBytes(steps []step) []byte {
	var b strings.Builder
	b.WriteString(journalComment)
	for _, s := range steps {
		fmt.Fprintf(&b, "%s %s %s %s\n", escaped(s.path), s.owner, s.old, s.new)
	}
	fmt.Fprintf(&b, "end %d\n", len(steps))
	return []byte(b.String())
}

// parseJournal reads a journal, the end of which must be there.
func parseJournal(content []byte) ([]step, error) {
	if len(content) > maxMemory {
		return nil, fmt.Errorf("%s: it is larger than %d MiB; remove the folder %s", journalName, maxMemory>>20, workFolder)
	}
	var steps []step
	n, ended := 0, false
	for line := range strings.Lines(string(content)) {
		n++
		line = strings.TrimSuffix(line, "\n")
		fields := strings.Fields(line)
		switch {
		case strings.HasPrefix(line, "#"):
			continue
		case !ended && len(fields) == 2 && fields[0] == "end" && fields[1] == strconv.Itoa(len(steps)):
			ended = true
			continue
		}
		s, ok := parseStep(fields)
		if !ok || ended {
			return nil, fmt.Errorf("%s:%d: not a line that otpgen wrote: %q; remove the folder %s", journalName, n, beginning(line), workFolder)
		}
		s.n = len(steps)
		steps = append(steps, s)
	}
	if !ended {
		return nil, fmt.Errorf("%s: its end is missing; remove the folder %s", journalName, workFolder)
	}
	return steps, nil
}

// escaped is a path as one word that is no comment: a schema may have a name
// with anything in it. Ordinary paths are as they are.
func escaped(path string) string {
	odd := func(r rune) bool { return !unicode.IsPrint(r) || r == ' ' || r == '%' || r == unicode.ReplacementChar }
	if strings.ContainsFunc(path, odd) || strings.HasPrefix(path, "#") {
		return url.PathEscape(path)
	}
	return path
}

func parseStep(fields []string) (step, bool) {
	if len(fields) != 4 {
		return step{}, false
	}
	name, err := url.PathUnescape(fields[0])
	if err != nil || !fs.ValidPath(name) || name == "." || !isHash(fields[2]) || !isHash(fields[3]) {
		return step{}, false
	}
	s := step{path: name, old: fields[2], new: fields[3]}
	switch fields[1] {
	case Generated.String():
		s.owner = Generated
	case User.String():
		s.owner = User
	}
	return s, s.owner != 0 && s.old != s.new
}

func isHash(word string) bool { return word == nothing || strings.HasPrefix(word, "sha256:") }

// readJournal returns the steps that a killed run left, none if there was no
// such run.
func readJournal(disk fs.FS) ([]step, error) {
	have, err := look(disk, journalName)
	switch {
	case err != nil:
		return nil, err
	case have.obstacle != "":
		return nil, errors.New(have.obstacle + ", but otpgen needs the name for a file of its own: remove it")
	case have.content == nil:
		return nil, nil
	}
	return parseJournal(have.content)
}

// Pending reports whether another run is at work, or was killed and left what
// the next one must complete or clear away.
func Pending(disk fs.FS) bool {
	for _, name := range []string{runLockName, workFolder} {
		if _, err := fs.Lstat(disk, name); !errors.Is(err, fs.ErrNotExist) {
			return true
		}
	}
	return false
}
