package report

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/schema"
)

func span1(line, from, to int) schema.Range {
	return schema.Range{Start: schema.Pos{Line: line, Column: from}, End: schema.Pos{Line: line, Column: to}}
}

const source = "a: 1\nstrategy: one_for_al\nb: 2\n"

func sample() schema.Diagnostic {
	return schema.Diagnostic{
		Code: "OTP0203", Severity: schema.Error, File: "otp.yaml", Range: span1(2, 11, 21),
		Message: `unknown strategy "one_for_al"`, Label: "expected one of: one_for_one, one_for_all",
		Help:    `did you mean "one_for_all"?`,
		Related: []schema.Related{{Range: span1(1, 1, 2), Label: "first here"}},
	}
}

func printed(t *testing.T, p Printer, diags ...schema.Diagnostic) string {
	t.Helper()
	var b strings.Builder
	p.Out = &b
	require.NoError(t, p.Print(diags))
	return b.String()
}

func TestText(t *testing.T) {
	t.Parallel()
	got := printed(t, Printer{Format: Text, Source: map[string]string{"otp.yaml": source}}, sample())
	assert.Equal(t, `error[OTP0203]: unknown strategy "one_for_al"
  --> otp.yaml:2:11
    2 | strategy: one_for_al
      |           ^^^^^^^^^^ expected one of: one_for_one, one_for_all
  ::: otp.yaml:1:1
    1 | a: 1
      | ^ first here
   help: did you mean "one_for_all"?

`, got)
}

func TestTextWithoutAPosition(t *testing.T) {
	t.Parallel()
	d := schema.Diagnostic{Code: "OTP0701", Severity: schema.Warning, File: "a.go", Message: "m", Label: "l", Help: "paste:\nfunc f() {\n\tx()\n}"}
	assert.Equal(t, "warning[OTP0701]: m\n  --> a.go\n      l\n   help: paste:\nfunc f() {\n\tx()\n}\n\n", printed(t, Printer{Format: Text}, d))
}

func TestTextInColour(t *testing.T) {
	t.Parallel()
	p := Printer{Format: Text, Colour: true, Source: map[string]string{"otp.yaml": source}}
	assert.Contains(t, printed(t, p, sample()), "\x1b[1;31merror[OTP0203]\x1b[0m: ")
	warning := sample()
	warning.Severity = schema.Warning
	assert.Contains(t, printed(t, p, warning), "\x1b[1;33mwarning[OTP0203]\x1b[0m: ")
}

func TestExcerpt(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 300)
	tests := map[string]struct {
		source string
		at     schema.Range
		want   excerpt
	}{
		"word":               {"key: value\n", span1(1, 6, 11), excerpt{"key: value", 5, 5}},
		"CRLF":               {"key: value\r\n", span1(1, 6, 11), excerpt{"key: value", 5, 5}},
		"tab":                {"\tkey: v", span1(1, 2, 5), excerpt{"    key: v", 4, 3}},
		"a tab marked":       {"\tkey: v", span1(1, 1, 2), excerpt{"    key: v", 0, 4}},
		"accent":             {"é: ü!", span1(1, 4, 5), excerpt{"é: ü!", 3, 1}},
		"combining accent":   {"e\u0301: v", span1(1, 5, 6), excerpt{"e\u0301: v", 3, 1}},
		"wide characters":    {"名前: v", span1(1, 5, 6), excerpt{"名前: v", 6, 1}},
		"terminal escapes":   {"a\x1b[31m: \u202eb", span1(1, 2, 3), excerpt{"a\ufffd[31m: \ufffdb", 1, 1}},
		"empty file":         {"", span1(1, 1, 1), excerpt{"", 0, 1}},
		"beyond the end":     {"a\n", span1(9, 4, 5), excerpt{"", 0, 1}},
		"beyond the line":    {"a\n", span1(1, 9, 12), excerpt{"a", 1, 1}},
		"empty range":        {"abc", span1(1, 2, 2), excerpt{"abc", 1, 1}},
		"no end":             {"abc", schema.Range{Start: schema.Pos{Line: 1, Column: 2}}, excerpt{"abc", 1, 2}},
		"several lines":      {"abc\ndef", schema.Range{Start: schema.Pos{Line: 1, Column: 2}, End: schema.Pos{Line: 2, Column: 2}}, excerpt{"abc", 1, 2}},
		"long line, start":   {long, span1(1, 1, 4), excerpt{long[:120] + "…", 0, 3}},
		"long line, middle":  {long, span1(1, 101, 104), excerpt{"…" + long[:120] + "…", 41, 3}},
		"long line, all":     {long, span1(1, 1, 301), excerpt{long[:120] + "…", 0, 120}},
		"long line, the end": {long, span1(1, 300, 301), excerpt{"…" + long[:41], 41, 1}},
	}
	for name, tt := range tests {
		assert.Equal(t, tt.want, cut(linesOf(tt.source), tt.at), name)
	}
}

