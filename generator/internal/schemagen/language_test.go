package schemagen_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/otpgen/otpgen/generator/internal/schemagen"
	"github.com/otpgen/otpgen/schema"
)

// Every key of the language is drawn, every word of a closed set, and every
// form of what has several. The table that says so is the language's own, so a
// new key fails here until it is drawn.
func TestTheWholeLanguageIsDrawn(t *testing.T) {
	t.Parallel()
	var language map[string]any
	require.NoError(t, json.Unmarshal(schema.JSONSchema(), &language))
	d := &drawn{defs: language["$defs"].(map[string]any), seen: map[string]bool{}}
	d.expect("", language)
	require.Greater(t, len(d.seen), 150)
	for seed := range uint64(400) {
		var root yaml.Node
		require.NoError(t, yaml.Unmarshal([]byte(schemagen.Schema(schemagen.Random(seed), "random")), &root))
		d.mark("", language, root.Content[0])
	}
	for what, seen := range d.seen {
		assert.True(t, seen, "%s is never drawn", what)
	}
}

// drawn walks along the JSON Schema of the language, and remembers which parts
// of it occurred.
type drawn struct {
	defs map[string]any
	seen map[string]bool
}

// resolve follows a reference to a definition; at is its name then.
func (d *drawn) resolve(at string, s map[string]any) (string, map[string]any) {
	if ref, ok := s["$ref"].(string); ok {
		at = strings.TrimPrefix(ref, "#/$defs/")
		return at, d.defs[at].(map[string]any)
	}
	return at, s
}

// expect lists what must occur.
func (d *drawn) expect(at string, s map[string]any) {
	at, s = d.resolve(at, s)
	properties, _ := s["properties"].(map[string]any)
	for name, of := range properties {
		key := at + "." + name
		if _, known := d.seen[key]; !known {
			d.seen[key] = false
			d.expect(key, of.(map[string]any))
		}
	}
	words, _ := s["enum"].([]any)
	for _, word := range words {
		d.seen[fmt.Sprintf("%s: %v", at, word)] = false
	}
	if pattern, _ := s["pattern"].(string); strings.Contains(pattern, "|^(") {
		_, list, _ := strings.Cut(pattern, "|^(") // the words of a duration
		for word := range strings.SplitSeq(strings.TrimSuffix(list, ")$"), "|") {
			d.seen[fmt.Sprintf("%s: %s", at, word)] = false
		}
	}
	if s["type"] == "boolean" {
		d.seen[at+": true"] = false
	}
	forms, _ := s["anyOf"].([]any)
	for i, form := range forms {
		d.seen[fmt.Sprintf("%s, form %d", at, i+1)] = false
		d.expect(at, form.(map[string]any))
	}
	for _, below := range []string{"items", "additionalProperties"} {
		if of, ok := s[below].(map[string]any); ok {
			d.expect(at, of)
		}
	}
}

// mark notes what occurs in a value.
func (d *drawn) mark(at string, s map[string]any, n *yaml.Node) {
	at, s = d.resolve(at, s)
	if n.Kind == yaml.ScalarNode && n.Value != "" {
		d.note(fmt.Sprintf("%s: %s", at, n.Value))
	}
	forms, _ := s["anyOf"].([]any)
	for i, form := range forms {
		if d.fits(n, form.(map[string]any)) {
			d.note(fmt.Sprintf("%s, form %d", at, i+1))
			d.mark(at, form.(map[string]any), n)
		}
	}
	properties, _ := s["properties"].(map[string]any)
	others, _ := s["additionalProperties"].(map[string]any)
	items, _ := s["items"].(map[string]any)
	for i, value := range n.Content {
		switch {
		case n.Kind == yaml.SequenceNode && items != nil:
			d.mark(at, items, value)
		case n.Kind != yaml.MappingNode || i%2 == 0:
		case properties[n.Content[i-1].Value] != nil:
			key := at + "." + n.Content[i-1].Value
			d.note(key)
			d.mark(key, properties[n.Content[i-1].Value].(map[string]any), value)
		case others != nil:
			d.mark(at, others, value)
		}
	}
}

// note marks what is expected; other values are nothing of the table's.
func (d *drawn) note(what string) {
	if _, expected := d.seen[what]; expected {
		d.seen[what] = true
	}
}

// fits reports whether a value has the kind of a form.
func (d *drawn) fits(n *yaml.Node, form map[string]any) bool {
	_, form = d.resolve("", form)
	kind := fmt.Sprint(form["type"])
	switch {
	case strings.Contains(kind, "object"):
		return n.Kind == yaml.MappingNode
	case strings.Contains(kind, "array"):
		return n.Kind == yaml.SequenceNode
	}
	return n.Kind == yaml.ScalarNode
}
