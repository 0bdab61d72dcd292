package write

import (
	"io/fs"
	"slices"
)

// State is what a path is, seen against the wanted files and otp.lock.
type State int

// The states; the zero value is invalid.
const (
	_           State = iota
	Same              // as wanted
	New               // wanted, not there, never written
	Missing           // written before, no longer there: generated, or the user's and needed
	Changed           // generated, as last written, now wanted otherwise
	HandEdited        // generated, and changed since by somebody else
	Foreign           // in the place of a generated file, but never written by otpgen
	Blocked           // in the place of a file or its folder stands something that is not one
	Stale             // generated, as last written, no longer wanted
	StaleEdited       // generated, changed since, no longer wanted
	Absent            // the user's file, written once and moved or deleted since, or never needed: left so
	Released          // the user's file, no longer of use to the schema: left where it is
)

// String is the word that --check prints.
func (s State) String() string {
	switch s {
	case Same:
		return "same"
	case New:
		return "new"
	case Missing:
		return "missing"
	case Changed:
		return "changed"
	case HandEdited, StaleEdited:
		return "hand-edited"
	case Foreign, Blocked:
		return "foreign"
	case Stale:
		return "stale"
	case Absent:
		return "absent"
	case Released:
		return "released"
	}
	panic("otpgen: internal: invalid state of a path")
}

// Action is what happens to a path.
type Action int

// The actions; the zero value is invalid.
const (
	_      Action = iota
	Keep          // leave it alone
	Write         // stage and rename
	Remove        // delete
	Refuse        // stop before the first byte: the user must decide
)

// String is the word that --dry-run prints.
func (a Action) String() string {
	switch a {
	case Keep:
		return "keep"
	case Write:
		return "write"
	case Remove:
		return "remove"
	case Refuse:
		return "refuse"
	}
	panic("otpgen: internal: invalid action")
}

// Item is the decision about one path.
type Item struct {
	Path   string
	Owner  Owner
	State  State
	Action Action
	Want   []byte      // nil when the path is no longer wanted
	Have   []byte      // what is on disk; nil for nothing
	Mode   fs.FileMode // permission bits of what is on disk; 0 for nothing
	// Twin is set for a Foreign path that is free, if another one differs from
	// it only in case.
	Twin string
	// Obstacle is set for Blocked: what stands there and where, e.g.
	// "countertest is a symbolic link".
	Obstacle string
}

// Plan is the decision about every path, sorted by path, and about the lock.
type Plan struct {
	Items []Item
	Lock  Item
}

// With returns the items that have one of the actions.
func (p *Plan) With(actions ...Action) []Item {
	var found []Item
	for _, it := range p.all() {
		if slices.Contains(actions, it.Action) {
			found = append(found, it)
		}
	}
	return found
}

// Drift returns the items that are not as the schema wants them, the lock
// among them.
func (p *Plan) Drift() []Item {
	var drift []Item
	for _, it := range p.all() {
		switch it.State {
		case Same, Absent, Released:
		case New, Missing, Changed, HandEdited, Foreign, Blocked, Stale, StaleEdited:
			drift = append(drift, it)
		default:
			panic("otpgen: internal: invalid state of a path")
		}
	}
	return drift
}

// Idle reports whether there is nothing to do.
func (p *Plan) Idle() bool { return len(p.With(Write, Remove, Refuse)) == 0 }

// Additions decides about files that are written if nothing is in their place,
// and are nobody's business afterwards: otp.lock does not list them.
func Additions(disk fs.FS, files []File) (*Plan, error) {
	c := classifier{disk: disk, twins: newTwins(disk), lock: &Lock{}, next: &Lock{}}
	p := &Plan{Lock: Item{Path: LockName, Owner: Generated, State: Same, Action: Keep}}
	for _, f := range files {
		it, err := c.wanted(f)
		if err != nil {
			return nil, err
		}
		p.Items = append(p.Items, it)
	}
	return p, nil
}

// Reverse is the plan that takes back what p, which was applied, has added and
// edited.
func (p *Plan) Reverse() *Plan {
	back := &Plan{Lock: Item{Path: LockName, Owner: Generated, State: Same, Action: Keep}}
	for _, it := range p.Items {
		switch {
		case it.Action == Write && it.State == New:
			back.Items = append(back.Items, Item{Path: it.Path, Owner: it.Owner, State: Stale, Action: Remove, Have: it.Want})
		case it.Action == Write && it.State == Changed:
			back.Items = append(back.Items, Item{Path: it.Path, Owner: it.Owner, State: Changed, Action: Write, Have: it.Want, Want: it.Have, Mode: it.Mode})
		}
	}
	return back
}

// Count says in numbers what a plan does to the files; the lock is not
// counted.
func (p *Plan) Count() (written, removed, unchanged int) {
	for _, it := range p.Items {
		switch {
		case it.Action == Write:
			written++
		case it.Action == Remove:
			removed++
		case it.State == Same, it.State == Absent:
			unchanged++
		}
	}
	return written, removed, unchanged
}

func (p *Plan) all() []Item { return append(p.Items[:len(p.Items):len(p.Items)], p.Lock) }

// Merged reports whether what is on disk has the conflict markers of a merge.
func (it Item) Merged() bool { return len(sides(it.Have)) > 0 }

// Ours reports whether what is on disk carries otpgen's header.
func (it Item) Ours() bool { return hasHeader(it.Have) }
