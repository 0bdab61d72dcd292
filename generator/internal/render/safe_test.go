package render

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"testing"

	"github.com/dave/jennifer/jen"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/generator/internal/plan"
)

// hostile are descriptions that would like to be code, or to disturb whoever
// reads it.
func hostile() []string {
	return []string{
		"*/ func init() { panic(1) }",
		"// x\nfunc init() { panic(1) }",
		"/* x",
		"x\r\nfunc init() {}",
		"x\rfunc init() {}",
		"x\vfunc init() {}\fvar a int",
		"x\u0085func init() {}",
		"x\u2028func init() {}\u2029var a int",
		"go:build ignore",
		"//go:build ignore",
		"+build ignore",
		"\n\n+build ignore\n\n",
		"line x.go:1",
		"export F",
		"\x00null \x1b[31mred",
		"\u202eright to left \u2066isolate\u2069",
		"\ufeffbyte order mark",
		"`backtick` \"quote\" 'x' \\ %s %d",
		strings.Repeat("long ", 100),
		strings.Repeat("w", 70) + " +build ignore", // the wrap brings it to the beginning
		strings.Repeat("w", 70) + " go:build ignore",
		strings.Repeat("w", 500),
		"  indented\n\tcode\n- a list\n# a heading",
		"\xff\xfe invalid",
	}
}

// file renders a file with one declaration under a comment.
func file(t *testing.T, comment, packageDoc string) string {
	t.Helper()
	g := newGoFile(&plan.Package{Name: "p", Source: "otp.yaml", RuntimePath: "example.com/otp"})
	g.packageDoc(packageDoc)
	g.add(doc(comment), jen.Var().Id("only").Int())
	return string(formatGo("x.go", g.bytes()))
}

func TestDescriptionsStayComments(t *testing.T) {
	t.Parallel()
	for _, text := range hostile() {
		src := file(t, text, text)
		fset := token.NewFileSet()
		parsed, err := parser.ParseFile(fset, "x.go", src, parser.ParseComments)
		require.NoError(t, err, src)
		require.Len(t, parsed.Decls, 1, src)
		assert.Equal(t, "only", parsed.Decls[0].(*ast.GenDecl).Specs[0].(*ast.ValueSpec).Names[0].Name)
		for _, group := range parsed.Comments {
			for _, c := range group.List {
				assert.False(t, strings.HasPrefix(c.Text, "/*"), src)
				assert.True(t, c.Text == "//" || strings.HasPrefix(c.Text, "// ") || strings.HasPrefix(c.Text, "//\t"), "%q may be a directive", c.Text)
				assert.NotRegexp(t, `^//\s*(\+build|go:\S)`, c.Text)
				assert.NotRegexp(t, `[\x00-\x08\x0b-\x1f\x{85}\x{2028}-\x{202e}\x{2066}-\x{2069}\x{feff}]`, c.Text)
			}
		}
		assert.Equal(t, src, string(formatGo("x.go", []byte(src))), "formatting it again changes nothing")
	}
}

func TestCommentLines(t *testing.T) {
	t.Parallel()
	assert.Empty(t, commentLines(""))
	assert.Empty(t, commentLines(" \n\n \t"))
	assert.Equal(t, []string{"one", "", "two"}, commentLines("\none\n\n\n two\n"))
	assert.Equal(t, []string{"a b"}, commentLines("a   b  "))
	assert.Equal(t, []string{"x", "", "y"}, paragraphs("", "x", "", "y"))
	for _, line := range commentLines(strings.Repeat("word ", 40)) {
		assert.LessOrEqual(t, len(line), commentWidth)
	}
}

func TestIdentifiersAreChecked(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"", "type", "a b", "a-b", "1a", "a.b", "a()", "a\n", "\xff"} {
		assert.Panics(t, func() { id(name) }, "%q", name)
		assert.Panics(t, func() { sel(jen.Id("x"), name) }, "%q", name)
	}
	assert.Panics(t, func() { commentLine("a\nb") })
	assert.Panics(t, func() { jsonTag(&plan.Field{JSON: "a`b"}) })
	assert.Panics(t, func() { number("1; x()") })
}
