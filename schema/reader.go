package schema

import (
	"gopkg.in/yaml.v3"
)

// reader holds one text against the language.
type reader struct {
	report
	source  *source
	placed  int            // children of all supervisors read so far
	blanked map[int]string // types without quotes, by the offset where each stood
}

// pair is one entry of a mapping.
type pair struct {
	key   String
	node  *yaml.Node // of the key
	value *yaml.Node
}

// pairs lists the entries of a mapping without the ones that cannot be
// entries. It answers false if there were such.
func (r *reader) pairs(n *yaml.Node) (list []pair, ok bool) {
	ok = true
	first := make(map[string]Range, len(n.Content)/2)
	list = make([]pair, 0, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.Kind == yaml.AliasNode || key.Tag == "!!merge" && key.Style == 0 {
			ok = false
			continue
		}
		if key.Kind != yaml.ScalarNode {
			r.error(codeWrongKind, r.source.rangeOf(key), "a key is a word, not %s", r.kindOf(key)).
				help("write one word before the colon")
			ok = false
			continue
		}
		name := r.scalar(key)
		if before, twice := first[name.Value]; twice {
			r.error(codeDuplicateKey, name.Range, "%s is written twice", quote(name.Value)).
				relate(before, "first written here").help("delete one of the two")
			continue
		}
		first[name.Value] = name.Range
		list = append(list, pair{name, key, value})
	}
	return list, ok
}

// scalar is the text of a scalar, whatever YAML takes it for.
func (r *reader) scalar(n *yaml.Node) String {
	start := r.source.offset(n.Line, n.Column)
	if t, ok := r.blanked[start]; ok {
		return String{Value: t, Range: r.source.span(start, start+len(t))}
	}
	return String{Value: n.Value, Range: r.source.span(start, r.source.end(n))}
}

// place is where a mistake in a value is shown: at the value, or at its key
// where the value is missing or spreads over the lines below.
func (r *reader) place(at Range, n *yaml.Node) Range {
	block := n.Kind != yaml.ScalarNode && n.Style&yaml.FlowStyle == 0
	if at != (Range{}) && (isNull(n) || block) {
		return at
	}
	return r.source.rangeOf(n)
}

// wrongKind reports a value of another kind than the language accepts here.
func (r *reader) wrongKind(at Range, n *yaml.Node, accepts string) *Diagnostic {
	if n.Kind == yaml.AliasNode {
		return nil // the alias is the mistake, and reported
	}
	return r.error(codeWrongKind, r.place(at, n), "expected %s, got %s", accepts, r.kindOf(n))
}

func isNull(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Tag == "!!null"
}

// isText says whether YAML takes a scalar for text. A tag of somebody's own is
// the mistake, not the text behind it.
func isText(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && (n.ShortTag() == "!!str" || n.Style&yaml.TaggedStyle != 0)
}

// kindOf says in words what a node is.
func (r *reader) kindOf(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	case yaml.AliasNode:
		return "an alias"
	}
	if isNull(n) {
		return "nothing"
	}
	return "the " + tagWord(n) + " " + quote(r.scalar(n).Value)
}

// tagWord says what YAML takes a scalar for.
func tagWord(n *yaml.Node) string {
	switch n.ShortTag() {
	case "!!null":
		return "null"
	case "!!bool":
		return "boolean"
	case "!!int", "!!float":
		return "number"
	case "!!timestamp":
		return "date"
	}
	return "text"
}
