package write

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"slices"
)

// Wanted is the outcome of one generation.
type Wanted struct {
	Files    []File
	Source   string // the schema, relative to the output folder; see Lock
	Digest   string // of everything that the files depend on
	Warnings int    // that were printed; see Unchanged
	// Force overwrites generated files that were edited by hand, and files
	// that carry otpgen's header without being listed in otp.lock.
	Force bool
}

// Unchanged reports whether disk already holds the outcome of the inputs that
// digest stands for, and how many files that is. It reads, but renders
// nothing. A run that printed warnings counts as changed, so that the next one
// prints them again.
func Unchanged(disk fs.FS, digest string) (files int, ok bool) {
	content := LastLock(disk)
	lock, err := ParseLock([]byte(content))
	if err != nil || Pending(disk) || string(lf([]byte(content))) != string(lock.Bytes()) || lock.Digest != lock.seal(digest) || lock.Warnings > 0 {
		return 0, false
	}
	for _, e := range lock.Entries {
		if e.Owner == User {
			continue
		}
		have, err := look(disk, e.Path)
		if err != nil || have.obstacle != "" || hash(have.content) != e.Hash {
			return 0, false
		}
	}
	return len(lock.Entries), true
}

// LastLock is otp.lock as it is, "" for none: every run that finishes with a
// change leaves another one.
func LastLock(disk fs.FS) string {
	have, err := look(disk, LockName)
	if err != nil {
		return ""
	}
	return string(have.content)
}

// Classify decides what to do with each path. It only reads. A lock that
// otpgen did not write is a *LockError, everything else an error of the disk.
func Classify(disk fs.FS, w Wanted) (*Plan, error) {
	have, err := look(disk, LockName)
	if err != nil {
		return nil, err
	}
	lock, err := ParseLock(have.content)
	if err != nil {
		return nil, err
	}
	steps, err := readJournal(disk)
	if err != nil {
		return nil, err
	}
	lock.learn(steps)
	c := classifier{disk: disk, twins: newTwins(disk), lock: lock, force: w.Force, next: &Lock{Sources: sources(w.Source), Digest: w.Digest, Warnings: w.Warnings}}
	plan := &Plan{}
	for _, f := range w.Files {
		it, err := c.wanted(f)
		if err != nil {
			return nil, err
		}
		plan.Items = append(plan.Items, it)
	}
	unwanted, err := c.unwanted(w.Files)
	if err != nil {
		return nil, err
	}
	plan.Items = append(plan.Items, unwanted...)
	slices.SortFunc(plan.Items, func(a, b Item) int { return cmp.Compare(a.Path, b.Path) })
	plan.Lock = c.lockItem(have)
	return plan, nil
}

func sources(source string) []string {
	if source == "" {
		return nil
	}
	return []string{source}
}

type classifier struct {
	disk  fs.FS
	twins *twins
	lock  *Lock // of the last run
	next  *Lock // after this one
	force bool
}

func (c *classifier) wanted(f File) (Item, error) {
	if !fs.ValidPath(f.Path) || f.Path == "." {
		panic(fmt.Sprintf("otpgen: internal: invalid path of an output: %q", f.Path))
	}
	have, err := look(c.disk, f.Path)
	if err != nil {
		return Item{}, err
	}
	it := Item{Path: f.Path, Owner: f.Owner, Want: f.Content, Have: have.content, Mode: have.mode, Obstacle: have.obstacle}
	switch f.Owner {
	case Generated:
		it.State = c.generated(f, have)
	case User:
		it.State = c.users(f, have)
	default:
		panic("otpgen: internal: invalid owner of a file")
	}
	if it.State == New || it.State == Missing {
		if it.Twin, err = c.twins.of(f.Path); err != nil {
			return Item{}, err
		}
		if it.Twin != "" {
			it.State = Foreign
		}
	}
	it.Action = c.action(it)
	c.remember(f)
	return it, nil
}

func (c *classifier) generated(f File, have found) State {
	entries := ownedBy(c.lock.of(f.Path), Generated)
	switch {
	case have.obstacle != "":
		return Blocked
	case have.content == nil && len(entries) > 0:
		return Missing
	case have.content == nil:
		return New
	case bytes.Equal(lf(have.content), lf(f.Content)):
		return Same
	case c.asLeft(entries, have.content), c.merged(entries, have.content, f):
		return Changed
	case len(entries) > 0:
		return HandEdited
	}
	return Foreign
}

// asLeft reports whether content is what a run left there, or, in pieces, what
// a merge could not bring together of what several runs left there.
func (c *classifier) asLeft(entries []Entry, content []byte) bool {
	known := func(content []byte) bool {
		h := hash(content)
		return slices.ContainsFunc(entries, func(e Entry) bool { return e.Hash == h })
	}
	if known(content) {
		return true
	}
	parts := sides(content)
	return len(parts) > 0 && !slices.ContainsFunc(parts, func(side []byte) bool { return !known(side) })
}

