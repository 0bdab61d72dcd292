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

// newGoFile begins a generated file: header, package clause, and the names by
// which it will import what it uses.
func newGoFile(p *plan.Package) *goFile {
	f := jen.NewFile(identifier(p.Name))
	f.NoFormat = true
	for _, line := range headerLines(p) {
		f.HeaderComment(harmless(line))
	}
	for _, i := range p.Imports {
		if i.Alias {
			f.ImportAlias(i.Path, identifier(i.Name))
		} else {
			f.ImportName(i.Path, identifier(i.Name))
		}
	}
	return &goFile{pkg: p, file: f}
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
	return groupImports(b.Bytes())
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
