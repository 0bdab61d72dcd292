package schema

import "gopkg.in/yaml.v3"

// childList is the children of one supervisor. All of them together have a
// limit, too, since a child takes more memory than any other entry.
type childList struct{ *sequence[ChildEntry] }

func (c childList) read(r *reader, at Range, n *yaml.Node) ([]ChildEntry, bool) {
	if r.placed > maxPlaced {
		return nil, false // reported
	}
	if r.placed += len(n.Content); r.placed > maxPlaced {
		r.error(codeTooMany, r.place(at, n), "the supervisors up to here have more than %d children", maxPlaced).
			help("start what is alike on demand, in a dynamic child, or split the schema into several applications")
		return nil, false
	}
	return c.sequence.read(r, at, n)
}
