package schema

import "gopkg.in/yaml.v3"

// anyValue is a literal of any kind, or a reference to an argument. Resolve
// holds it against the type it is for.
type anyValue struct{}

func (anyValue) accepts() string { return "a value, or $argument" }

func (anyValue) empty() bool { return false }

func (a anyValue) read(r *reader, at Range, n *yaml.Node) (ValueEntry, bool) {
	v := ValueEntry{Range: r.place(at, n)}
	switch n.Kind {
	case yaml.AliasNode:
		return v, false
	case yaml.SequenceNode:
		v.Kind = ListValue
		for _, item := range n.Content {
			e, ok := a.read(r, Range{}, item)
			if !ok {
				return ValueEntry{}, false
			}
			v.Items = append(v.Items, e)
		}
		return v, true
	case yaml.MappingNode:
		v.Kind = MapValue
		pairs, ok := r.pairs(n)
		for _, p := range pairs {
			e, good := a.read(r, p.key.Range, p.value)
			ok = ok && good
			v.Entries = append(v.Entries, Named[ValueEntry]{p.key, e})
		}
		if !ok {
			return ValueEntry{}, false
		}
		return v, true
	}
	if isNull(n) {
		r.error(codeNoValue, v.Range, "a value is missing").help("write the value; a schema has no null")
		return ValueEntry{}, false
	}
	s := r.scalar(n)
	return ValueEntry{Kind: ScalarValue, Range: s.Range, Text: s.Value, Tag: n.ShortTag()}, true
}

// interval is a duration, or a reference to an argument that holds one.
type interval struct{}

func (interval) accepts() string { return "a duration such as 5s, or $argument" }

func (interval) empty() bool { return false }

func (i interval) read(r *reader, at Range, n *yaml.Node) (ValueEntry, bool) {
	if n.Kind != yaml.ScalarNode {
		r.wrongKind(at, n, i.accepts())
		return ValueEntry{}, false
	}
	return anyValue{}.read(r, at, n)
}
