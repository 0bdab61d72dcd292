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