// merged reports whether a merge made content out of generated files, in part
// cleanly, so that no hash knows it, and nothing in it could be lost: every
// line is generated again. If there was no merge, no such guess is made: what
// is missing was taken out by hand.
func (c *classifier) merged(entries []Entry, content []byte, f File) bool {
	parts := sides(content)
	if len(parts) == 0 && c.lock.Conflicted && len(entries) > 0 {
		parts = [][]byte{content}
	}
	lost := func(part []byte) bool {
		return !hasHeader(part) || !linesOccur(part, f.Content, path.Ext(f.Path) == ".md")
	}
	return len(parts) > 0 && !slices.ContainsFunc(parts, lost)
}

func (c *classifier) users(f File, have found) State {
	generated := ownedBy(c.lock.of(f.Path), Generated)
	switch {
	case have.content != nil && len(generated) > 0 && hasHeader(have.content):
		// The name was that of a generated file, which is not the user's now.
		if c.asLeft(generated, have.content) {
			return Changed
		}
		return HandEdited
	case have.content != nil || have.obstacle != "" && !have.above:
		return Same // whatever it is, it is theirs
	case have.obstacle != "":
		return Blocked
	case len(ownedBy(c.lock.of(f.Path), User)) > 0 && f.Needed:
		return Missing
	case len(ownedBy(c.lock.of(f.Path), User)) > 0, f.Elsewhere:
		return Absent
	}
	return New
}

// unwanted decides about what the lock lists and the schema no longer gives.
func (c *classifier) unwanted(files []File) ([]Item, error) {
	wanted := map[string]bool{}
	for _, f := range files {
		wanted[f.Path] = true
	}
	var items []Item
	for _, e := range c.lock.Entries {
		if wanted[e.Path] {
			continue
		}
		wanted[e.Path] = true // both sides of a conflict: once
		if c.ofAnother(e.Path) {
			continue
		}
		have, err := look(c.disk, e.Path)
		if err != nil {
			return nil, err
		}
		if have.content == nil {
			continue // nothing there, or something that never was ours
		}
		it := Item{Path: e.Path, Owner: e.Owner, Have: have.content, Mode: have.mode}
		entries := ownedBy(c.lock.of(e.Path), Generated)
		switch {
		case len(entries) == 0:
			it.State = Released
		case !hasHeader(have.content):
			continue // somebody has made it theirs, or the lock is wrong
		case c.asLeft(entries, have.content):
			it.State = Stale
		default:
			it.State = StaleEdited
		}
		it.Action = c.action(it)
		switch { // say so again next time
		case it.State == StaleEdited && it.Action == Keep:
			c.next.Entries = append(c.next.Entries, entries[0])
		case it.State == Released:
			c.next.Entries = append(c.next.Entries, Entry{Path: e.Path, Owner: User})
			c.next.Warnings++
		}
		items = append(items, it)
	}
	return items, nil
}

// ofAnother reports whether a path is below a folder with a lock of its own,
// which holds another package: the files in it are its own affair.
func (c *classifier) ofAnother(name string) bool {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if _, err := fs.Lstat(c.disk, path.Join(dir, LockName)); err == nil {
			return true
		}
	}
	return false
}

func (c *classifier) action(it Item) Action {
	switch it.State {
	case Same, Absent, Released:
		return Keep
	case New, Missing, Changed:
		return Write
	case HandEdited:
		if c.force {
			return Write
		}
		return Refuse
	case Foreign:
		if c.force && hasHeader(it.Have) {
			return Write
		}
		return Refuse
	case Blocked:
		return Refuse
	case Stale:
		return Remove
	case StaleEdited:
		if c.force && hasHeader(it.Have) {
			return Remove
		}
		return Keep
	}
	panic("otpgen: internal: invalid state of a path")
}

// remember adds the line of a wanted file to the next lock.
func (c *classifier) remember(f File) {
	e := Entry{Path: f.Path, Owner: f.Owner}
	if f.Owner == Generated {
		e.Hash = hash(f.Content)
	}
	c.next.Entries = append(c.next.Entries, e)
}

func (c *classifier) lockItem(have found) Item {
	slices.SortFunc(c.next.Entries, func(a, b Entry) int { return cmp.Compare(a.Path, b.Path) })
	c.next.Digest = c.next.seal(c.next.Digest)
	it := Item{Path: LockName, Owner: Generated, Want: c.next.Bytes(), Have: have.content, Mode: have.mode, Obstacle: have.obstacle}
	switch {
	case have.obstacle != "":
		it.State = Blocked
	case have.content == nil:
		it.State = New
	case bytes.Equal(lf(have.content), it.Want):
		it.State = Same
	default:
		it.State = Changed
	}
	it.Action = c.action(it)
	return it
}

func ownedBy(entries []Entry, o Owner) []Entry {
	var found []Entry
	for _, e := range entries {
		if e.Owner == o {
			found = append(found, e)
		}
	}
	return found
}
