package schema

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const smallest = `otp: 1
package: shop
services: {Shop: {}}
supervisors: {Root: {children: [Shop]}}
`

// broken are schemas that cannot be annotated, because what is wrong with them
// stands before or beyond any comment.
var broken = []struct {
	name string
	src  string
	code string
	at   Pos
}{
	{"empty", "", codeEmpty, Pos{1, 1}},
	{"blank", "\n \n", codeEmpty, Pos{1, 1}},
	{"comments", "# nothing\n", codeEmpty, Pos{1, 1}},
	{"null", "---\n", codeEmpty, Pos{1, 1}},
	{"mark only", byteOrderMark, codeEmpty, Pos{1, 1}},
	{"latin1", "otp: 1\ndoc: caf\xe9\n", codeUTF8, Pos{2, 9}},
	{"nul", "otp: 1\ndoc: a\x00b\n", codeCharacter, Pos{2, 7}},
	{"bell", "otp: \x07\n", codeCharacter, Pos{1, 6}},
	{"lone return", "otp: 1\rdoc: x\n", codeCharacter, Pos{1, 7}},
	{"next line", "otp: 1\u0085doc: x\n", codeCharacter, Pos{1, 7}},
	{"line separator", "doc: a\u2028b\n", codeCharacter, Pos{1, 7}},
	{"bidi", "doc: a\u202eb\n", codeCharacter, Pos{1, 7}},
	{"second mark", "doc: a" + byteOrderMark + "\n", codeCharacter, Pos{1, 7}},
	{"large", strings.Repeat("#", maxBytes+1), codeTooLarge, Pos{1, 1}},
	{"deep", "x: " + strings.Repeat("[", 70) + strings.Repeat("]", 70), codeTooDeep, Pos{1, 67}},
	{"bottomless", strings.Repeat("[", 1<<20), codeTooDeep, Pos{1, 65}},
	{"too many keys", strings.Repeat("a: b\n", maxTokens/3+1), codeTooMany, Pos{80_001, 1}},
	{"large with a mistake", "a: 1\n" + strings.Repeat("# comment\n", 30_000) + "b: c: d\n", codeSyntax, Pos{30_002, 1}},
	{"tab", "\tx: 1\n", codeTab, Pos{1, 1}},
}

func TestBytesThatAreNoSchema(t *testing.T) {
	t.Parallel()
	for _, c := range broken {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			doc, found := Parse("otp.yaml", []byte(c.src))
			assert.Nil(t, doc)
			require.Len(t, found, 1)
			assert.Equal(t, c.code, found[0].Code, show(found[0]))
			assert.Equal(t, c.at, found[0].Range.Start, show(found[0]))
			assert.Equal(t, Error, found[0].Severity)
			assert.NotEmpty(t, found[0].Help)
			checkDiagnostic(t, c.src, found[0])
			app, more := Resolve(doc)
			assert.Nil(t, app)
			assert.Empty(t, more)
		})
	}
}

func TestABinaryFileIsReportedBriefly(t *testing.T) {
	t.Parallel()
	_, found := Parse("otp.yaml", []byte(strings.Repeat("\x00\x01\x02", 1000)))
	assert.Len(t, found, 10)
}

func TestByteOrderMarkAndWindowsLinesAreFine(t *testing.T) {
	t.Parallel()
	plain, found := check("otp.yaml", []byte(smallest))
	require.Empty(t, found)
	windows, found := check("otp.yaml", []byte(byteOrderMark+strings.ReplaceAll(smallest, "\n", "\r\n")))
	require.Empty(t, found)
	assert.Equal(t, plain.Services[0].Range, windows.Services[0].Range)
	assert.Equal(t, Pos{3, 12}, windows.Services[0].Range.Start)
}

// TestEveryCodeIsWanted keeps the table and the tests together: a code that
// nothing provokes promises what nobody has seen.
func TestEveryCodeIsWanted(t *testing.T) {
	t.Parallel()
	wanted := map[string]bool{}
	for _, c := range broken {
		wanted[c.code] = true
	}
	for _, c := range largeTrees {
		wanted[c.code] = true
	}
	for _, c := range limited {
		wanted[c.code] = true
	}
	files, err := filepath.Glob("testdata/bad/*.yaml")
	require.NoError(t, err)
	for _, file := range files {
		src, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, w := range wants(t, string(src)) {
			wanted[w.code] = true
		}
	}
	wanted[CodeTooMuchCode] = true // by package plan
	before := ""
	for _, c := range Codes() {
		assert.Less(t, before, c.Code, "the table is in order and names a code once")
		before = c.Code
		assert.NotEmpty(t, c.Title)
		assert.True(t, wanted[c.Code], "no test provokes %s, %s", c.Code, c.Title)
		delete(wanted, c.Code)
	}
	assert.Empty(t, wanted, "wanted, but not in the table")
}

// chain is a tree of so many levels.
func chain(levels int) string {
	var b strings.Builder
	b.WriteString("otp: 1\npackage: shop\nservices: {Shop: {}}\nsupervisors:\n")
	for i := 1; i < levels; i++ {
		fmt.Fprintf(&b, "  S%d: {children: [S%d]}\n", i, i+1)
	}
	fmt.Fprintf(&b, "  S%d: {children: [Shop]}\n", levels)
	return b.String()
}

// doubling is a tree whose levels each hold the next one twice.
func doubling(levels int) string {
	var b strings.Builder
	b.WriteString("otp: 1\npackage: shop\nservices: {Shop: {}}\nsupervisors:\n")
	for i := 1; i < levels; i++ {
		fmt.Fprintf(&b, "  S%d: {scope: true, children: [{child: S%d, name: A%d}, {child: S%d, name: B%d}]}\n", i, i+1, i, i+1, i)
	}
	fmt.Fprintf(&b, "  S%d: {scope: true, children: [Shop]}\n", levels)
	return b.String()
}

var largeTrees = []struct{ name, src, code string }{
	{"levels", chain(64), codeTreeSize},
	{"places", doubling(40), codeTreeSize},
}

func TestATreeHasBounds(t *testing.T) {
	t.Parallel()
	for _, c := range largeTrees {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			app, found := check("otp.yaml", []byte(c.src))
			assert.Nil(t, app)
			require.Len(t, found, 1)
			assert.Equal(t, c.code, found[0].Code)
		})
	}
	for _, src := range []string{chain(63), doubling(13)} {
		app, found := check("otp.yaml", []byte(src))
		assert.NotNil(t, app)
		assert.Empty(t, found)
	}
}
