package render

import (
	"fmt"
	"strings"
	"unicode"
)

// markdown makes text of the schema plain Markdown that fits into a table cell
// or a paragraph: one line, and nothing in it is markup, a link target or
// HTML.
func markdown(text string) string {
	var b strings.Builder
	for _, r := range oneLine(text) {
		switch {
		case strings.ContainsRune("\\`*_[]<>|#~$&!", r):
			b.WriteByte('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
	}
	return escapeLineStart(b.String())
}

// escapeLineStart keeps a line that begins like a list item, a quotation or an
// underline from being one.
func escapeLineStart(line string) string {
	if line == "" {
		return line
	}
	if strings.ContainsRune("-+=:", rune(line[0])) {
		return `\` + line
	}
	digits := strings.TrimLeft(line, "0123456789")
	if n := len(line) - len(digits); n > 0 && digits != "" && (digits[0] == '.' || digits[0] == ')') {
		return line[:n] + `\` + digits
	}
	return line
}

// code is a span of code in a table cell. Names and types hold no backtick;
// one in an id becomes a quotation mark.
func code(text string) string {
	text = oneLine(text)
	if text == "" {
		return ""
	}
	text = strings.ReplaceAll(text, "`", "'")
	return "`" + strings.ReplaceAll(text, "|", `\|`) + "`"
}

// codes is a list of spans.
func codes(texts []string) string {
	spans := make([]string, len(texts))
	for i, t := range texts {
		spans[i] = code(t)
	}
	return strings.Join(spans, ", ")
}

// mermaid is text within the quotation marks of a Mermaid label. What could
// end the label or be markup in it is written as a character reference.
func mermaid(text string) string {
	var b strings.Builder
	for _, r := range oneLine(text) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(" _-.,:/()×", r) {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "#%d;", r)
		}
	}
	return b.String()
}
