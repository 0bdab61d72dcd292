package schema

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// numbered repeats text n times, with the numbers from 0 for #.
func numbered(n int, text string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(text, "#", strconv.Itoa(i)))
	}
	return b.String()
}

const shop = "otp: 1\npackage: shop\nservices: {Shop: {}}\nsupervisors: {Root: {children: [Shop]}}\n"

// deepest is a type with as many levels as one may have.
var deepest = `"` + strings.Repeat("[]", maxTypeLevels-1) + `int"`

// limited are schemas with one thing too many. With one less they are fine, or
// have other mistakes.
var limited = []struct {
	name, src, code string
	at              Pos
}{
	{"text", shop + "doc: " + strings.Repeat("a", maxText+1) + "\n", codeTooLong, Pos{5, 6}},
	{"fields", shop + "messages: {M: {fields: {" + numbered(maxEntries+1, "a#: int, ") + "}}}\n", codeTooMany, Pos{5, 24}},
	{"words of an enum", shop + "messages: {M: {enum: [" + numbered(maxEntries+1, "a#, ") + "]}}\n", codeTooMany, Pos{5, 22}},
	{"variants", shop + "messages: {M: {oneof: {" + numbered(maxVariants+1, "A#: {}, ") + "}}}\n", codeTooMany, Pos{5, 23}},
	{"placeholders", shop + "errors: {e: {fields: {a: int}, text: \"" + strings.Repeat("{a}", maxShown+1) + "\"}}\n", codeTooMany, Pos{5, 99}},
	{"messages", shop + "messages:\n" + numbered(maxDeclared+1, "  M#: int\n"), codeTooMany, Pos{5, 1}},
	{"services", "otp: 1\npackage: shop\nservices:\n" + numbered(maxServices+1, "  S#: {}\n") + "supervisors: {Root: {children: []}}\n", codeTooMany, Pos{3, 1}},
	{"children of one", "otp: 1\npackage: shop\nservices: {Shop: {}}\nsupervisors: {Root: {children: [" + numbered(maxChildren+1, "{child: Shop, name: N#}, ") + "]}}\n", codeTooMany, Pos{4, 32}},
	{"children of all", "otp: 1\npackage: shop\nservices: {Shop: {}}\nsupervisors:\n" + numbered(3, "  S#: {children: ["+numbered(maxPlaced/3+1, "{child: Shop, name: N#}, ")+"]}\n"), codeTooMany, Pos{}},
	{"handlers", "otp: 1\npackage: shop\nservices:\n" + numbered(maxHandlers/1000+1, "  S#: {casts: {"+numbered(1000, "C#: {}, ")+"}}\n") + "supervisors: {Root: {children: []}}\n", codeTooMany, Pos{24, 3}},
	{"levels of a type", shop + "messages: {M: \"" + strings.Repeat("[]", maxTypeLevels) + "int\"}\n", codeTypeLevels, Pos{5, 40}},
	{"records inside each other", shop + "messages:\n  M0: int\n" + nested(maxRecords), codeTypeLevels, Pos{70, 3}},
	{"parts of types", shop + "messages:\n" + numbered(6000, "  M#: {fields: {a: "+deepest+", b: "+deepest+", c: "+deepest+"}}\n"), codeTooMany, Pos{}},
	{"uses of all processes", "otp: 1\npackage: shop\nservices:\n  Shop: {uses: {" + numbered(201, "T#: [C], ") + "}}\n" + numbered(201, "  T#: {casts: {C: {}}}\n") +
		"supervisors: {Root: {children: [" + numbered(201, "T#, ") + numbered(1000, "{child: Shop, name: N#}, ") + "]}}\n", codeTreeSize, Pos{206, 15}},
}

// nested is n records, each with the one before as a field.
func nested(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("  M" + strconv.Itoa(i+1) + ": {fields: {a: M" + strconv.Itoa(i) + "}}\n")
	}
	return b.String()
}

func TestLimits(t *testing.T) {
	t.Parallel()
	for _, c := range limited {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			app, found := check("otp.yaml", []byte(c.src))
			assert.True(t, app == nil)
			for _, d := range found {
				if d.Code == c.code && (c.at == Pos{} || d.Range.Start == c.at) {
					assert.NotEmpty(t, d.Help)
					checkDiagnostic(t, c.src, d)
					return
				}
			}
			require.NotEmpty(t, found, "nothing was reported")
			assert.Fail(t, "not reported", "%s at %v: %s", c.code, c.at, show(found[0]))
		})
	}
}
