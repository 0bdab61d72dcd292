package schema

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

const byteOrderMark = "\uFEFF"

// admit lets in text that can be read at all: of bounded size, UTF-8, without
// characters that hide or reorder what a reader sees. A byte order mark and
// Windows line ends are fine.
func (r *reader) admit(src []byte) (string, bool) {
	first := Range{Start: Pos{1, 1}, End: Pos{1, 1}}
	if len(src) > maxBytes {
		r.error(codeTooLarge, first, "the schema is larger than 4 MiB").
			help("take out what is no schema, or split what it describes into several applications")
		return "", false
	}
	text := strings.TrimPrefix(string(src), byteOrderMark)
	r.source = newSource(text)
	if !utf8.ValidString(text) {
		bad := strings.IndexFunc(text, func(c rune) bool { return c == utf8.RuneError })
		r.error(codeUTF8, r.source.span(bad, bad+1), "the schema is not valid UTF-8 here").
			help("save the file as UTF-8")
		return "", false
	}
	if strings.TrimSpace(text) == "" {
		r.empty(first)
		return "", false
	}
	return text, r.characters(text)
}

func (r *reader) empty(at Range) {
	r.error(codeEmpty, at, "the schema is empty").
		help("begin with `otpgen init`, or with the lines otp: 1, package:, services: and supervisors:")
}

// characters reports forbidden characters, the first few of them: a binary
// file holds little else.
func (r *reader) characters(text string) bool {
	const most = 10
	left := most
	for i, c := range text {
		name, bad := forbidden(c)
		if !bad || c == '\r' && strings.HasPrefix(text[i:], "\r\n") {
			continue
		}
		r.error(codeCharacter, r.source.span(i, i+utf8.RuneLen(c)), "%s may not stand in a schema", name).
			help("delete it; in quoted text write an escape that a reader can see")
		if left--; left == 0 {
			break
		}
	}
	return left == most
}

// forbidden names a character that hides or reorders what a reader sees, or
// that breaks lines for some programs only.
func forbidden(c rune) (string, bool) {
	switch {
	case c == '\t' || c == '\n':
		return "", false
	case c == '\r':
		return "a carriage return without a line feed", true
	case c < 0x20 || c >= 0x7f && c <= 0x9f:
		return fmt.Sprintf("the control character %U", c), true
	case c == 0x2028 || c == 0x2029:
		return fmt.Sprintf("the line separator %U", c), true
	case c == 0x061c || c == 0x200e || c == 0x200f || c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069:
		return fmt.Sprintf("the bidirectional control %U", c), true
	case c == 0xfeff:
		return "a byte order mark", true
	}
	return "", false
}
