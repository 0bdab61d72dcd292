package schema

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestRanges marks with carets what a diagnostic must underline.
func TestRanges(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, code, text string }{
		{"plain", codeUnknownWord, `
supervisors: {Root: {strategy: one_for_al, children: [Shop]}}
                               ^^^^^^^^^^`},
		{"double quotes", codeUnknownWord, `
supervisors: {Root: {strategy: "one_for_al", children: [Shop]}}
                               ^^^^^^^^^^^^`},
		{"single quotes with a quote", codeWrongKind, `
doc: {'it''s': a}
     ^^^^^^^^^^^^`},
		{"characters, not bytes", codeUnknownKey, `
"ключ": 1
^^^^^^`},
		{"after characters", codeNumber, `
strategies: {a: {doc: "größe", strategy: one_for_one, max_restarts: много}}
                                                                    ^^^^^`},
		{"empty flow list", codeNoEntries, `
messages: {A: {enum: [ ]}}
                     ^^^`},
		{"flow mapping", codeWrongKind, `
boundaries: {crash: "a", survives: [b, c]  , } # a comment }
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`},
		{"block mapping is shown at its key", codeWrongKind, `
boundaries:
^^^^^^^^^^
  crash: a`},
		{"part of a type", codeUnknownType, `
messages: {A: {fields: {a: "map[string][]Ordr"}}}
                                         ^^^^`},
		{"part of a plain type", codeUnknownType, `
types: {A: {}}
messages: {B: {fields: {a: Ordr}}}
                           ^^^^`},
		{"placeholder", codePlaceholder, `
errors: {gone: {text: 'no {item} left'}}
                          ^^^^^^`},
		{"part of a reference", codeReference, `
supervisors: {Root: {args: {a: string}, children: [{child: Shop, args: {id: $a.name}}]}}
                                                                               ^^^^`},
		{"missing key", codeMissingKey, `
supervisors: {Root: {scope: true}}
              ^^^^`},
		{"unquoted type", codeUnquotedType, `
messages: {A: {fields: {a: []string, b: int}}}
                           ^^^^^^^^`},
		{"tab", codeTab, `
services:
	Shop: {}
^`},
		{"text over lines", codeUnknownKey, `
nodoc: one
^^^^^
  two`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var lines []string
			want := Range{}
			for _, line := range strings.Split(strings.TrimPrefix(c.text, "\n"), "\n") {
				if carets := strings.TrimLeft(line, " "); strings.HasPrefix(carets, "^") {
					column := len(line) - len(carets) + 1
					want = Range{Pos{len(lines), column}, Pos{len(lines), column + len(carets)}}
					continue
				}
				lines = append(lines, line)
			}
			src := strings.Join(lines, "\n") + "\n"
			if c.code == codeReference {
				src += "services: {Shop: {args: {id: string}}}\n"
			}
			_, found := check("otp.yaml", []byte(src))
			for _, d := range found {
				if d.Code == c.code && d.Range == want {
					return
				}
			}
			assert.Fail(t, "not reported", "%s at %v: %v", c.code, want, found)
		})
	}
}

// TestPositions compares the index of a source with counting from its start.
func TestPositions(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("añ€😀b\n", 300) + strings.Repeat("é", 1000) + "\n\nend"
	s := newSource(text)
	line, column := 1, 1
	for offset, c := range text {
		want := Pos{line, column}
		require.Equal(t, want, s.pos(offset))
		require.Equal(t, offset, s.offset(line, column))
		if column++; c == '\n' {
			line, column = line+1, 1
		}
	}
	assert.Equal(t, Pos{303, 4}, s.pos(len(text)))
	assert.Equal(t, len(text), s.offset(1000, 1))
}

func TestScalarsOverLines(t *testing.T) {
	t.Parallel()
	doc, found := Parse("otp.yaml", []byte(`otp: 1
package: shop
doc: one
  two   three

  four
out: "a\
  b"
`))
	require.Empty(t, found)
	assert.Equal(t, Range{Pos{3, 6}, Pos{6, 7}}, doc.Doc.Range)
	assert.Equal(t, Range{Pos{7, 6}, Pos{8, 5}}, doc.Out.Range)
	doc, _ = Parse("otp.yaml", []byte("doc: |\n  a\n\n  b\npackage: x\n"))
	assert.Equal(t, Range{Pos{1, 6}, Pos{4, 4}}, doc.Doc.Range)
}
