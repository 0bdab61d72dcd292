package render

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// rawWords are the functions and methods of jennifer that write a string as it
// is. Lit is not among them: it quotes.
func rawWords() []string {
	return []string{
		"Id", "Dot", "Qual", "Comment", "Commentf", "Tag", "Op", "HeaderComment", "PackageComment", "CgoPreamble",
		"ImportName", "ImportNames", "ImportAlias", "Anon", "NewFile", "NewFilePath", "NewFilePathName", "Options",
	}
}

// Text of the schema reaches jennifer through safe.go only, names of the
// runtime through otpnames.go: everywhere else the words that jennifer writes
// as they are must be literals of our own.
func TestOnlySafeWordsReachJennifer(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	checked := 0
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") || name == "safe.go" || name == "otpnames.go" {
			continue
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, name, nil, 0)
		require.NoError(t, err)
		ast.Inspect(file, func(n ast.Node) bool {
			var args []ast.Expr
			switch n := n.(type) {
			case *ast.CallExpr:
				if !isRaw(n.Fun) {
					return true
				}
				args = n.Args
			case *ast.CompositeLit:
				if !isRaw(n.Type) {
					return true
				}
				for _, e := range n.Elts {
					args = append(args, e.(*ast.KeyValueExpr).Value)
				}
			default:
				return true
			}
			for _, arg := range args {
				checked++
				assert.True(t, isConstant(arg), "%s: write this through safe.go", fset.Position(arg.Pos()))
			}
			return true
		})
	}
	assert.Greater(t, checked, 100, "the test looks at something")
}

func isRaw(e ast.Expr) bool {
	selector, ok := e.(*ast.SelectorExpr)
	return ok && slices.Contains(rawWords(), selector.Sel.Name)
}

// isConstant reports whether an argument is a literal, true, or a constant of
// this package that names one of our own functions.
func isConstant(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.BasicLit:
		return true
	case *ast.Ident:
		return slices.Contains([]string{"true", "copySliceFunc", "copyMapFunc", "copyPointerFunc"}, e.Name)
	}
	return false
}

// jennifer's statements are written to by what is chained to them, so a
// package-level one would be shared by all files.
func TestNoSharedStatements(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		require.NoError(t, err)
		for _, d := range file.Decls {
			if gen, ok := d.(*ast.GenDecl); ok && gen.Tok == token.VAR {
				for _, s := range gen.Specs {
					for _, v := range s.(*ast.ValueSpec).Values {
						assert.NotContains(t, sourceOf(v), "jen", name)
					}
				}
			}
		}
	}
}

// sourceOf lists the identifiers of an expression.
func sourceOf(e ast.Expr) []string {
	var names []string
	ast.Inspect(e, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			names = append(names, id.Name)
		}
		return true
	})
	return names
}
