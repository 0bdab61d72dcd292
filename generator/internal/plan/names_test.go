package plan_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/generator/internal/plan"
	"github.com/otpgen/otpgen/schema"
)

// want is one comment of the form # want OTP0601 "regexp": the diagnostic with
// that code on that line, whose text is written message -- label -- help.
type want struct {
	line int
	code string
	text *regexp.Regexp
}

var wantComment = regexp.MustCompile(`(OTP\d{4}) "([^"]*)"`)

func wants(t *testing.T, src string) []want {
	t.Helper()
	var list []want
	for i, line := range strings.Split(src, "\n") {
		_, comment, ok := strings.Cut(line, "# want ")
		if !ok {
			continue
		}
		found := wantComment.FindAllStringSubmatch(comment, -1)
		require.NotEmpty(t, found, "line %d", i+1)
		for _, m := range found {
			list = append(list, want{i + 1, m[1], regexp.MustCompile(m[2])})
		}
	}
	return list
}

func (w want) is(d schema.Diagnostic) bool {
	text := strings.Join([]string{d.Message, d.Label, d.Help}, " -- ")
	return d.Range.Start.Line == w.line && d.Code == w.code && w.text.MatchString(strings.ReplaceAll(text, " --  -- ", " -- -- "))
}

// Each testdata file is a schema that is right but for its Go names.
func TestBuildFindsWhatTheCommentsWant(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.yaml")
	require.NoError(t, err)
	provoked := map[string]bool{}
	for _, file := range files {
		src, err := os.ReadFile(file)
		require.NoError(t, err)
		missing := wants(t, string(src))
		for _, d := range build(t, file, src) {
			assert.Equal(t, file, d.File)
			assert.Equal(t, schema.Error, d.Severity)
			assert.NotEmpty(t, d.Help)
			i := slices.IndexFunc(missing, func(w want) bool { return w.is(d) })
			if assert.GreaterOrEqual(t, i, 0, "%s:%d: not wanted: %s %s -- %s -- %s", file, d.Range.Start.Line, d.Code, d.Message, d.Label, d.Help) {
				missing = slices.Delete(missing, i, i+1)
				provoked[d.Code] = true
			}
		}
		for _, w := range missing {
			assert.Fail(t, "not found", "%s:%d: %s %q", file, w.line, w.code, w.text)
		}
	}
	for _, code := range plan.Codes() {
		assert.True(t, provoked[code.Code], "no test provokes %s, %s", code.Code, code.Title)
	}
}

// build returns the diagnostics of Build, and checks that a plan comes only
// without errors.
func build(t *testing.T, file string, src []byte) schema.Diagnostics {
	t.Helper()
	doc, found := schema.Parse(file, src)
	require.Empty(t, found)
	app, found := schema.Resolve(doc)
	require.False(t, found.HasErrors(), "%s: %v", file, found)
	p, diags := plan.Build(app, plan.Options{ImportPath: "example.com/shop", RuntimePath: "example.com/otpgen/runtime"})
	assert.Equal(t, diags.HasErrors(), p == nil)
	return diags
}

func TestClashShowsBothPlaces(t *testing.T) {
	t.Parallel()
	diags := build(t, "otp.yaml", []byte(`otp: 1
package: shop
messages:
  A: {go_name: B, fields: {b: B}}
  B: int
services: {S: {calls: {C: {reply: A}}}}
supervisors: {Root: {children: [S]}}
`))
	require.Len(t, diags, 1)
	assert.Equal(t, 5, diags[0].Range.Start.Line)
	require.Len(t, diags[0].Related, 1)
	assert.Equal(t, 4, diags[0].Related[0].Range.Start.Line)
	assert.Equal(t, "message A", diags[0].Related[0].Label)
}
