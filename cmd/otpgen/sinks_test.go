package main

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/cmd/otpgen/internal/gomod"
	"github.com/otpgen/otpgen/cmd/otpgen/internal/scaffold"
	"github.com/otpgen/otpgen/internal/hostile"
)

// arguments are the places of a command line that take text, each by what
// runs with the text there.
func arguments() map[string]func(text string) []string {
	return map[string]func(text string) []string{
		"generate":         func(s string) []string { return []string{"generate", "--", s} },
		"--format":         func(s string) []string { return []string{"generate", "--format", s} },
		"new service":      func(s string) []string { return []string{"new", "service", "--", s} },
		"new supervisor":   func(s string) []string { return []string{"new", "supervisor", "--", s} },
		"new call":         func(s string) []string { return []string{"new", "call", "--", "Cart." + s} },
		"new call of":      func(s string) []string { return []string{"new", "call", "--", s + ".Add"} },
		"new cast":         func(s string) []string { return []string{"new", "cast", "--", "Cart." + s} },
		"new service --in": func(s string) []string { return []string{"new", "service", "Order", "--in", s} },
		"new in a schema":  func(s string) []string { return []string{"new", "service", "--", "Order", s} },
		"init":             func(s string) []string { return []string{"init", "--", s} },
		"init --module":    func(s string) []string { return []string{"init", "--module", s, "inner"} },
		"a command":        func(s string) []string { return []string{s} },
		"a flag":           func(s string) []string { return []string{"generate", "--" + s} },
		"help":             func(s string) []string { return []string{"help", s} },
	}
}

// Whatever stands in an argument is refused, in words that harm no terminal,
// and nothing is written; or it is a good name.
func TestArgumentsAreText(t *testing.T) {
	t.Parallel()
	combinations := 0
	f := newFolder(t, map[string]string{"otp.yaml": versions()[0]})
	require.Equal(t, exitOK, f.run("generate"))
	before := treeOf(t, f.env.dir)
	for place, args := range arguments() {
		for _, v := range hostile.Texts("Planted") {
			combinations++
			about := place + " / " + v.Name
			code := f.run(args(v.Text)...)
			harmlessOutput(t, f.stdout, about)
			harmlessOutput(t, f.stderr, about)
			if code != exitOK {
				assert.Contains(t, []int{exitDiagnostics, exitUsage}, code, "%s: %s", about, f.stderr)
				require.Equal(t, before, treeOf(t, f.env.dir), about)
				continue
			}
			if !strings.HasPrefix(place, "generate") && place != "help" {
				assert.Regexp(t, `^[A-Za-z0-9_./-]+$`, v.Text, about)
			}
			f = newFolder(t, map[string]string{"otp.yaml": versions()[0]})
			require.Equal(t, exitOK, f.run("generate"))
			before = treeOf(t, f.env.dir)
		}
	}
	t.Logf("%d combinations", combinations)
	assert.Greater(t, combinations, 1000)
}

// harmlessOutput fails if a terminal or the log of a workflow could take a part
// of it for an order.
func harmlessOutput(t *testing.T, printed *bytes.Buffer, about string) {
	t.Helper()
	for _, r := range printed.String() {
		if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) && r != '\n' && r != '\t' {
			assert.Failf(t, "an unsafe character", "%s: %U in %q", about, r, printed)
			return
		}
	}
	assert.NotContains(t, printed.String(), "##[", about)
	for line := range strings.Lines(printed.String()) {
		assert.NotRegexp(t, `^\s*::[^:]`, line, about)
	}
}

