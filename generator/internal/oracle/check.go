package oracle

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/otpgen/otpgen/generator/internal/plan"
	"github.com/otpgen/otpgen/generator/internal/render"
)

// Sentinel is a word that tests plant in texts of a schema. It may show up in
// comments and documents, and in strings that hold the text of an error or the
// argument of a child.
const Sentinel = "Zz9Sentinel"

// Check holds what was rendered of a plan against what the plan predicts, and
// returns what is wrong.
func Check(p *plan.Package, files []render.File) []string {
	c := &checker{pkg: p, want: predict(p)}
	c.want[documentPath] = nil
	for _, f := range files {
		switch {
		case path.Ext(f.Path) == ".go":
			c.goFile(f)
		case f.Path == documentPath:
			delete(c.want, f.Path)
			c.document(f)
		default:
			c.fail(f.Path, "nobody predicted this file")
		}
	}
	for _, missing := range slices.Sorted(maps.Keys(c.want)) {
		c.fail(missing, "is missing")
	}
	return c.problems
}

type checker struct {
	pkg      *plan.Package
	want     map[string]declarations // of files not yet seen
	problems []string
}

func (c *checker) fail(file, format string, args ...any) {
	c.problems = append(c.problems, file+": "+fmt.Sprintf(format, args...))
}

func (c *checker) goFile(f render.File) {
	want, predicted := c.want[f.Path]
	delete(c.want, f.Path)
	if !predicted {
		c.fail(f.Path, "nobody predicted this file")
	}
	c.characters(f)
	file, err := parser.ParseFile(token.NewFileSet(), f.Path, f.Content, parser.ParseComments)
	if err != nil {
		c.fail(f.Path, "does not parse: %v", err)
		return
	}
	if again, err := format.Source(f.Content); err != nil || !bytes.Equal(again, f.Content) {
		c.fail(f.Path, "gofmt would change it: %v", err)
	}
	c.packageName(f.Path, file.Name.Name)
	c.declared(f.Path, want, declarationsOf(file))
	c.imports(f.Path, file)
	c.comments(f.Path, file)
	c.words(f.Path, file)
}

// characters refuses what no reader of a file should meet: control and
// direction characters, and broken UTF-8.
func (c *checker) characters(f render.File) {
	if !strings.HasSuffix(string(f.Content), "\n") {
		c.fail(f.Path, "does not end in a line break")
	}
	for i, r := range string(f.Content) {
		odd := unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029' || r == unicode.ReplacementChar
		if odd && r != '\n' && r != '\t' {
			c.fail(f.Path, "character %U at %d", r, i)
		}
	}
}

func (c *checker) packageName(file, name string) {
	want := c.pkg.Name
	switch {
	case strings.Contains(file, "/"):
		want += "test"
	case strings.HasSuffix(file, "_test.go"):
		want += "_test"
	}
	if name != want {
		c.fail(file, "is of package %s, not %s", name, want)
	}
}

func (c *checker) declared(file string, want, got declarations) {
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(want, got) {
		c.fail(file, "declares %q\nnot %q", minus(got, want), minus(want, got))
	}
}

// minus is what a has and b lacks.
func minus(a, b declarations) declarations {
	counts := map[string]int{}
	for _, x := range b {
		counts[x]++
	}
	var rest declarations
	for _, x := range a {
		if counts[x]--; counts[x] < 0 {
			rest = append(rest, x)
		}
	}
	return rest
}

// imports allows the packages of the plan under its names, and in tests those
// that tests need.
func (c *checker) imports(file string, f *ast.File) {
	p := c.pkg
	tests := []string{"context", "slices", "strings", "testing", p.RuntimePath + "/otptest", p.ImportPath, p.ImportPath + "/" + p.Name + "test"}
	for _, i := range f.Imports {
		at, err := strconv.Unquote(i.Path.Value)
		planned := slices.ContainsFunc(p.Imports, func(x plan.Import) bool { return x.Path == at })
		isTest := strings.Contains(file, "/") || strings.HasSuffix(file, "_test.go")
		if err != nil || !planned && !(isTest && slices.Contains(tests, at)) {
			c.fail(file, "imports %s", i.Path.Value)
		}
		if i.Name != nil && (i.Name.Name == "." || i.Name.Name == "_") {
			c.fail(file, "imports %s as %s", i.Path.Value, i.Name.Name)
		}
	}
}

// directive is what some tool takes for more than a comment.
var directive = regexp.MustCompile(`^(//(go:|export |extern |line |sys|[a-z0-9]+:[a-z0-9])|// ?\s*\+build)`)

func (c *checker) comments(file string, f *ast.File) {
	for _, group := range f.Comments {
		for _, comment := range group.List {
			switch text := comment.Text; {
			case strings.HasPrefix(text, "/*"):
				c.fail(file, "a comment that can be left: %q", text)
			case text != "//" && !strings.HasPrefix(text, "// ") && !strings.HasPrefix(text, "//\t"), directive.MatchString(text):
				c.fail(file, "a directive: %q", text)
			}
		}
	}
}

// words looks for the sentinel in identifiers, and in literals where no text of
// a schema belongs.
func (c *checker) words(file string, f *ast.File) {
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			if strings.Contains(n.Name, Sentinel) {
				c.fail(file, "text became the identifier %s", n.Name)
			}
		case *ast.BasicLit:
			if strings.Contains(n.Value, Sentinel) && file != "errors_gen.go" && file != "tree_gen.go" {
				c.fail(file, "text became the literal %s", n.Value)
			}
			if strings.HasPrefix(n.Value, "`") && !strings.HasPrefix(n.Value, "`json:\"") {
				c.fail(file, "a raw string %s", n.Value)
			}
		}
		return true
	})
}

// declarationsOf lists what a file declares.
func declarationsOf(f *ast.File) declarations {
	var d declarations
	for _, decl := range f.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			if decl.Recv == nil {
				d.fun(decl.Name.Name)
				continue
			}
			d.method(receiver(decl.Recv.List[0].Type), decl.Name.Name)
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					d.typ(spec.Name.Name)
				case *ast.ValueSpec:
					for _, name := range spec.Names {
						d.value(decl.Tok.String(), name.Name)
					}
				}
			}
		default:
			d = append(d, fmt.Sprintf("%T", decl))
		}
	}
	return d
}

func receiver(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return "*" + receiver(e.X)
	case *ast.Ident:
		return e.Name
	}
	return fmt.Sprintf("%T", e)
}
