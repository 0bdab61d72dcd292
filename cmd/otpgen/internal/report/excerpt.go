package report

import (
	"strings"
	"unicode"

	"github.com/otpgen/otpgen/schema"
)

// excerpt is one line of a source, made safe for a terminal, and where the
// marks stand below it, in terminal cells.
type excerpt struct {
	line          string
	indent, width int
}

// maxCells is the longest line that is shown whole; of a longer one the part
// around the marks is.
const maxCells = 120

// lead is how much of a longer line is shown before the marks.
const lead = 40

// tab is what a tab is shown as, so that the marks below stand right.
const tab = "    "

// cut returns the excerpt for r: of its first line if it spans several.
func cut(source string, r schema.Range) excerpt {
	runes := []rune(lineOf(source, r.Start.Line))
	start := min(max(r.Start.Column-1, 0), len(runes))
	end := len(runes)
	if r.End.Line == r.Start.Line {
		end = min(max(r.End.Column-1, start), len(runes))
	}
	from, to := 0, len(runes)
	if cells(runes) > maxCells {
		from = max(start-lead, 0)
		to = min(from+maxCells, len(runes))
		end = min(end, to)
	}
	var b strings.Builder
	if from > 0 {
		b.WriteString("…")
	}
	b.WriteString(show(runes[from:to]))
	if to < len(runes) {
		b.WriteString("…")
	}
	indent := cells(runes[from:start])
	if from > 0 {
		indent++
	}
	return excerpt{line: strings.TrimRight(b.String(), " "), indent: indent, width: max(cells(runes[start:end]), 1)}
}

// lineOf is line n of source, counted from 1, without its end; "" beyond the
// end.
func lineOf(source string, n int) string {
	for line := range strings.Lines(source) {
		if n--; n == 0 {
			return strings.TrimRight(line, "\r\n")
		}
	}
	return ""
}

// show is text with nothing in it that could move the cursor, colour the
// terminal or reorder the line.
func show(runes []rune) string {
	var b strings.Builder
	for _, r := range runes {
		switch {
		case r == '\t':
			b.WriteString(tab)
		case unsafeRune(r):
			b.WriteRune(unicode.ReplacementChar)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// clean is one line of a message made safe in the same way.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		if r != '\t' && unsafeRune(r) {
			return unicode.ReplacementChar
		}
		return r
	}, text)
}

// unsafeRune reports whether r is a control or format character; Cf holds the
// bidirectional ones.
func unsafeRune(r rune) bool { return unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) }

// cells is how wide a terminal shows the text.
func cells(runes []rune) int {
	n := 0
	for _, r := range runes {
		switch {
		case r == '\t':
			n += len(tab)
		case unicode.Is(unicode.Mn, r):
		case wide(r):
			n += 2
		default:
			n++
		}
	}
	return n
}

// wide reports whether r takes two cells: the East Asian scripts, roughly,
// and emoji.
func wide(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana) ||
		0x3000 <= r && r <= 0x303f || 0xff01 <= r && r <= 0xff60 || 0x1f300 <= r && r <= 0x1faff
}
