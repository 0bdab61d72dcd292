package report

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/internal/hostile"
	"github.com/otpgen/otpgen/schema"
)

// sink is a place of what is printed that takes text of others.
type sink struct {
	name string
	// put prints with text in the place.
	put func(p Printer, text string) error
	// lines is set if text of several lines may print as several.
	lines bool
	// field is where JSON has the text; nil if it has not.
	field func(object map[string]any) any
}

func diagnostic(name string, set func(d *schema.Diagnostic, text string), lines bool, field func(map[string]any) any) sink {
	put := func(p Printer, text string) error {
		d := sample()
		p.Source = map[string]string{d.File: source}
		set(&d, text)
		return p.Print(schema.Diagnostics{d})
	}
	return sink{name, put, lines, field}
}

func key(name string) func(map[string]any) any {
	return func(object map[string]any) any { return object[name] }
}

func relatedKey(name string) func(map[string]any) any {
	return func(object map[string]any) any { return object["related"].([]any)[0].(map[string]any)[name] }
}

func sinks() []sink {
	return []sink{
		diagnostic("file", func(d *schema.Diagnostic, s string) { d.File = s }, false, key("file")),
		diagnostic("message", func(d *schema.Diagnostic, s string) { d.Message = s }, false, key("message")),
		diagnostic("label", func(d *schema.Diagnostic, s string) { d.Label = s }, false, key("label")),
		diagnostic("help", func(d *schema.Diagnostic, s string) { d.Help = s }, true, key("help")),
		diagnostic("pasted help", func(d *schema.Diagnostic, s string) { d.Help = "add:\n" + s }, true, nil),
		diagnostic("related file", func(d *schema.Diagnostic, s string) { d.Related[0].File = s }, false, relatedKey("file")),
		diagnostic("related label", func(d *schema.Diagnostic, s string) { d.Related[0].Label = s }, false, relatedKey("label")),
		{name: "source", put: func(p Printer, s string) error {
			p.Source = map[string]string{"otp.yaml": "a: 1\n" + s + "\nb: 2\n"}
			return p.Print(schema.Diagnostics{sample()})
		}},
		{name: "listed file", put: func(p Printer, s string) error { return p.List(s, "changed") }, field: key("file")},
	}
}

// diffs are the places of a difference, which is always text.
func diffs() []sink {
	return []sink{
		{name: "diff, file", put: func(p Printer, s string) error { return p.Diff(s, []byte("a\n"), []byte("b\n")) }, lines: true},
		{name: "diff, old", put: func(p Printer, s string) error { return p.Diff("a", []byte(s), []byte("b\n")) }, lines: true},
		{name: "diff, new", put: func(p Printer, s string) error { return p.Diff("a", nil, []byte(s)) }, lines: true},
		{name: "diff, context", put: func(p Printer, s string) error {
			return p.Diff("a", []byte("a\n"+s+"\nb\n"), []byte("a\n"+s+"\nc\n"))
		}, lines: true},
	}
}

func printedTo(t *testing.T, s sink, p Printer, text string) string {
	t.Helper()
	var b strings.Builder
	p.Out = &b
	require.NoError(t, s.put(p, text))
	return b.String()
}

// harmless fails if a terminal or the log of a workflow could take a part of
// what is printed for an order.
func harmless(t *testing.T, printed, about string) {
	t.Helper()
	for _, r := range printed {
		if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) && r != '\n' && r != '\t' {
			assert.Failf(t, "an unsafe character", "%s: %U in %q", about, r, printed)
			return
		}
	}
	assert.NotContains(t, printed, "##[", about)
	for line := range strings.Lines(printed) { // our own ::: is no order
		assert.NotRegexp(t, `^\s*::[^:]`, line, about)
	}
}

func TestPrintedTextIsHarmless(t *testing.T) {
	t.Parallel()
	combinations := 0
	for _, s := range append(sinks(), diffs()...) {
		whole := printedTo(t, s, Printer{Format: Text}, "benign")
		for _, v := range hostile.Texts("planted") {
			about := s.name + " / " + v.Name
			printed := printedTo(t, s, Printer{Format: Text}, v.Text)
			harmless(t, printed, about)
			if !s.lines {
				assert.Equal(t, strings.Count(whole, "\n"), strings.Count(printed, "\n"), about)
			}
			coloured := printedTo(t, s, Printer{Format: Text, Colour: true}, v.Text)
			for _, code := range []string{"\x1b[1;31m", "\x1b[1;33m", "\x1b[1;34m", "\x1b[1;36m", "\x1b[0m"} {
				coloured = strings.ReplaceAll(coloured, code, "")
			}
			assert.Equal(t, printed, coloured, about)
			combinations += 2
		}
	}
	t.Logf("%d combinations", combinations)
	assert.Greater(t, combinations, 2000)
}

// One line, an object, all of it there: what JSON cannot hold is only text
// that is not UTF-8.
func TestPrintedJSONLosesNothing(t *testing.T) {
	t.Parallel()
	combinations := 0
	for _, s := range sinks() {
		for _, v := range hostile.Texts("planted") {
			combinations++
			about := s.name + " / " + v.Name
			printed := printedTo(t, s, Printer{Format: JSON}, v.Text)
			harmless(t, printed, about)
			require.Equal(t, 1, strings.Count(printed, "\n"), about)
			var object map[string]any
			require.NoError(t, json.Unmarshal([]byte(printed), &object), about)
			if s.field != nil {
				assert.Equal(t, string([]rune(v.Text)), s.field(object), about)
			}
		}
	}
	t.Logf("%d combinations", combinations)
}

// One order to the workflow, about one file, whatever the text says.
func TestPrintedWorkflowCommandsAreOurs(t *testing.T) {
	t.Parallel()
	combinations := 0
	for _, s := range sinks() {
		properties := strings.Count(commandOf(t, printedTo(t, s, Printer{Format: GitHub}, "benign")), ",")
		for _, v := range hostile.Texts("planted") {
			combinations++
			about := s.name + " / " + v.Name
			command := commandOf(t, printedTo(t, s, Printer{Format: GitHub}, v.Text))
			assert.Equal(t, properties, strings.Count(command, ","), "%s: %s", about, command)
			assert.Regexp(t, `^error file=[^,]*(,\w+=[^,]*)*$`, command, about)
		}
	}
	t.Logf("%d combinations", combinations)
}

// commandOf takes the only order of a log apart as GitHub does, and returns
// its name and properties.
func commandOf(t *testing.T, log string) string {
	t.Helper()
	line, ended := strings.CutSuffix(log, "\n")
	require.True(t, ended)
	require.NotContains(t, line, "\n")
	require.NotContains(t, line, "\r")
	rest, ok := strings.CutPrefix(line, "::")
	require.True(t, ok, line)
	command, data, ok := strings.Cut(rest, "::")
	require.True(t, ok, line)
	harmless(t, "x"+data, "the message")
	harmless(t, "x"+command, "the properties")
	return command
}
