package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
)

// The command prints text that others wrote: names of files, lines of schemas,
// what a lock holds. A terminal takes some of it for orders, and so does the
// log of a workflow on GitHub, in any format. Everything that is printed goes
// through one of the functions here.

// Line is text in one line, with nothing in it that could move the cursor,
// colour the terminal, reorder the line or begin another one.
func Line(text string) string {
	return strings.Map(func(r rune) rune {
		if r != '\t' && unsafeRune(r) {
			return unicode.ReplacementChar
		}
		return r
	}, defused(text))
}

// Lines is text in several lines, each of them a Line. None can be taken for
// an order to a workflow.
func Lines(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		content, end := strings.CutSuffix(line, "\n")
		b.WriteString(ownLine(Line(content)))
		if end {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// ownLine is a line that begins where the log begins one. GitHub reads a line
// as an order if it begins with two colons, behind any space.
func ownLine(line string) string {
	rest := strings.TrimSpace(line)
	if !strings.HasPrefix(rest, "::") {
		return line
	}
	return strings.Replace(line, "::", string(unicode.ReplacementChar)+":", 1)
}

// defused is text without the older form of such orders, which may stand
// anywhere in a line: ##[error]. It is as long as text.
func defused(text string) string { return strings.ReplaceAll(text, "##[", "##(") }

// unsafeRune reports whether r is a control or format character, or ends a line
// or paragraph; the bidirectional ones are among them.
func unsafeRune(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) }

// escapedJSON is JSON with such characters in its strings escaped, as JSON
// allows: nothing is lost.
func escapedJSON(encoded string) string {
	var b strings.Builder
	for _, r := range strings.ReplaceAll(encoded, "##[", `##\u005b`) {
		switch {
		case !unsafeRune(r):
			b.WriteRune(r)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}
