package plan_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/schema"
)

// large is a schema with so many services and messages.
func large(services, messages int, message string) []byte {
	var b strings.Builder
	b.WriteString("otp: 1\npackage: shop\nmessages:\n")
	for i := range messages {
		fmt.Fprintf(&b, "  M%d: %s\n", i, message)
	}
	b.WriteString("services:\n")
	for i := range services {
		fmt.Fprintf(&b, "  S%d: {calls: {Go: {args: {a: M%d}, reply: M%[2]d}}, casts: {Hi: {}}}\n", i, i%messages)
	}
	b.WriteString("supervisors: {Root: {children: [")
	for i := range services {
		fmt.Fprintf(&b, "S%d, ", i)
	}
	b.WriteString("]}}\n")
	return []byte(b.String())
}

func TestTooMuchCode(t *testing.T) {
	t.Parallel()
	record := "{fields: {id: string, name: string, tags: \"[]string\", prices: \"map[string]int\", open: bool, a: int, b: int, c: int, d: int, e: int}}"
	for _, d := range build(t, "otp.yaml", large(1000, 2000, record)) {
		assert.Fail(t, "a large system is refused", d.Message)
	}
	variants := "{oneof: {"
	for i := range 100 {
		variants += fmt.Sprintf("V%d: {a: int}, ", i)
	}
	diags := build(t, "otp.yaml", large(1, 100, variants+"}}"))
	require.Len(t, diags, 1)
	assert.Equal(t, schema.CodeTooMuchCode, diags[0].Code)
	assert.Equal(t, schema.Pos{Line: 14, Column: 3}, diags[0].Range.Start)
	assert.Equal(t, "message M10 has the greatest part, about 78 KiB", diags[0].Label)
	assert.Equal(t, "split it into several packages, each with a schema of its own", diags[0].Help)
}

func TestTooMuchIsSaidOfCrashes(t *testing.T) {
	t.Parallel()
	together := func(services int, strategy string) schema.Diagnostics {
		src := strings.Replace(string(large(services, 1, "int")), "Root: {", "Root: {strategy: "+strategy+", ", 1)
		return build(t, "otp.yaml", []byte(src))
	}
	for _, strategy := range []string{"rest_for_one", "one_for_all"} {
		assert.Empty(t, together(1000, strategy), "a large system is refused")
		diags := together(2000, strategy)
		require.Len(t, diags, 1, strategy)
		assert.Equal(t, schema.CodeTooMuchCode, diags[0].Code)
		assert.Contains(t, diags[0].Label, "supervisor Root has the greatest part")
		assert.Contains(t, diags[0].Help, "place its children below several supervisors")
	}
}
