package schema

import (
	"strings"
)

// lexer finds in the text of a schema what YAML makes of it differently from
// what its author meant: types that need quotes, and brackets and quotes that
// do not pair. It knows quotes, comments, block text and brackets, and nothing
// else of YAML; the real parser has the last word.
type lexer struct {
	text     string
	i        int
	open     []int           // offsets of the brackets around i
	start    bool            // a value or key may begin at i
	value    bool            // a colon came before
	column   int             // of the first key or dash of the line, for block text
	types    []span          // types that must be quoted
	aliases  map[string]bool // "*name" for each anchor &name before i
	unclosed *span           // the first quote or bracket that does not pair
	tokens   int             // keys, values and marks before i
}

type span struct{ start, end int }

// scan walks over text.
func scan(text string) *lexer {
	s := &lexer{text: text, start: true, column: -1, aliases: map[string]bool{}}
	for s.i < len(s.text) && !s.bottomless() {
		if c := s.text[s.i]; !isBlank(c) && c != '#' {
			s.tokens++
		}
		if s.tooMany() {
			break
		}
		s.step()
	}
	if s.unclosed == nil && len(s.open) > 0 {
		last := s.open[len(s.open)-1]
		s.unclosed = &span{last, last + 1}
	}
	return s
}

// tooMany says that the scan ended because no schema has so many tokens: the
// nodes that YAML makes of them would fill the memory.
func (s *lexer) tooMany() bool { return s.tokens > maxTokens }

// bottomless says that the scan ended because of brackets that nobody closes
// any more.
func (s *lexer) bottomless() bool { return len(s.open) > 16*maxDepth }

// step consumes one token.
func (s *lexer) step() {
	flow := len(s.open) > 0
	switch c := s.text[s.i]; {
	case c == '\n':
		s.i++
		s.start = true
		s.column = -1
	case c == ' ' || c == '\t' || c == '\r':
		s.i++
	case c == '#' && (s.i == 0 || isBlank(s.text[s.i-1])):
		s.skipLine()
	case s.start && (c == '"' || c == '\''):
		s.quoted()
	case s.start && c == '&':
		s.anchor()
	case s.start && s.value && s.typed(flow):
	case s.start && !flow && (c == '|' || c == '>'):
		s.block()
	case c == '[' || c == '{':
		s.open = append(s.open, s.i)
		s.i++
		s.start, s.value = true, false
	case flow && (c == ']' || c == '}'):
		s.closeBracket(c)
	case flow && c == ',':
		s.i++
		s.start, s.value = true, false
	case c == ':' && s.ends(s.i+1, flow):
		s.i++
		s.start, s.value = true, true
	case s.start && (c == '-' || c == '?') && s.ends(s.i+1, false):
		s.column = s.i
		s.i++
		s.value = false
	default:
		s.plain(flow)
	}
}

func isBlank(c byte) bool {
	return c == ' ' || c == '\t' || c == '\r' || c == '\n'
}

// ends says whether a token ends before i.
func (s *lexer) ends(i int, flow bool) bool {
	return i >= len(s.text) || isBlank(s.text[i]) || flow && strings.IndexByte(",[]{}", s.text[i]) >= 0
}

func (s *lexer) skipLine() {
	if end := strings.IndexByte(s.text[s.i:], '\n'); end >= 0 {
		s.i += end
		return
	}
	s.i = len(s.text)
}

func (s *lexer) quoted() {
	s.mark()
	end := quotedEnd(s.text, s.i)
	if end == len(s.text) && s.unclosed == nil && (end == s.i+1 || s.text[end-1] != s.text[s.i]) {
		s.unclosed = &span{s.i, s.i + 1}
	}
	s.i, s.start, s.value = end, false, false
}

// mark remembers where the first key of the line stands.
func (s *lexer) mark() {
	if s.column < 0 || s.start && !s.value {
		s.column = s.i
	}
}

// anchor consumes &name. What it marks comes next.
func (s *lexer) anchor() {
	s.mark()
	end := s.i + 1
	for end < len(s.text) && !s.ends(end, true) {
		end++
	}
	s.aliases["*"+s.text[s.i+1:end]] = true
	s.i = end
}

// typed consumes a type that YAML would not read as text. The alias of an
// anchor is none, though it looks like a pointer.
func (s *lexer) typed(flow bool) bool {
	n := typeLength(s.text[s.i:])
	if n == 0 || !s.ends(s.i+n, flow) {
		return false
	}
	t := s.text[s.i : s.i+n]
	if s.aliases[t] || !strings.ContainsAny(t[:1], "[*{") && !(flow && strings.ContainsAny(t, ",[]{}")) {
		return false
	}
	s.types = append(s.types, span{s.i, s.i + n})
	s.i += n
	s.start, s.value = false, false
	return true
}

// block skips the lines of literal or folded text: those that are empty or
// indented deeper than the key or dash it belongs to.
func (s *lexer) block() {
	indent := 0
	if s.column >= 0 {
		indent = s.column - (strings.LastIndexByte(s.text[:s.column], '\n') + 1)
	}
	s.skipLine()
	for s.i < len(s.text) {
		line := s.text[s.i+1:]
		if end := strings.IndexByte(line, '\n'); end >= 0 {
			line = line[:end]
		}
		body := strings.TrimLeft(line, " ")
		if strings.TrimSpace(body) != "" && len(line)-len(body) <= indent {
			break
		}
		s.i += 1 + len(line)
		if s.i >= len(s.text) {
			break
		}
	}
	s.start, s.value = false, false
}

func (s *lexer) closeBracket(c byte) {
	last := s.open[len(s.open)-1]
	s.open = s.open[:len(s.open)-1]
	if want := s.text[last]; s.unclosed == nil && (want == '[') != (c == ']') {
		s.unclosed = &span{last, last + 1}
	}
	s.i++
	s.start, s.value = false, false
}

// plain consumes text without quotes.
func (s *lexer) plain(flow bool) {
	s.mark()
	for s.i++; s.i < len(s.text); s.i++ {
		c := s.text[s.i]
		if c == '\n' || c == ':' && s.ends(s.i+1, flow) || c == '#' && isBlank(s.text[s.i-1]) {
			break
		}
		if flow && strings.IndexByte(",[]{}", c) >= 0 {
			break
		}
	}
	s.start, s.value = false, false
}
