package schema

import (
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// sprout is what is added to a schema, before it is written in the style of
// the place where it goes.
type sprout struct {
	key   string
	value string   // of a flow collection that is written as it is, "" for none
	below []sprout // at most one of value and below is given
	item  bool     // an item of a list, not an entry of a mapping
}

// flow is the sprout inside of braces: Journal: {calls: {Store: {}}}. The
// words are written as word does.
func (s sprout) flow(word func(string) string) string {
	switch {
	case s.item:
		return word(s.key)
	case len(s.below) > 0:
		return word(s.key) + ": " + bracketed(s.below, word)
	case s.value != "":
		return word(s.key) + ": " + s.value
	}
	return word(s.key) + ": {}"
}

// flowOf is a mapping or list of sprouts in one line.
func flowOf(list []sprout) string { return bracketed(list, plainOrQuoted) }

func bracketed(list []sprout, word func(string) string) string {
	var parts []string
	for _, s := range list {
		parts = append(parts, s.flow(word))
	}
	inner := strings.Join(parts, ", ")
	if list[0].item {
		return "[" + inner + "]"
	}
	return "{" + inner + "}"
}

// block is the sprout in lines of its own, each indented.
func (s sprout) block(indent int, style blockStyle) []string {
	margin := strings.Repeat(" ", indent)
	if s.item {
		return []string{margin + "- " + plainOrQuoted(s.key)}
	}
	if s.value != "" {
		return []string{margin + plainOrQuoted(s.key) + ": " + s.value}
	}
	lines := []string{margin + plainOrQuoted(s.key) + ":"}
	for _, b := range s.below {
		lines = append(lines, b.block(indent+style.of(b), style)...)
	}
	return lines
}

// nodes is the sprout as the parser should read it again.
func (s sprout) nodes() []*yaml.Node {
	key := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s.key}
	if s.item {
		return []*yaml.Node{key}
	}
	value := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	if s.value != "" || len(s.below) > 0 && s.below[0].item {
		value = &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
	}
	for _, b := range s.below {
		value.Content = append(value.Content, b.nodes()...)
	}
	return []*yaml.Node{key, value}
}

// plainOrQuoted is a name as YAML reads it for text: Null needs quotes.
func plainOrQuoted(name string) string {
	documents, err := decode(name, 1)
	if err != nil || len(documents) == 0 || !isText(documents[0].Content[0]) {
		return strconv.Quote(name)
	}
	return name
}

// blockStyle is how the author of a schema indents.
type blockStyle struct {
	step int // of a mapping inside of a mapping
	dash int // of a list inside of a mapping: 0 if its dashes stand below the key
}

func (b blockStyle) of(s sprout) int {
	if s.item {
		return b.dash
	}
	return b.step
}

// styleOf is the style of the first places that show it; where none does, the
// one that yaml.v3 has in examples.
func styleOf(root *yaml.Node) blockStyle {
	style := blockStyle{step: -1, dash: -1}
	var visit func(n *yaml.Node)
	visit = func(n *yaml.Node) {
		for i, inner := range n.Content {
			within := n.Kind == yaml.MappingNode && n.Style&yaml.FlowStyle == 0 && i%2 == 1
			block := inner.Style&yaml.FlowStyle == 0 && len(inner.Content) > 0
			switch {
			case within && block && inner.Kind == yaml.MappingNode && style.step < 0:
				style.step = inner.Column - n.Column
			case within && block && inner.Kind == yaml.SequenceNode && style.dash < 0:
				style.dash = inner.Column - n.Column
			}
			visit(inner)
		}
	}
	visit(root)
	if style.step < 1 {
		style.step = 2
	}
	if style.dash < 0 {
		style.dash = style.step
	}
	return style
}
