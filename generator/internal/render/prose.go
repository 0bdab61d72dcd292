package render

import (
	"strings"
	"unicode"
)

// oneLine makes text of the schema one line without control and direction
// characters.
func oneLine(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) || isLineBreak(r):
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, text)
	return strings.Join(strings.Fields(text), " ")
}

// sentence makes one sentence of a description: capital first, full stop last.
// It is "" if there is none.
func sentence(text string) string {
	text = oneLine(text)
	if text == "" {
		return ""
	}
	first := []rune(text)
	first[0] = unicode.ToUpper(first[0])
	text = string(first)
	if strings.ContainsAny(text[len(text)-1:], ".!?:") {
		return text
	}
	return text + "."
}
