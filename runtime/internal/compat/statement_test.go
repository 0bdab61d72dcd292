package compat

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParseStatements(t *testing.T) {
	t.Parallel()
	got, err := parseStatements("# A. First\n\n1 One\n  and more.\n  some_SUITE: a,\n  b\n2 Two: this.\n# B. Second\n3 Three.\n")
	require.NoError(t, err)
	assert.Equal(t, []Section{
		{"A. First", []Statement{{1, "One and more.", "some_SUITE: a, b"}, {2, "Two: this.", ""}}},
		{"B. Second", []Statement{{3, "Three.", ""}}},
	}, got)
	for text, want := range map[string]string{
		"1 One.":                    `statements.txt:1: before the first section: "1 One."`,
		"# A\n1 One.\n1 Again.":     `statements.txt:3: a number that is not new: "1 Again."`,
		"# A\n  more":               `statements.txt:2: neither a section nor a statement: "  more"`,
		"# A\n1 One.\nnot indented": `statements.txt:3: neither a section nor a statement: "not indented"`,
	} {
		_, err := parseStatements(text)
		assert.EqualError(t, err, want)
	}
}

// TestStatementsAreThere: the statements about OTP are numbered 1 to 101 and 120 to 218.
func TestStatementsAreThere(t *testing.T) {
	t.Parallel()
	sections, err := Sections()
	require.NoError(t, err)
	seen := map[int]bool{}
	for _, sec := range sections {
		for _, s := range sec.Statements {
			seen[s.Number] = true
			assert.NotEmpty(t, s.Text)
			assert.NotContains(t, s.Text, "SUITE")
		}
	}
	for n := range 219 {
		assert.Equal(t, n >= 1 && n <= 101 || n >= 120, seen[n], "statement %d", n)
	}
}