// yamlString is text in double quotes: JSON is YAML.
func yamlString(text string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(text); err != nil {
		panic(err)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// What --stubs adds to a handler is a method and nothing else, whatever the
// schema says about it.
func TestStubsAreMethodsAndNothingElse(t *testing.T) {
	t.Parallel()
	// The five places of a doc are attacked at once: one file shows for each
	// whether it broke out.
	sinks := map[string]string{
		"doc": "doc: %, calls: {Add: {doc: %, args: {item: {type: string, doc: %}}, reply: int}}, " +
			"casts: {Drop: {doc: %}}, timers: {Tick: {doc: %, every: 1s}}",
		"name of an arg":    "calls: {Add: {args: {%: string}, reply: int}}",
		"type of an arg":    "calls: {Add: {args: {item: %}, reply: int}}",
		"type of a reply":   "calls: {Add: {reply: %}}",
		"name of a message": "calls: {%: {reply: int}}",
	}
	combinations := 0
	for place, with := range sinks {
		for _, v := range hostile.Texts("Planted") {
			combinations += strings.Count(with, "%")
			about := place + " / " + v.Name
			schema := strings.Replace(versions()[0], "calls: {Add: {args: {item: string}, reply: int}}", strings.ReplaceAll(with, "%", yamlString(v.Text)), 1)
			require.NotEqual(t, versions()[0], schema)
			f := newFolder(t, map[string]string{"otp.yaml": schema, "cart.go": "package shop\n\ntype cart struct{}\n"})
			code := f.run("generate", "--stubs")
			harmlessOutput(t, f.stderr, about)
			if code == exitDiagnostics {
				assert.Equal(t, "package shop\n\ntype cart struct{}\n", f.read(t, "cart.go"), about)
				continue
			}
			require.Equal(t, exitOK, code, "%s: %s", about, f.stderr)
			onlyMethodsOf(t, f.read(t, "cart.go"), about)
		}
	}
	t.Logf("%d combinations", combinations)
}

// onlyMethodsOf checks that a Go file has imports, the type cart, its
// constructor and methods of it, and no comment that means something to Go.
func onlyMethodsOf(t *testing.T, src, about string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "cart.go", src, parser.ParseComments|parser.SkipObjectResolution)
	require.NoError(t, err, "%s:\n%s", about, src)
	for _, d := range file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			assert.True(t, d.Recv != nil || d.Name.Name == "newCart", "%s: func %s", about, d.Name.Name)
		case *ast.GenDecl:
			assert.Contains(t, []token.Token{token.IMPORT, token.TYPE}, d.Tok, about)
		}
	}
	for _, group := range file.Comments {
		for _, c := range group.List {
			assert.Regexp(t, `^//( |$)`, c.Text, about)
			assert.NotRegexp(t, `^// ?(\+build|line |go:|export )`, strings.Split(c.Text, "\n")[0], about)
		}
	}
}

// The path of a checkout stands in go.mod, and in a command for a shell.
func TestThePathOfACheckoutIsText(t *testing.T) {
	t.Parallel()
	combinations := 0
	own := &gomod.File{Module: "example.com/otpgen", Go: "1.26"}
	for _, v := range hostile.Texts("Planted") {
		combinations += 2
		path := "/" + strings.ReplaceAll(v.Text, "\x00", "")
		mod := scaffold.GoMod("example.com/shop", scaffold.Checkout(path, own))
		parsed, err := gomod.Parse(mod)
		if assert.NoError(t, err, v.Name) {
			assert.Equal(t, &gomod.File{Module: "example.com/shop", Go: "1.26", Requires: []gomod.Require{{Path: own.Module, Version: "v0.0.0"}}, Tools: []string{own.Module + "/cmd/otpgen"}}, parsed, v.Name)
		}
		lines := strings.Split(strings.TrimSuffix(string(mod), "\n"), "\n")
		last := lines[len(lines)-1]
		require.Len(t, lines, 9, v.Name)
		assert.True(t, strings.HasPrefix(last, "replace example.com/otpgen => "), v.Name)
		words := shellWords.FindAllString(shellQuoted(path), -1)
		assert.Equal(t, shellQuoted(path), strings.Join(words, ""), v.Name)
	}
	t.Logf("%d combinations", combinations)
}

// shellWords are what a shell takes as it is: plain characters, text in single
// quotes, and an escaped single quote.
var shellWords = regexp.MustCompile(`[A-Za-z0-9_./=+:,@-]+|'[^']*'|\\'`)

// A schema that is there already says how the package is called, and init
// names files by that.
func TestInitBelievesNoPackageName(t *testing.T) {
	t.Parallel()
	combinations := 0
	for _, v := range hostile.Texts("Planted") {
		combinations++
		schema := strings.Replace(versions()[0], "package: shop", "package: "+yamlString(v.Text), 1)
		f := newFolder(t, map[string]string{"otp.yaml": schema})
		before := treeOf(t, f.env.dir)
		beside, err := os.ReadDir(filepath.Dir(f.env.dir))
		require.NoError(t, err)
		code := f.run("init")
		harmlessOutput(t, f.stderr, v.Name)
		if code != exitOK {
			assert.Contains(t, []int{exitDiagnostics, exitUsage}, code, "%s: %s", v.Name, f.stderr)
			assert.Equal(t, before, treeOf(t, f.env.dir), v.Name)
			now, err := os.ReadDir(filepath.Dir(f.env.dir))
			require.NoError(t, err)
			assert.Len(t, now, len(beside), v.Name)
		}
	}
	t.Logf("%d combinations", combinations)
}

// Remarks have one place where they are printed, and so have lists and
// diagnostics: whatever else prints is a hole.
func TestOneWayToPrint(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	may := map[string]string{
		"command.go": "cobra, whose help is our own text", "env.go": "say", "listing.go": "report.Printer",
		"reporter.go": "report.Printer", "schema.go": "our own text", "version.go": "our own text", "main.go": "a panic",
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") || may[name] != "" {
			continue
		}
		content, err := os.ReadFile(name)
		require.NoError(t, err)
		assert.NotRegexp(t, `\b(stderr|stdout|Stderr|Stdout)\b`, string(content), name)
	}
}
