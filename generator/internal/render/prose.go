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

// withArticle puts a or an before a Go name, by how its first letters sound: a
// Counter, an Event, an HTTPWorker, a User.
func withArticle(name string) string {
	vowel := strings.ContainsRune("AEIOU", rune(name[0]))
	for _, you := range []string{"Uni", "Us", "Ut"} {
		vowel = vowel && !strings.HasPrefix(name, you)
	}
	if len(name) == 1 || unicode.IsUpper(rune(name[1])) { // letters are spelt: aitch, you
		vowel = strings.ContainsRune("AEFHILMNORSX", rune(name[0]))
	}
	if vowel {
		return "an " + name
	}
	return "a " + name
}
