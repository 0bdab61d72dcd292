package render

import (
	"strings"
	"unicode"
)

// commentWidth is where comments are wrapped, in characters after "// ".
const commentWidth = 77

// commentLines makes text of the schema into the lines of a comment, without
// the leading slashes: each line wrapped, at most one empty line between any
// two. Nothing in it can end the comment or become a
// directive: line breaks of every kind split it, control and direction
// characters are dropped, and each line will stand behind "// ".
func commentLines(text string) []string {
	var lines []string
	for line := range strings.SplitSeq(breaks.Replace(text), "\n") {
		line = harmless(line)
		switch {
		case line != "":
			lines = append(lines, wrap(line)...)
		case len(lines) > 0 && lines[len(lines)-1] != "":
			lines = append(lines, "")
		}
	}
	if last := len(lines) - 1; last >= 0 && lines[last] == "" {
		lines = lines[:last]
	}
	return lines
}

// paragraphs joins texts to one comment with an empty line between any two.
func paragraphs(texts ...string) []string {
	var lines []string
	for _, text := range texts {
		next := commentLines(text)
		if len(next) == 0 {
			continue
		}
		if len(lines) > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, next...)
	}
	return lines
}

// breaks makes every kind of line break the usual one. A Replacer is never
// written to.
var breaks = strings.NewReplacer(
	"\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n",
)

func isLineBreak(r rune) bool {
	switch r {
	case '\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029':
		return true
	}
	return false
}

// harmless drops what no reader of a comment should meet.
func harmless(line string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, line))
}

// noDirective keeps tools from taking a line of a comment for a directive:
// "+build ignore" becomes "+ build ignore", and "go:embed x" "go: embed x". It
// looks at wrapped lines, since a wrap may bring any word to the beginning.
func noDirective(line string) string {
	switch {
	case strings.HasPrefix(line, "+build"):
		return "+ " + line[len("+"):]
	case strings.HasPrefix(line, "go:"):
		return "go: " + strings.TrimLeft(line[len("go:"):], " ")
	}
	return line
}

// wrap breaks a line at spaces so that it fits the width.
func wrap(line string) []string {
	var lines []string
	current := ""
	for word := range strings.FieldsSeq(line) {
		switch {
		case current == "":
			current = word
		case len(current)+1+len(word) > commentWidth:
			lines = append(lines, noDirective(current))
			current = word
		default:
			current += " " + word
		}
	}
	return append(lines, noDirective(current))
}
