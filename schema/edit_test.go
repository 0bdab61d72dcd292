package schema

import (
	"bytes"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

// TestRandomEdits makes a few random changes to the structure of good schemas,
// as an author with a bad day would, and holds the result to the promises of
// Parse and Resolve. It reaches deeper than bytes do, most of which are no
// YAML.
func TestRandomEdits(t *testing.T) {
	t.Parallel()
	const rounds = 150
	for _, file := range goodFiles(t) {
		src, err := os.ReadFile(file)
		require.NoError(t, err)
		accepted := 0
		for seed := range uint64(rounds) {
			text := edited(t, src, rand.New(rand.NewPCG(seed, 2)))
			app, found := check("otp.yaml", text)
			for _, d := range found {
				checkDiagnostic(t, string(text), d)
			}
			require.Equal(t, !found.HasErrors(), app != nil, "seed %d", seed)
			if app != nil {
				accepted++
				checkApplication(t, app)
			}
		}
		assert.Positive(t, accepted, "some edits do no harm")
		assert.Less(t, accepted, rounds, "most edits do")
	}
}

// edited changes a few nodes of a schema.
func edited(t *testing.T, src []byte, r *rand.Rand) []byte {
	t.Helper()
	var root yaml.Node
	require.NoError(t, yaml.Unmarshal(src, &root))
	for range 1 + r.IntN(3) {
		var all []*yaml.Node
		var list func(n *yaml.Node)
		list = func(n *yaml.Node) {
			n.Style &^= yaml.FlowStyle // in which the encoder does not write nulls
			all = append(all, n)
			for _, c := range n.Content {
				list(c)
			}
		}
		list(root.Content[0])
		edit(r, all[r.IntN(len(all))], all[r.IntN(len(all))])
	}
	var out bytes.Buffer
	require.NoError(t, yaml.NewEncoder(&out).Encode(&root))
	return out.Bytes()
}

// edit changes one node, perhaps into a copy of another.
func edit(r *rand.Rand, n, other *yaml.Node) {
	switch r.IntN(5) {
	case 0: // leave something out
		if n.Kind == yaml.MappingNode && len(n.Content) > 0 {
			i := 2 * r.IntN(len(n.Content)/2)
			n.Content = append(n.Content[:i:i], n.Content[i+2:]...)
		} else if n.Kind == yaml.SequenceNode && len(n.Content) > 0 {
			i := r.IntN(len(n.Content))
			n.Content = append(n.Content[:i:i], n.Content[i+1:]...)
		}
	case 1: // put something in the wrong place
		if n.Kind != yaml.DocumentNode {
			*n = *deepCopy(other)
		}
	case 2: // say it twice
		if n.Kind == yaml.SequenceNode && len(n.Content) > 0 {
			n.Content = append(n.Content, deepCopy(n.Content[r.IntN(len(n.Content))]))
		}
	case 3: // misspell
		if n.Kind == yaml.ScalarNode && len(n.Value) > 1 {
			i := r.IntN(len(n.Value) - 1)
			n.Value = n.Value[:i] + n.Value[i+1:i+2] + n.Value[i:i+1] + n.Value[i+2:]
		}
	case 4: // forget the value
		if n.Kind == yaml.ScalarNode {
			*n = yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null"}
		}
	}
}

func deepCopy(n *yaml.Node) *yaml.Node {
	c := *n
	c.Content = nil
	for _, inner := range n.Content {
		c.Content = append(c.Content, deepCopy(inner))
	}
	return &c
}
