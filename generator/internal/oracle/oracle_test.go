package oracle_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/generator/internal/oracle"
	"github.com/otpgen/otpgen/generator/internal/plan"
	"github.com/otpgen/otpgen/generator/internal/render"
	"github.com/otpgen/otpgen/schema"
	"github.com/otpgen/otpgen/schema/analysis"
)

const runtimePath = "github.com/otpgen/otpgen/runtime"

// generate is the whole way from a schema to files. The plan is nil if the
// schema is refused.
func generate(name string, src []byte) (*plan.Package, []render.File, schema.Diagnostics) {
	return generateIn("example.com/generated", name, src)
}

// generateIn is generate for a package of that import path.
func generateIn(importPath, name string, src []byte) (*plan.Package, []render.File, schema.Diagnostics) {
	doc, diags := schema.Parse(name, src)
	app, found := schema.Resolve(doc)
	diags = append(diags, found...)
	if !diags.HasErrors() {
		diags = append(diags, analysis.Check(app)...)
	}
	if diags.HasErrors() {
		return nil, nil, diags
	}
	p, found := plan.Build(app, plan.Options{ImportPath: importPath, RuntimePath: runtimePath})
	diags = append(diags, found...)
	if p == nil {
		return nil, nil, diags
	}
	return p, render.Files(p), diags
}

// committed are the schemas that this repository keeps, by their names.
func committed(t testing.TB) map[string][]byte {
	t.Helper()
	schemas := map[string][]byte{}
	for _, pattern := range []string{"../../../golden/*/otp.yaml", "../../../examples/*.yaml"} {
		files, err := filepath.Glob(pattern)
		require.NoError(t, err)
		require.NotEmpty(t, files)
		for _, file := range files {
			src, err := os.ReadFile(file)
			require.NoError(t, err)
			schemas[strings.TrimPrefix(filepath.ToSlash(file), "../../../")] = src
		}
	}
	return schemas
}

func TestCommittedSchemas(t *testing.T) {
	t.Parallel()
	checker := oracle.NewTypes(runtimePath)
	for name, src := range committed(t) {
		p, files, diags := generate("otp.yaml", src)
		require.NotNil(t, p, "%s: %v", name, diags)
		assert.Empty(t, oracle.Check(p, files), name)
		assert.NoError(t, checker.Check(p, files), name)
	}
}

// What the oracle is for: each of these must be noticed.
func TestTheOracleNotices(t *testing.T) {
	t.Parallel()
	p, files, _ := generate("otp.yaml", committed(t)["golden/counter/otp.yaml"])
	require.Empty(t, oracle.Check(p, files))
	for name, change := range map[string]struct{ file, old, new string }{
		"init":                  {"tree_gen.go", "\ntype Args ", "\nfunc init() {}\n\ntype Args "},
		"a second method":       {"tree_gen.go", "\ntype Args ", "\nfunc (Args) M() {}\n\ntype Args "},
		"a missing declaration": {"tree_gen.go", "type Args ", "type Arguments "},
		"go:linkname":           {"tree_gen.go", "\ntype Args ", "\n//go:linkname x y\n\ntype Args "},
		"go:generate":           {"counter.go", "\nfunc ", "\n//go:generate rm x\n\nfunc "},
		"export":                {"tree_gen.go", "\ntype Args ", "\n//export F\n\ntype Args "},
		"line":                  {"tree_gen.go", "\ntype Args ", "\n//line x.go:1\n\ntype Args "},
		"line, the other":       {"tree_gen.go", "\ntype Args ", "\n/*line x.go:1*/\n\ntype Args "},
		"a build constraint":    {"tree_gen.go", "// Code generated", "//go:build ignore\n\n// Code generated"},
		"the old one":           {"tree_gen.go", "// Code generated", "// +build ignore\n\n// Code generated"},
		"cgo":                   {"tree_gen.go", "import (", "import \"C\"\n\nimport ("},
		"unsafe":                {"tree_gen.go", "import (", "import _ \"unsafe\"\n\nimport ("},
		"an identifier":         {"counter_test.go", "t.Parallel()", "t.Parallel()\n\tvar " + oracle.Sentinel + " int"},
		"a literal":             {"counter_test.go", "t.Parallel()", "t.Log(\"" + oracle.Sentinel + "\")"},
		"another package":       {"counter.go", "package counter", "package main"},
		"not formatted":         {"counter.go", "type counter struct", "type  counter struct"},
		"not Go":                {"counter.go", "package counter", "package"},
		"bidi":                  {"tree_gen.go", "// Args ", "// \u202eArgs "},
		"carriage return":       {"tree_gen.go", "// Args ", "// \rArgs "},
		"HTML":                  {"OTP_SPEC.md", "# counter", "# counter\n\n<script>"},
		"a link":                {"OTP_SPEC.md", "# counter", "# counter\n\n[" + oracle.Sentinel + "](x)"},
		"a fence":               {"OTP_SPEC.md", "# counter", "# counter\n\n```sh\nx\n```"},
		"a click in a drawing":  {"OTP_SPEC.md", "flowchart TD", "flowchart TD\n    click n0 \"javascript:x()\""},
	} {
		changed := make([]render.File, len(files))
		done := false
		for i, f := range files {
			changed[i] = f
			if text := string(f.Content); f.Path == change.file && strings.Contains(text, change.old) {
				changed[i].Content, done = []byte(strings.Replace(text, change.old, change.new, 1)), true
			}
		}
		require.True(t, done, name)
		assert.NotEmpty(t, oracle.Check(p, changed), name)
	}
	assert.NotEmpty(t, oracle.Check(p, files[1:]), "a missing file")
	assert.NotEmpty(t, oracle.Check(p, append([]render.File{{Path: "evil.go"}}, files...)), "one more file")
}
