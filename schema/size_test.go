package schema

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// large are schemas of many keys, which no person wrote, each with the number
// of diagnostics it gets: as many as are reported, or one about a limit.
func large(many int) map[string]struct {
	src  string
	want int
} {
	repeat := func(format string) string {
		var b strings.Builder
		for i := range many {
			b.WriteString(strings.ReplaceAll(format, "#", fmt.Sprint(i)))
		}
		return b.String()
	}
	head := "otp: 1\npackage: shop\n"
	tail := "services: {Shop: {}}\nsupervisors: {Root: {children: [Shop]}}\n"
	return map[string]struct {
		src  string
		want int
	}{
		"messages":       {head + tail + "messages:\n" + repeat("  M#: int\n"), MaxReported},
		"unknown keys":   {head + tail + repeat("key#: 1\n"), MaxReported},
		"duplicate keys": {head + tail + "messages:\n" + strings.Repeat("  M: int\n", many), MaxReported},
		"unknown types":  {head + tail + "messages:\n" + repeat("  M#: Mx#\n"), MaxReported},
		"one line":       {head + tail + "messages: {" + repeat("M#: Mé#, ") + "}", MaxReported},
		"unknown errors": {head + "errors:\n" + repeat("  e#: {text: a}\n") +
			"services: {Shop: {calls: {Buy: {errors: [" + repeat("f#, ") + "]}}}}\nsupervisors: {Root: {children: [Shop]}}\n", 1},
		"children": {head + "services: {Shop: {}}\nsupervisors:\n  Root:\n    children:\n" + repeat("      - {child: Shop, name: N#}\n"), 0},
		"services": {head + "services:\n" + repeat("  S#: {}\n") + "supervisors:\n  Root: {children: []}\n", 1},
		"one name": {head + tail + "types:\n" + repeat("  M#: {}\n") + "messages:\n" + repeat("  M#: {}\n"), MaxReported},
	}
}

func TestManyKeys(t *testing.T) {
	t.Parallel()
	for name, c := range large(5_000) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, found := check("otp.yaml", []byte(c.src))
			assert.Equal(t, c.want, len(found))
		})
	}
}

func BenchmarkManyKeys(b *testing.B) {
	for name, c := range large(100_000) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(c.src)))
			for b.Loop() {
				check("otp.yaml", []byte(c.src))
			}
		})
	}
}
