package schema

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The mistakes in testdata/bad are annotated where they are made:
//
//	strategy: one_for_al # want OTP0203 "unknown strategy" "did you mean"
//
// Every diagnostic must be wanted on the line where it begins, and every want
// must be met. Each regexp is searched in message, label and help.

// want is one expected diagnostic.
type want struct {
	line    int
	code    string
	matches []*regexp.Regexp
}

var (
	wantComment = regexp.MustCompile(`# want (.*)$`)
	wantOne     = regexp.MustCompile(`^\s*(OTP\d{4})((?:\s+"(?:[^"\\]|\\.)*")*)`)
	wantQuoted  = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)
)

// wants reads the annotations of a file.
func wants(t *testing.T, text string) []want {
	t.Helper()
	var list []want
	for i, line := range strings.Split(text, "\n") {
		m := wantComment.FindStringSubmatch(strings.TrimSuffix(line, "\r"))
		if m == nil {
			continue
		}
		rest := m[1]
		for strings.TrimSpace(rest) != "" {
			one := wantOne.FindStringSubmatch(rest)
			require.NotNil(t, one, "line %d: malformed want %s", i+1, rest)
			w := want{line: i + 1, code: one[1]}
			for _, q := range wantQuoted.FindAllString(one[2], -1) {
				unquoted, err := strconv.Unquote(q)
				require.NoError(t, err, "line %d", i+1)
				w.matches = append(w.matches, regexp.MustCompile(unquoted))
			}
			list = append(list, w)
			rest = rest[len(one[0]):]
		}
	}
	return list
}

func (w want) meets(d Diagnostic) bool {
	text := d.Message + "\n" + d.Label + "\n" + d.Help
	return d.Code == w.code && d.Range.Start.Line == w.line &&
		!slices.ContainsFunc(w.matches, func(r *regexp.Regexp) bool { return !r.MatchString(text) })
}

// check runs both stages.
func check(name string, src []byte) (*Application, Diagnostics) {
	doc, found := Parse(name, src)
	app, more := Resolve(doc)
	return app, append(found, more...)
}

func show(d Diagnostic) string {
	return fmt.Sprintf("%s:%d:%d: %s[%s] %s | %s | %s", filepath.Base(d.File), d.Range.Start.Line, d.Range.Start.Column,
		d.Severity, d.Code, d.Message, d.Label, d.Help)
}

func TestMistakesAreReportedWhereTheyAreMade(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/bad/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			src, err := os.ReadFile(file)
			require.NoError(t, err)
			_, found := check(file, src)
			left := wants(t, string(src))
			require.NotEmpty(t, left, "a bad schema must want something")
			for _, d := range found {
				i := slices.IndexFunc(left, func(w want) bool { return w.meets(d) })
				if !assert.GreaterOrEqual(t, i, 0, "not wanted: %s", show(d)) {
					continue
				}
				left = slices.Delete(left, i, i+1)
				checkDiagnostic(t, string(src), d)
			}
			for _, w := range left {
				t.Errorf("%s:%d: wanted %s %v, not reported", file, w.line, w.code, w.matches)
			}
		})
	}
}

// checkDiagnostic holds a diagnostic to what all of them promise: a place that
// exists, a message without a final stop, something to do.
func checkDiagnostic(t *testing.T, src string, d Diagnostic) {
	t.Helper()
	places := []Range{d.Range}
	for _, r := range d.Related {
		assert.NotEmpty(t, r.Label, show(d))
		places = append(places, r.Range)
	}
	lines := strings.Split(strings.TrimPrefix(src, byteOrderMark), "\n")
	for _, p := range places {
		assert.LessOrEqual(t, compareRanges(Range{Start: p.Start}, Range{Start: p.End}), 0, show(d))
		for _, at := range []Pos{p.Start, p.End} {
			if assert.True(t, at.Line >= 1 && at.Line <= len(lines), "line %d: %s", at.Line, show(d)) {
				length := len([]rune(lines[at.Line-1]))
				assert.True(t, at.Column >= 1 && at.Column <= length+1, "column %d: %s", at.Column, show(d))
			}
		}
	}
	assert.NotEmpty(t, d.Message)
	assert.NotContains(t, d.Message, "\n")
	assert.False(t, strings.HasSuffix(d.Message, "."), show(d))
	assert.NotEmpty(t, cmp.Or(d.Help, d.Message[strings.LastIndexByte(d.Message, ' ')+1:]), show(d))
}
