package templates

import (
	"io/fs"
	"testing"
	"text/template"
	"text/template/parse"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTemplatesOnlyRangeAndBranch keeps decisions out of templates: they may
// print a field, range over one and ask whether one is set.
func TestTemplatesOnlyRangeAndBranch(t *testing.T) {
	t.Parallel()
	names, err := fs.Glob(Files, "*/*.tmpl")
	require.NoError(t, err)
	require.NotEmpty(t, names)
	for _, name := range names {
		parsed, err := template.ParseFS(Files, name)
		require.NoError(t, err)
		for _, defined := range parsed.Templates() {
			allowed(t, name, defined.Root)
		}
	}
}

// allowed fails for the first node below n that does more.
func allowed(t *testing.T, name string, n parse.Node) {
	t.Helper()
	switch n := n.(type) {
	case *parse.ListNode:
		if n == nil {
			return
		}
		for _, child := range n.Nodes {
			allowed(t, name, child)
		}
	case *parse.TextNode:
	case *parse.ActionNode:
		printsField(t, name, n.Pipe)
	case *parse.IfNode:
		branches(t, name, &n.BranchNode)
	case *parse.RangeNode:
		branches(t, name, &n.BranchNode)
	default:
		assert.Failf(t, "too clever", "%s: %s", name, n)
	}
}

func branches(t *testing.T, name string, n *parse.BranchNode) {
	t.Helper()
	printsField(t, name, n.Pipe)
	allowed(t, name, n.List)
	allowed(t, name, n.ElseList)
}

// printsField allows {{.Name}}, {{.}} and a variable that holds a name of the
// element outside: {{$fake := .Name}}.
func printsField(t *testing.T, name string, p *parse.PipeNode) {
	t.Helper()
	require.Len(t, p.Cmds, 1, "%s: a pipeline: %s", name, p)
	require.Len(t, p.Cmds[0].Args, 1, "%s: a function: %s", name, p)
	switch p.Cmds[0].Args[0].(type) {
	case *parse.FieldNode, *parse.DotNode, *parse.VariableNode:
	default:
		assert.Failf(t, "too clever", "%s: %s", name, p)
	}
}
