package oracle_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/otpgen/otpgen/generator/internal/schemagen"
	"github.com/otpgen/otpgen/schema"
)

// What becomes of a committed schema after some changes is refused with a place
// in the file, or compiles, vets and passes its tests.
func TestMutantsPass(t *testing.T) {
	t.Parallel()
	bases := committed(t)
	names := slices.Sorted(maps.Keys(bases))
	w := newWorkshop(t)
	// Any mistake is an excuse but one of ours.
	refused := func(found schema.Diagnostics) bool { return assert.True(t, found.HasErrors()) }
	for i := range uint64(*mutants) {
		at := *seed + i
		src := mutant(t, bases[names[at%uint64(len(names))]], schemagen.Random(at))
		w.add(fmt.Sprintf("m%d", at), src, refused)
	}
	w.finish()
	t.Logf("%d mutants passed, %d were refused", w.accepted, w.refused)
}

// mutant changes parts of a schema.
func mutant(t *testing.T, src []byte, c schemagen.Chooser) string {
	t.Helper()
	var root yaml.Node
	require.NoError(t, yaml.Unmarshal(src, &root))
	for range 1 + c.Pick(2) {
		change(root.Content[0], c)
	}
	out, err := yaml.Marshal(&root)
	require.NoError(t, err)
	return string(out)
}

// change makes one change: it takes a part away, doubles it, moves it, swaps it
// with another, or writes another word or type.
func change(root *yaml.Node, c schemagen.Chooser) {
	holders, scalars := parts(root)
	holder := holders[c.Pick(len(holders))]
	width := 1
	if holder.Kind == yaml.MappingNode {
		width = 2
	}
	i := c.Pick(len(holder.Content)/width) * width
	one := holder.Content[i : i+width]
	switch scalar := scalars[c.Pick(len(scalars))]; c.Pick(10) {
	case 0:
		holder.Content = slices.Delete(holder.Content, i, i+width)
	case 1:
		holder.Content = append(holder.Content, renamed(one, c)...)
	case 2:
		other := holders[c.Pick(len(holders))]
		if other.Kind == holder.Kind {
			other.Content = append(other.Content, renamed(one, c)...)
		}
	case 3:
		j := c.Pick(len(holder.Content)/width) * width
		for k := range width {
			holder.Content[i+k], holder.Content[j+k] = holder.Content[j+k], holder.Content[i+k]
		}
	case 4:
		other := scalars[c.Pick(len(scalars))]
		scalar.Value, other.Value = other.Value, scalar.Value
		scalar.Tag, other.Tag = other.Tag, scalar.Tag
	case 5:
		scalar.Value, scalar.Tag = schemagen.Type(c), "!!str"
		scalar.Style = yaml.DoubleQuotedStyle
	case 6:
		*scalar = *clone(scalars[c.Pick(len(scalars))])
	case 7:
		rename(root, scalars[c.Pick(len(scalars))].Value, c)
	case 8:
		words := specialWords()
		scalar.SetString(words[c.Pick(len(words))])
	default:
		scalar.Value = []string{"0", "1", "true", "false", "none", "infinity", "1s", "7", "one_for_all", "rest_for_one", "temporary"}[c.Pick(11)]
		scalar.Tag, scalar.Style = "", 0
	}
}

// parts lists what holds something, and the words.
func parts(n *yaml.Node) (holders, scalars []*yaml.Node) {
	if n.Kind == yaml.ScalarNode {
		return nil, []*yaml.Node{n}
	}
	if len(n.Content) > 0 {
		holders = append(holders, n)
	}
	for i, below := range n.Content {
		h, s := parts(below)
		holders = append(holders, h...)
		if n.Kind == yaml.SequenceNode || i%2 == 1 {
			scalars = append(scalars, s...)
		}
	}
	return holders, scalars
}

// renamed copies a part, and gives it another name if it has one.
func renamed(part []*yaml.Node, c schemagen.Chooser) []*yaml.Node {
	var copies []*yaml.Node
	for _, n := range part {
		copies = append(copies, clone(n))
	}
	if len(copies) == 2 && c.Pick(4) > 0 {
		copies[0].Value += []string{"2", "x", "Args", "_b"}[c.Pick(4)]
	}
	return copies
}

func clone(n *yaml.Node) *yaml.Node {
	c := *n
	c.Content = nil
	for _, below := range n.Content {
		c.Content = append(c.Content, clone(below))
	}
	return &c
}

// rename gives a word another form wherever it stands.
func rename(root *yaml.Node, word string, c schemagen.Chooser) {
	if word == "" || strings.ContainsAny(word, " \n") {
		return
	}
	words := []string{word + "2", "X" + word, "Tree", "Alpha", "id", "type", "Error", "URL", "http_url", "Reply", "CounterArgs"}
	with := words[c.Pick(len(words))]
	var walk func(n *yaml.Node)
	walk = func(n *yaml.Node) {
		if n.Value == word {
			n.Value = with
		}
		for _, below := range n.Content {
			walk(below)
		}
	}
	walk(root)
}
