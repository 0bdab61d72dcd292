package schema

import (
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// inspect refuses the parts of YAML that a schema does without: anchors,
// aliases and merge keys, which make one text stand in two places, tags, which
// change what a text means, and bottomless nesting. It answers false if
// reading on would be unsafe.
func (r *reader) inspect(n *yaml.Node, depth int) bool {
	if depth > maxDepth && n.Kind != yaml.ScalarNode {
		r.tooDeep(r.source.rangeOf(n))
		return false
	}
	start := r.source.offset(n.Line, n.Column)
	switch {
	case n.Kind == yaml.AliasNode:
		r.error(codeAlias, r.source.rangeOf(n), "a schema has no aliases").
			help("write the value out; for a pointer type write %q", "*"+n.Value)
	case n.Anchor != "":
		r.error(codeAlias, r.source.span(start, start+1), "a schema has no anchors").help("delete &%s", n.Anchor)
	case n.Tag == "!!merge" && n.Style == 0:
		r.error(codeAlias, r.source.rangeOf(n), "a schema has no merge keys").help("write the entries out")
	case n.Style&yaml.TaggedStyle != 0:
		r.error(codeTag, r.source.span(start, start+1), "a schema has no tags").
			help("delete %s; put quotes around the value to make it text", n.Tag)
	}
	if n.Kind == yaml.ScalarNode && len(n.Value) > maxText {
		r.error(codeTooLong, r.source.rangeOf(n), "this text has %d bytes, more than %d", len(n.Value), maxText).
			help("shorten it; what is long belongs into a file of its own")
	}
	if n.Kind == yaml.ScalarNode && n.Style&yaml.DoubleQuotedStyle != 0 {
		r.escaped(n)
	}
	for _, c := range n.Content {
		if !r.inspect(c, depth+1) {
			return false
		}
	}
	return true
}

// escaped refuses what an escape smuggles into quoted text.
func (r *reader) escaped(n *yaml.Node) {
	i := strings.IndexFunc(n.Value, func(c rune) bool { _, bad := forbidden(c); return bad })
	if i < 0 {
		return
	}
	c, _ := utf8.DecodeRuneInString(n.Value[i:])
	name, _ := forbidden(c)
	r.error(codeCharacter, r.source.rangeOf(n), "this text holds %s, which may not stand in a schema", name).
		help("delete the escape")
}

func (r *reader) tooDeep(at Range) {
	r.error(codeTooDeep, at, "the schema is nested deeper than %d levels", maxDepth).
		help("give the inner supervisors names of their own and move them to the top level")
}