func TestMessagesCannotMoveTheCursor(t *testing.T) {
	t.Parallel()
	d := sample()
	d.Message, d.Label, d.Help = "m\x1b[2J", "l\x07", "h\u202e"
	d.File, d.Related[0].File = "a\x1b[1A.yaml", "b\x1b[1A.go"
	got := printed(t, Printer{Format: Text, Source: map[string]string{d.File: source}}, d)
	assert.Contains(t, got, "strategy: one_for_al", "the excerpt is there all the same")
	assert.NotContains(t, got, "\x1b")
	assert.NotContains(t, got, "\x07")
	assert.NotContains(t, got, "\u202e")
}

func TestJSON(t *testing.T) {
	t.Parallel()
	got := printed(t, Printer{Format: JSON}, sample())
	assert.Equal(t, 1, strings.Count(got, "\n"), "one object, one line")
	var m map[string]any
	require.NoError(t, json.Unmarshal([]byte(got), &m))
	assert.Equal(t, map[string]any{
		"severity": "error", "code": "OTP0203", "file": "otp.yaml",
		"line": 2.0, "column": 11.0, "end_line": 2.0, "end_column": 21.0,
		"message": `unknown strategy "one_for_al"`, "label": "expected one of: one_for_one, one_for_all",
		"help":    `did you mean "one_for_all"?`,
		"related": []any{map[string]any{"line": 1.0, "column": 1.0, "end_line": 1.0, "end_column": 2.0, "label": "first here"}},
	}, m)
}

func TestGitHub(t *testing.T) {
	t.Parallel()
	d := sample()
	d.File = "a,b:c.yaml"
	d.Message = "100%"
	assert.Equal(t,
		"::error file=a%2Cb%3Ac.yaml,line=2,col=11,endLine=2,endColumn=21,title=OTP0203::100%25: expected one of: one_for_one, one_for_all%0Afirst here (line 1)%0Ahelp: did you mean \"one_for_all\"?\n",
		printed(t, Printer{Format: GitHub}, d))
	assert.Equal(t, "::warning file=a.go,title=OTP0701::m\n",
		printed(t, Printer{Format: GitHub}, schema.Diagnostic{Code: "OTP0701", Severity: schema.Warning, File: "a.go", Message: "m"}))
}

func TestPrintSortsACopy(t *testing.T) {
	t.Parallel()
	late, early := sample(), sample()
	early.Range = span1(1, 1, 2)
	diags := schema.Diagnostics{late, early}
	got := printed(t, Printer{Format: GitHub}, diags...)
	assert.Less(t, strings.Index(got, "line=1,"), strings.Index(got, "line=2,"))
	assert.Equal(t, late, diags[0])
}

func TestParseFormat(t *testing.T) {
	t.Parallel()
	for _, word := range Formats() {
		_, err := ParseFormat(word)
		require.NoError(t, err, word)
	}
	_, err := ParseFormat("xml")
	assert.EqualError(t, err, `unknown format "xml": expected one of text, json, github`)
}
