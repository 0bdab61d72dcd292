package schema

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// source is the text of a schema, with the way from a byte to its line and
// column and back. Columns count characters, so both ways need the number of
// characters before a byte; marks holds it for every block of bytes.
type source struct {
	text  string
	lines []int32 // offset of the first byte of each line; of four million, perhaps
	marks []int   // characters before byte i*markEvery
	ascii bool    // so that a byte is a character
}

const markEvery = 256

func newSource(text string) *source {
	s := &source{text: text, lines: make([]int32, 1, 2+strings.Count(text, "\n"))}
	characters := 0
	s.ascii = true
	for i := range len(text) {
		if i%markEvery == 0 {
			s.marks = append(s.marks, characters)
		}
		if utf8.RuneStart(text[i]) {
			characters++
		}
		s.ascii = s.ascii && text[i] < utf8.RuneSelf
		if text[i] == '\n' {
			s.lines = append(s.lines, int32(i+1))
		}
	}
	return s
}

// characters is how many characters begin before offset.
func (s *source) characters(offset int) int {
	if s.ascii {
		return offset
	}
	block := min(offset/markEvery, len(s.marks)-1)
	n := s.marks[block]
	for i := block * markEvery; i < offset; i++ {
		if utf8.RuneStart(s.text[i]) {
			n++
		}
	}
	return n
}

// pos is the line and column of a byte.
func (s *source) pos(offset int) Pos {
	line := sort.Search(len(s.lines), func(i int) bool { return int(s.lines[i]) > offset })
	return Pos{Line: line, Column: s.characters(offset) - s.characters(int(s.lines[line-1])) + 1}
}

func (s *source) span(start, end int) Range {
	return Range{Start: s.pos(start), End: s.pos(end)}
}

// offset is the byte at a line and column, or the end of the text.
func (s *source) offset(line, column int) int {
	if line < 1 || line > len(s.lines) {
		return len(s.text)
	}
	start := int(s.lines[line-1])
	want := s.characters(start) + column - 1
	if s.ascii {
		return min(want, len(s.text))
	}
	block := max(sort.SearchInts(s.marks, want+1)-1, start/markEvery)
	i, n := block*markEvery, 0
	if block < len(s.marks) {
		n = s.marks[block]
	}
	for ; i < len(s.text); i++ {
		if !utf8.RuneStart(s.text[i]) {
			continue
		}
		if n == want {
			return i
		}
		n++
	}
	return len(s.text)
}

// line is the text of a line without its end.
func (s *source) line(number int) (start int, text string) {
	start, end := int(s.lines[number-1]), len(s.text)
	if number < len(s.lines) {
		end = int(s.lines[number]) - 1
	}
	return start, strings.TrimSuffix(s.text[start:end], "\r")
}

// lineRange is a line without its indentation.
func (s *source) lineRange(number int) Range {
	start, text := s.line(number)
	body := strings.TrimSpace(text)
	start += strings.Index(text, body)
	return s.span(start, start+len(body))
}

// rangeOf is where a node stands. yaml.v3 knows only where it starts.
func (s *source) rangeOf(n *yaml.Node) Range {
	start := s.offset(n.Line, n.Column)
	return s.span(start, s.end(n))
}

// end is the offset behind a node.
func (s *source) end(n *yaml.Node) int {
	start := s.offset(n.Line, n.Column)
	if n.Kind == yaml.AliasNode {
		return min(start+1+len(n.Value), len(s.text))
	}
	if n.Kind == yaml.ScalarNode {
		return s.scalarEnd(n, start)
	}
	end := start
	if len(n.Content) > 0 {
		end = s.end(n.Content[len(n.Content)-1])
	}
	if n.Style&yaml.FlowStyle != 0 {
		end = s.closing(n, start, end)
	}
	return end
}

// closing is the offset behind the bracket that ends a flow collection whose
// last entry ends at end; an empty one ends where it starts.
func (s *source) closing(n *yaml.Node, start, end int) int {
	if len(n.Content) == 0 {
		open := strings.IndexAny(s.text[start:], "[{")
		if open < 0 {
			return start
		}
		end = start + open + 1
	}
	for i := end; i < len(s.text); i++ {
		switch c := s.text[i]; {
		case c == ']' || c == '}':
			return i + 1
		case c == '#':
			if stop := strings.IndexByte(s.text[i:], '\n'); stop >= 0 {
				i += stop
			}
		case c != ',' && c != ':' && c != ' ' && c != '\t' && c != '\r' && c != '\n':
			return end
		}
	}
	return end
}

func (s *source) scalarEnd(n *yaml.Node, start int) int {
	if start >= len(s.text) || n.Value == "" && n.Style == 0 {
		return start
	}
	switch {
	case strings.IndexByte(`&!`, s.text[start]) >= 0: // anchored or tagged, and so refused
		return start + 1
	case n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0:
		return quotedEnd(s.text, start)
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		header := strings.IndexByte(s.text[start:], '\n')
		if header < 0 {
			return len(s.text)
		}
		return s.follow(n.Value, start+header)
	}
	return s.follow(n.Value, start)
}

// follow is the offset behind value, which begins at start, but whose white
// space the YAML may have broken over lines.
func (s *source) follow(value string, start int) int {
	if strings.HasPrefix(s.text[start:], value) {
		return start + len(value)
	}
	i := start
	for _, c := range value {
		if unicode.IsSpace(c) {
			continue
		}
		for i < len(s.text) && strings.IndexByte(" \t\r\n", s.text[i]) >= 0 {
			i++
		}
		i += utf8.RuneLen(c)
	}
	return min(i, len(s.text))
}

// quotedEnd is the offset behind the quoted text that begins at start, or the
// end of the text if nothing closes it.
func quotedEnd(text string, start int) int {
	quote := text[start]
	for i := start + 1; i < len(text); i++ {
		switch {
		case text[i] == '\\' && quote == '"':
			i++
		case text[i] == quote && quote == '\'' && i+1 < len(text) && text[i+1] == '\'':
			i++
		case text[i] == quote:
			return i + 1
		}
	}
	return len(text)
}
