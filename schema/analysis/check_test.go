package analysis_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/schema"
	"github.com/otpgen/otpgen/schema/analysis"
)

// want is one comment of the form # want OTP0501 "regexp": the diagnostic with
// that code on that line, the regexp somewhere in its text, which is written
// message -- label -- help. A line may want several.
type want struct {
	line int
	code string
	text *regexp.Regexp
}

var wantComment = regexp.MustCompile(`(OTP\d{4}) "((?:[^"\\]|\\.)*)"`)

func wants(t *testing.T, src string) []want {
	t.Helper()
	var list []want
	for i, line := range strings.Split(src, "\n") {
		_, comment, ok := strings.Cut(line, "# want ")
		if !ok {
			continue
		}
		found := wantComment.FindAllStringSubmatch(comment, -1)
		require.NotEmpty(t, found, "line %d: malformed want comment", i+1)
		for _, m := range found {
			text, err := regexp.Compile(m[2])
			require.NoError(t, err)
			list = append(list, want{line: i + 1, code: m[1], text: text})
		}
	}
	return list
}

// resolve reads a schema that has no errors but those that Check finds.
func resolve(t *testing.T, name, src string) *schema.Application {
	t.Helper()
	doc, found := schema.Parse(name, []byte(src))
	require.Empty(t, found)
	app, found := schema.Resolve(doc)
	require.False(t, found.HasErrors(), "%v", found)
	return app
}

func cases(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	return files
}

func TestCheckFindsWhatTheCommentsWant(t *testing.T) {
	t.Parallel()
	for _, file := range cases(t) {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			t.Parallel()
			src, err := os.ReadFile(file)
			require.NoError(t, err)
			missing := wants(t, string(src))
			for _, d := range analysis.Check(resolve(t, file, string(src))) {
				assertComplete(t, file, d)
				i := indexOf(missing, d)
				if assert.GreaterOrEqual(t, i, 0, "not wanted: %d: %s %s", d.Range.Start.Line, d.Code, text(d)) {
					missing = append(missing[:i], missing[i+1:]...)
				}
			}
			for _, w := range missing {
				assert.Fail(t, "missing", "%d: %s %q", w.line, w.code, w.text)
			}
		})
	}
}

func text(d schema.Diagnostic) string {
	return d.Message + " -- " + d.Label + " -- " + d.Help
}

func indexOf(list []want, d schema.Diagnostic) int {
	for i, w := range list {
		if w.line == d.Range.Start.Line && w.code == d.Code && w.text.MatchString(text(d)) {
			return i
		}
	}
	return -1
}

// assertComplete checks what every finding owes the user.
func assertComplete(t *testing.T, file string, d schema.Diagnostic) {
	t.Helper()
	about := d.Code + " " + d.Message
	assert.Equal(t, file, d.File, about)
	assert.NotEmpty(t, d.Help, about)
	assert.NotEmpty(t, d.Label, about)
	assert.NotContains(t, d.Message, "\n", about)
	assert.False(t, strings.HasSuffix(d.Message, "."), about)
	for _, r := range d.Related {
		assert.NotEmpty(t, r.Label, about)
		assert.Positive(t, r.Range.Start.Line, about)
	}
}

func TestEveryRuleIsProvoked(t *testing.T) {
	t.Parallel()
	wanted := map[string]bool{}
	for _, file := range cases(t) {
		src, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, w := range wants(t, string(src)) {
			wanted[w.code] = true
		}
	}
	for i, r := range analysis.Rules() {
		assert.Equal(t, "OTP05"+pad(i+1), r.Code, "codes are given in order and never reused")
		assert.NotEmpty(t, r.Title, r.Code)
		assert.NotEmpty(t, r.Severity.String(), r.Code)
		assert.True(t, wanted[r.Code], "no file in testdata wants %s", r.Code)
		delete(wanted, r.Code)
	}
	assert.Empty(t, wanted, "wanted, but in no row of the table")
}

func pad(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}
