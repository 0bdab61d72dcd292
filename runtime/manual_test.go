package otp_test

import (
	"go/ast"
	"go/doc/comment"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestManual holds the package documentation to the package: each link leads to
// something, each kind of process is in the table, and each has an example.
func TestManual(t *testing.T) {
	t.Parallel()
	manual, names := readPackage(t)
	for _, link := range links(new(comment.Parser).Parse(manual).Content) {
		name := link.Name
		if link.Recv != "" {
			name = link.Recv + "." + link.Name
		}
		assert.True(t, names[name], "the manual names %s, which does not exist", name)
	}
	_, kinds, _ := strings.Cut(manual, "# Kinds of processes")
	kinds, _, _ = strings.Cut(kinds, "[StartRoot]")
	examples := examplesOf(t)
	for name := range names {
		if start, ok := strings.CutPrefix(name, "start:"); ok {
			assert.Contains(t, kinds, "\t"+start+" ", "the table of kinds lacks %s", start)
			assert.True(t, examples["Example"+start], "there is no Example%s", start)
		}
	}
}

// TestMapOfFiles holds the map in ARCHITECTURE.md to the files that there are.
func TestMapOfFiles(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../ARCHITECTURE.md")
	require.NoError(t, err)
	_, here, found := strings.Cut(string(text), "### Its files")
	require.True(t, found)
	here, _, _ = strings.Cut(here, "\n## ")
	listed := regexp.MustCompile("`([a-z]+\\.go)`").FindAllStringSubmatch(here, -1)
	var inMap, onDisk []string
	for _, m := range listed {
		inMap = append(inMap, m[1])
	}
	names, err := fs.Glob(os.DirFS("."), "*.go")
	require.NoError(t, err)
	for _, name := range names {
		if !strings.HasSuffix(name, "_test.go") {
			onDisk = append(onDisk, name)
		}
	}
	assert.ElementsMatch(t, onDisk, inMap, "the map of ARCHITECTURE.md: each file once")
}

// readPackage returns the package comment and the exported names: "Call",
// "Ref.Done", and "start:Server" for a function that makes a Start.
func readPackage(t *testing.T) (manual string, names map[string]bool) {
	t.Helper()
	names = map[string]bool{}
	for _, file := range parse(t, func(name string) bool { return !strings.HasSuffix(name, "_test.go") }) {
		if file.Doc != nil {
			manual += file.Doc.Text()
		}
		for _, d := range file.Decls {
			declare(names, d)
		}
	}
	return manual, names
}

func declare(names map[string]bool, d ast.Decl) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv != nil {
			names[receiver(d.Recv.List[0].Type)+"."+d.Name.Name] = true
			return
		}
		names[d.Name.Name] = true
		if r := d.Type.Results; d.Name.IsExported() && r != nil && len(r.List) == 1 {
			if id, ok := r.List[0].Type.(*ast.Ident); ok && id.Name == "Start" {
				names["start:"+d.Name.Name] = true
			}
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				names[spec.Name.Name] = true
			case *ast.ValueSpec:
				for _, id := range spec.Names {
					names[id.Name] = true
				}
			}
		}
	}
}

func receiver(e ast.Expr) string {
	for {
		switch x := e.(type) {
		case *ast.StarExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.IndexListExpr:
			e = x.X
		case *ast.Ident:
			return x.Name
		default:
			return ""
		}
	}
}

func links(blocks []comment.Block) []*comment.DocLink {
	var found []*comment.DocLink
	for _, b := range blocks {
		if p, ok := b.(*comment.Paragraph); ok {
			for _, text := range p.Text {
				if link, ok := text.(*comment.DocLink); ok {
					found = append(found, link)
				}
			}
		}
	}
	return found
}

// examplesOf returns the names of the examples; "ExampleServer_stop" counts as ExampleServer, too.
func examplesOf(t *testing.T) map[string]bool {
	t.Helper()
	examples := map[string]bool{}
	for _, file := range parse(t, func(name string) bool { return strings.HasPrefix(name, "example") }) {
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok {
				name, _, _ := strings.Cut(f.Name.Name, "_")
				examples[name] = true
			}
		}
	}
	return examples
}

func parse(t *testing.T, is func(name string) bool) []*ast.File {
	t.Helper()
	names, err := fs.Glob(os.DirFS("."), "*.go")
	require.NoError(t, err)
	var files []*ast.File
	for _, name := range names {
		if is(name) {
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
			require.NoError(t, err)
			files = append(files, file)
		}
	}
	return files
}
