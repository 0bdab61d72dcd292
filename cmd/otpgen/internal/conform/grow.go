package conform

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/otpgen/otpgen/generator"
)

// grow is the file with declarations at its end, and what they import. It is
// not ok if an import has no place, if its name means something else in this
// file, or if the file would not parse.
func (f *file) grow(fset *token.FileSet, pieces []piece) (want []byte, ok bool) {
	if f.linked {
		return nil, false
	}
	content := f.content
	for _, i := range f.missing(pieces) {
		at := f.placeOf(fset, i)
		if at == nil {
			return nil, false
		}
		content = content[:at.offset] + f.lines(at.text) + content[at.offset:]
		grown := &file{name: f.name, content: content}
		fset = token.NewFileSet()
		if grown.syntax, grown.broken = parser.ParseFile(fset, f.name, content, parser.SkipObjectResolution|parser.ParseComments); grown.broken != nil {
			return nil, false
		}
		f = grown
	}
	added := appendPieces("", pieces)
	separator := "\n"
	switch {
	case content == "" || strings.HasSuffix(content, "\n\n") || strings.HasSuffix(content, "\n\r\n"):
		separator = ""
	case !strings.HasSuffix(content, "\n"):
		separator = "\n\n"
	}
	content += f.lines(separator + strings.TrimPrefix(string(added), "\n"))
	_, err := parser.ParseFile(token.NewFileSet(), f.name, content, parser.SkipObjectResolution)
	return []byte(content), err == nil
}

// appendPieces is head with the declarations below it, set off by blank lines.
func appendPieces(head string, pieces []piece) []byte {
	var b strings.Builder
	b.WriteString(head)
	for _, p := range pieces {
		b.WriteString("\n" + strings.TrimRight(p.source, "\n") + "\n")
	}
	return []byte(b.String())
}

// lines is text with the line ends of the file.
func (f *file) lines(text string) string {
	if end := strings.IndexByte(f.content, '\n'); end > 0 && f.content[end-1] == '\r' {
		return strings.ReplaceAll(text, "\n", "\r\n")
	}
	return text
}

// missing are the imports that the pieces need and the file lacks, each once.
func (f *file) missing(pieces []piece) []generator.Import {
	var list []generator.Import
	for _, p := range pieces {
		for _, i := range p.imports {
			if !f.imports(i) && !slices.Contains(list, i) {
				list = append(list, i)
			}
		}
	}
	return list
}

// insertion is text for one place of a file.
type insertion struct {
	offset int
	text   string
}

// placeOf is where gofmt would have an import: among those in parentheses, or
// in a line below the last one, or below the package clause. It is nil if
// there is no such place.
func (f *file) placeOf(fset *token.FileSet, i generator.Import) *insertion {
	name := i.Name
	if name == "" {
		name = path.Base(i.Path)
	}
	var last *ast.GenDecl
	for _, decl := range f.syntax.Decls {
		d, ok := decl.(*ast.GenDecl)
		if !ok || d.Tok != token.IMPORT {
			continue
		}
		last = d
		for _, spec := range d.Specs {
			if calls(spec.(*ast.ImportSpec)) == name {
				return nil
			}
		}
	}
	spec := strings.TrimSpace(i.Name + " " + strconv.Quote(i.Path))
	if last != nil && last.Lparen.IsValid() && len(last.Specs) > 0 {
		return f.amongSpecs(fset, last, i, spec)
	}
	after := f.syntax.Name.End()
	text := "\n\nimport " + spec
	if last != nil {
		after, text = last.End(), "\nimport "+spec
	}
	offset := f.offset(fset, after)
	end := f.lineEnd(offset)
	for _, decl := range f.syntax.Decls {
		if at := f.offset(fset, decl.Pos()); at > offset && at <= end {
			return nil // behind a semicolon
		}
	}
	if strings.Contains(f.content[offset:end], "/*") {
		return nil // a comment that may go on below
	}
	if next := strings.TrimLeft(f.content[end:], "\r"); len(next) > 1 && strings.TrimSpace(next[1:f.nextEnd(next)]) != "" && (last == nil || !strings.HasPrefix(next[1:], "import")) {
		text += "\n"
	}
	return &insertion{end, text}
}

// nextEnd is the end of the second line of text, which begins with a line end.
func (f *file) nextEnd(text string) int {
	if end := strings.IndexByte(text[1:], '\n'); end >= 0 {
		return end + 1
	}
	return len(text)
}

// amongSpecs is the place of an import in parentheses: in order, in the last
// group of its kind.
func (f *file) amongSpecs(fset *token.FileSet, d *ast.GenDecl, i generator.Import, spec string) *insertion {
	var group []*ast.ImportSpec
	chosen, line := group, 0
	for _, s := range d.Specs {
		is := s.(*ast.ImportSpec)
		begins := fset.PositionFor(is.Pos(), false).Line
		if is.Doc != nil {
			begins = fset.PositionFor(is.Doc.Pos(), false).Line
		}
		if begins > line+1 {
			group = nil
		}
		group = append(group, is)
		line = fset.PositionFor(is.End(), false).Line
		if standard(pathOf(is)) == standard(i.Path) {
			chosen = group
		}
	}
	if chosen == nil {
		chosen = group
	}
	for _, is := range chosen {
		if pathOf(is) <= i.Path {
			continue
		}
		start := is.Pos()
		if is.Doc != nil {
			start = is.Doc.Pos()
		}
		offset := f.offset(fset, start)
		begin := strings.LastIndexByte(f.content[:offset], '\n') + 1
		if strings.TrimSpace(f.content[begin:offset]) != "" {
			return nil // several in one line
		}
		return &insertion{begin, "\t" + spec + "\n"}
	}
	last := chosen[len(chosen)-1]
	end := f.lineEnd(f.offset(fset, last.End()))
	if end > f.offset(fset, d.Rparen) || strings.Contains(f.content[f.offset(fset, last.End()):end], "/*") {
		return nil
	}
	return &insertion{end, "\n\t" + spec}
}

// standard reports whether an import path is of the standard library, by its
// form.
func standard(importPath string) bool {
	first, _, _ := strings.Cut(importPath, "/")
	return !strings.Contains(first, ".")
}

func pathOf(s *ast.ImportSpec) string {
	p, err := strconv.Unquote(s.Path.Value)
	if err != nil {
		return s.Path.Value
	}
	return p
}

// calls is the name under which a file knows an import.
func calls(s *ast.ImportSpec) string {
	if s.Name != nil {
		return s.Name.Name
	}
	return path.Base(pathOf(s))
}

func (f *file) offset(fset *token.FileSet, p token.Pos) int {
	return min(fset.PositionFor(p, false).Offset, len(f.content))
}

// lineEnd is the end of a line, without what ends it.
func (f *file) lineEnd(offset int) int {
	end := strings.IndexByte(f.content[offset:], '\n')
	switch {
	case end < 0:
		return len(f.content)
	case end > 0 && f.content[offset+end-1] == '\r':
		return offset + end - 1
	}
	return offset + end
}
