package hostile

import (
	"strconv"
	"strings"
)

// Bomb is a schema that is meant to cost time or memory out of all proportion
// to its size.
type Bomb struct {
	Name string
	text func() string
}

// Source is the text of the schema.
func (b Bomb) Source() []byte { return []byte(b.text()) }

const (
	mebibyte = 1 << 20
	limit    = 4 * mebibyte // of a schema
)

const (
	head = "otp: 1\npackage: shop\n"
	tail = "services: {Shop: {}}\nsupervisors: {Root: {children: [Shop]}}\n"
)

// fill repeats lines with growing numbers for # until the schema is nearly as
// large as one may be.
func fill(before, line, after string) func() string {
	return many(limit, before, line, after)
}

// many is fill up to a size.
func many(size int, before, line, after string) func() string {
	return func() string {
		var b strings.Builder
		b.WriteString(before)
		parts := strings.Split(line, "#")
		for i := 0; b.Len()+len(line)+20+len(after) < size; i++ {
			number(&b, parts, i)
		}
		b.WriteString(after)
		return b.String()
	}
}

// times repeats lines with the numbers below n for #, or for % where # is taken.
func times(n int, line string) string {
	mark := "#"
	if strings.Contains(line, "%") {
		mark = "%"
	}
	parts := strings.Split(line, mark)
	var b strings.Builder
	for i := range n {
		number(&b, parts, i)
	}
	return b.String()
}

// number writes parts with a number between any two.
func number(b *strings.Builder, parts []string, n int) {
	b.WriteString(parts[0])
	for _, p := range parts[1:] {
		b.WriteString(strconv.Itoa(n))
		b.WriteString(p)
	}
}

func text(parts ...string) func() string {
	return func() string { return strings.Join(parts, "") }
}
