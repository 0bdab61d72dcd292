package supcore_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestPurity: the machines are values. What they may import is listed here, and of package time only durations.
func TestPurity(t *testing.T) {
	t.Parallel()
	allowed := map[string]bool{"errors": true, "fmt": true, "math": true, "time": true}
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	checked := 0
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		checked++
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		require.NoError(t, err)
		for _, imp := range f.Imports {
			path, err := strconv.Unquote(imp.Path.Value)
			require.NoError(t, err)
			assert.True(t, allowed[path], "%s imports %s: a supervisor machine has no effects", name, path)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GoStmt, *ast.SelectStmt, *ast.SendStmt, *ast.ChanType:
				assert.Fail(t, "goroutine or channel", "%s: a supervisor machine is one function call", name)
			case *ast.SelectorExpr:
				if x, ok := n.X.(*ast.Ident); ok && x.Name == "time" {
					assert.Contains(t, []string{"Duration", "Second"}, n.Sel.Name, "%s: time comes in with the events", name)
				}
			}
			return true
		})
	}
	require.Positive(t, checked)
}
