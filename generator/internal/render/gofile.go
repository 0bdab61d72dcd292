package render

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/otpgen/otpgen/generator/internal/plan"
)

// goFile is one Go file of the generated package while it is built.
type goFile struct {
	pkg  *plan.Package
	file *jen.File
}

// add appends a declaration with its comment.
func (g *goFile) add(comment, decl *jen.Statement) {
	g.file.Line().Add(comment.Add(decl))
}

// bytes writes the file, with the imports of the standard library first.
func (g *goFile) bytes() []byte {
	var b bytes.Buffer
	if err := g.file.Render(&b); err != nil {
		panic("otpgen: internal: " + err.Error())
	}
	return groupImports(flushLeft(b.Bytes()))
}

// flushLeft removes the space that jennifer writes at the beginning of lines:
// gofmt takes only a comment in the first column for a documentation, and
// would otherwise change its mind when it formats the file again. No literal
// has a line break, so nothing else changes.
func flushLeft(src []byte) []byte {
	var out []byte
	for line := range bytes.Lines(src) {
		out = append(out, bytes.TrimLeft(line, " ")...)
	}
	return out
}

// groupImports rewrites the import declaration: packages of the standard
// library, an empty line, the others. Source that does not parse is returned
// as it is; formatGo will complain of it.
func groupImports(src []byte) []byte {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", src, parser.ImportsOnly)
	if err != nil || len(file.Decls) == 0 {
		return src
	}
	decl := file.Decls[0].(*ast.GenDecl)
	var standard, others []string
	for _, spec := range decl.Specs {
		s := spec.(*ast.ImportSpec)
		line := s.Path.Value
		if s.Name != nil {
			line = s.Name.Name + " " + line
		}
		if isStandard(s.Path.Value) {
			standard = append(standard, line)
		} else {
			others = append(others, line)
		}
	}
	if len(standard) == 0 || len(others) == 0 {
		return src
	}
	block := "import (\n" + strings.Join(standard, "\n") + "\n\n" + strings.Join(others, "\n") + "\n)"
	start, end := fset.Position(decl.Pos()).Offset, fset.Position(decl.End()).Offset
	return slices.Concat(src[:start], []byte(block), src[end:])
}

// isStandard reports whether a quoted import path is of the standard library:
// its first element has no dot.
func isStandard(quoted string) bool {
	first, _, _ := strings.Cut(strings.Trim(quoted, `"`), "/")
	return !strings.Contains(first, ".")
}
