package report

import (
	"strings"
	"unicode"
	"unicode/utf8"

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
func cut(source *lines, r schema.Range) excerpt {
	line := source.line(r.Start.Line)
	total := utf8.RuneCountInString(line)
	start := min(max(r.Start.Column-1, 0), total)
	end := total
	if r.End.Line == r.Start.Line {
		end = min(max(r.End.Column-1, start), total)
	}
	from, runes := 0, []rune(after(line, 0, 2*maxCells))
	if total > maxCells || cells(runes) > maxCells {
		from = max(start-lead, 0)
		runes = []rune(after(line, from, maxCells))
	}
	to := from + len(runes)
	end = min(end, to)
	var b strings.Builder
	if from > 0 {
		b.WriteString("…")
	}
	b.WriteString(show(runes))
	if to < total {
		b.WriteString("…")
	}
	indent := cells(runes[:start-from])
	if from > 0 {
		indent++
	}
	return excerpt{line: strings.TrimRight(b.String(), " "), indent: indent, width: max(cells(runes[start-from:max(end, start)-from]), 1)}
}

// after is what stands in a line after so many characters, at most so many.
func after(line string, skip, most int) string {
	seen, start := 0, len(line)
	for i := range line {
		if seen == skip {
			start = i
		}
		if seen == skip+most {
			return line[start:i]
		}
		seen++
	}
	return line[start:]
}

// lines is a source with the place of each line, so that a thousand excerpts
// of a large one cost no more than one.
type lines struct {
	text   string
	starts []int32
}

func linesOf(text string) *lines {
	l := &lines{text: text, starts: make([]int32, 1, 1+strings.Count(text, "\n"))}
	for i := strings.IndexByte(text, '\n') + 1; i > 0 && i < len(text); {
		l.starts = append(l.starts, int32(i))
		next := strings.IndexByte(text[i:], '\n') + 1
		if next == 0 {
			break
		}
		i += next
	}
	return l
}

// line is line n, counted from 1, without its end; "" beyond the end.
func (l *lines) line(n int) string {
	if n < 1 || n > len(l.starts) {
		return ""
	}
	rest := l.text[l.starts[n-1]:]
	if n < len(l.starts) {
		rest = rest[:l.starts[n]-l.starts[n-1]]
	}
	return strings.TrimRight(rest, "\r\n")
}

// show is text with nothing in it that could move the cursor, colour the
// terminal or reorder the line.
func show(runes []rune) string {
	var b strings.Builder
	for _, r := range defused(string(runes)) {
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
