package golden

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// reverseMaps writes the entries of every map in block style in reverse order,
// except where order has meaning. It knows as much YAML as the schemas here
// use: indentation. Comments are dropped.
func reverseMaps(source string) string {
	lines := slices.DeleteFunc(strings.Split(strings.TrimSpace(source), "\n"), func(line string) bool {
		text := strings.TrimSpace(line)
		return strings.HasPrefix(text, "#")
	})
	return strings.Join(reverseBlock(lines), "\n") + "\n"
}

// reverseBlock reverses the entries of one map: a line and the deeper ones
// that follow it. The text of a block scalar may begin with an empty line.
func reverseBlock(lines []string) []string {
	if len(lines) == 0 || lines[0] == "" || strings.HasPrefix(strings.TrimSpace(lines[0]), "- ") {
		return lines
	}
	var entries [][]string
	indent := indentation(lines[0])
	for _, line := range lines {
		if line != "" && indentation(line) == indent {
			entries = append(entries, []string{line})
			continue
		}
		entries[len(entries)-1] = append(entries[len(entries)-1], line)
	}
	var out []string
	for _, e := range slices.Backward(entries) {
		key, _, _ := strings.Cut(strings.TrimSpace(e[0]), ":")
		out = append(out, e[0])
		ordered := slices.Contains([]string{"args", "fields", "children", "boundaries"}, key)
		if ordered || strings.HasSuffix(e[0], "|") {
			out = append(out, e[1:]...)
		} else {
			out = append(out, reverseBlock(e[1:])...)
		}
	}
	return out
}

func indentation(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

func TestReverseMaps(t *testing.T) {
	t.Parallel()
	const source = `otp: 1
services:
  A:
    args:
      x: int
      y: int
    calls: {B: {}}
  # what C is
  C: {}
supervisors:
  Root:
    children:
      - A
      - C
`
	const want = `supervisors:
  Root:
    children:
      - A
      - C
services:
  C: {}
  A:
    calls: {B: {}}
    args:
      x: int
      y: int
otp: 1
`
	assert.Equal(t, want, reverseMaps(source))
}
