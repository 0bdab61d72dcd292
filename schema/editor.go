package schema

import (
	"strings"

	"gopkg.in/yaml.v3"
)

// editor inserts into the text of a schema that was read without an error. It
// works by the positions of the nodes and writes nothing that was there anew.
type editor struct {
	reader
	mark    string // the byte order mark, or nothing
	root    *yaml.Node
	style   blockStyle
	newline string
}

func newEditor(name string, src []byte) *editor {
	e := &editor{reader: reader{report: newReport(name)}}
	text := string(src)
	if rest, marked := strings.CutPrefix(text, byteOrderMark); marked {
		e.mark, text = byteOrderMark, rest
	}
	e.open(text)
	return e
}

func (e *editor) open(text string) {
	documents, err := decode(text, 1)
	if err != nil || len(documents) == 0 {
		panic("otpgen: internal: a schema that was parsed does not parse again")
	}
	e.source = newSource(text)
	e.root = documents[0].Content[0]
	e.style = styleOf(e.root)
	e.newline = "\n"
	if end := strings.IndexByte(text, '\n'); end > 0 && text[end-1] == '\r' {
		e.newline = "\r\n"
	}
}

// reopen is an editor of a text that this one made.
func (e *editor) reopen(text string) *editor {
	next := &editor{reader: reader{report: newReport(e.file)}, mark: e.mark}
	next.open(text)
	return next
}

// keyRange is where a key of the schema stands; its first line if it does not.
func (e *editor) keyRange(name string) Range {
	if key, _ := entryOf(e.root, name); key != nil {
		return e.source.rangeOf(key)
	}
	return e.source.lineRange(1)
}

// insert adds s to the collection that the keys in path lead to from the root.
func (e *editor) insert(path []string, s sprout) string {
	return e.grow(e.root, path, s)
}

// grow adds s to the collection that the keys in path lead to from a node;
// those keys that are missing are added, too. It returns the new text.
func (e *editor) grow(from *yaml.Node, path []string, s sprout) string {
	var around, key *yaml.Node
	n := from
	for i, name := range path {
		k, value := entryOf(n, name)
		if k == nil {
			for j := len(path) - 1; j >= i; j-- {
				s = sprout{key: path[j], below: []sprout{s}}
			}
			break
		}
		around, key, n = n, k, value
	}
	var text string
	switch {
	case isNull(n):
		text = e.fillIn(around, key, n, s)
	case n.Style&yaml.FlowStyle != 0:
		text = e.appendFlow(n, s)
	default:
		text = e.appendBlock(n, s)
	}
	e.check(n, s, text)
	return text
}

// check reads the new text, which must say what the old one says and s. All
// else is our bug, and nobody's schema is written over by it.
func (e *editor) check(n *yaml.Node, s sprout, text string) {
	if isNull(n) {
		*n = yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
		if s.item {
			*n = yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
		}
	}
	n.Content = append(n.Content, s.nodes()...)
	documents, err := decode(text, 2)
	if err != nil || len(documents) != 1 || !alike(e.root, documents[0].Content[0]) {
		panic("otpgen: internal: adding " + s.key + " to the schema would change what else it says")
	}
}

// alike reports whether two nodes say the same, whatever their style. Nothing
// and an empty mapping do.
func alike(a, b *yaml.Node) bool {
	if hollow(a) && hollow(b) {
		return true
	}
	if a.Kind != b.Kind || a.ShortTag() != b.ShortTag() || wording(a) != wording(b) || len(a.Content) != len(b.Content) {
		return false
	}
	for i := range a.Content {
		if !alike(a.Content[i], b.Content[i]) {
			return false
		}
	}
	return true
}

func hollow(n *yaml.Node) bool {
	return isNull(n) || n.Kind == yaml.MappingNode && len(n.Content) == 0
}

// wording is the text of a scalar. That of a block at the very end of a file
// has a line end more once something follows it, which nobody sees.
func wording(n *yaml.Node) string {
	if n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		return strings.TrimRight(n.Value, "\n")
	}
	return n.Value
}
