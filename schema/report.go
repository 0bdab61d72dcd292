package schema

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// report collects what a stage finds.
type report struct {
	file  string
	found []*Diagnostic
	// spelling is how many comparisons of names "did you mean" may still make,
	// so that a hundred thousand misspelt references stay linear.
	spelling int
}

func newReport(file string) report {
	return report{file: file, spelling: 200_000}
}

func (r *report) add(severity Severity, code string, at Range, message string) *Diagnostic {
	d := &Diagnostic{Code: code, Severity: severity, File: r.file, Range: at, Message: message}
	r.found = append(r.found, d)
	return d
}

func (r *report) error(code string, at Range, format string, args ...any) *Diagnostic {
	return r.add(Error, code, at, sentence(format, args...))
}

func (r *report) warn(code string, at Range, format string, args ...any) *Diagnostic {
	return r.add(Warning, code, at, sentence(format, args...))
}

// diagnostics is everything found, sorted.
func (r *report) diagnostics() Diagnostics {
	var all Diagnostics
	for _, d := range r.found {
		all = append(all, *d)
	}
	all.Sort()
	return all
}

// help says what to do.
func (d *Diagnostic) help(format string, args ...any) *Diagnostic {
	d.Help = sentence(format, args...)
	return d
}

// label stands under the caret.
func (d *Diagnostic) label(format string, args ...any) *Diagnostic {
	d.Label = sentence(format, args...)
	return d
}

// relate adds a second place.
func (d *Diagnostic) relate(at Range, format string, args ...any) *Diagnostic {
	d.Related = append(d.Related, Related{Range: at, Label: sentence(format, args...)})
	return d
}

// sentence makes one line of a message, whatever the names of the schema hold:
// nothing in it can upset a terminal, and it ends.
func sentence(format string, args ...any) string {
	const most = 400
	text := fmt.Sprintf(format, args...)
	if len(text) <= most && strings.IndexFunc(text, func(c rune) bool { return !unicode.IsPrint(c) }) < 0 {
		return text
	}
	var b strings.Builder
	left := most
	for _, c := range text {
		if left--; left < 0 {
			b.WriteString("...")
			break
		}
		if unicode.IsPrint(c) {
			b.WriteRune(c)
			continue
		}
		b.WriteString(strings.Trim(strconv.QuoteRune(c), "'"))
	}
	return b.String()
}

// quote shows a word of the schema in a message, in quotes and cut to a length
// that leaves the rest of the message readable.
func quote(s string) string {
	const most = 60
	if utf8.RuneCountInString(s) > most {
		s = string([]rune(s)[:most]) + "..."
	}
	return strconv.Quote(s)
}

// enumerate joins names for a message: "a, b, c".
func enumerate(names []string) string {
	const most = 12
	if len(names) > most {
		return strings.Join(names[:most], ", ") + fmt.Sprintf(" and %d more", len(names)-most)
	}
	return strings.Join(names, ", ")
}

// article puts a or an before a word.
func article(word string) string {
	if word != "" && strings.ContainsRune("aeiouAEIOU", rune(word[0])) {
		return "an " + word
	}
	return "a " + word
}
