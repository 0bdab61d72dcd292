package schema

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// report collects what a stage finds, the first of it: nobody reads a thousand
// diagnostics, and a file that is no schema would give as many as it has lines.
type report struct {
	file   string
	found  []*Diagnostic
	counts [Warning + 1]int // of found, by severity
	// spelling is how many comparisons of names "did you mean" may still make,
	// so that a hundred thousand misspelt references stay linear.
	spelling int
}

func newReport(file string) report {
	return report{file: file, spelling: 200_000}
}

// add is nil when the report is full; what is said of a nil diagnostic is not
// even put into words.
func (r *report) add(severity Severity, code string, at Range, format string, args []any) *Diagnostic {
	if r.counts[severity] == MaxReported {
		return nil
	}
	r.counts[severity]++
	d := &Diagnostic{Code: code, Severity: severity, File: r.file, Range: at, Message: sentence(format, args...)}
	r.found = append(r.found, d)
	return d
}

func (r *report) error(code string, at Range, format string, args ...any) *Diagnostic {
	return r.add(Error, code, at, format, args)
}

func (r *report) warn(code string, at Range, format string, args ...any) *Diagnostic {
	return r.add(Warning, code, at, format, args)
}

// failed says whether an error was reported.
func (r *report) failed() bool { return r.counts[Error] > 0 }

// full says whether further errors would be lost, so that looking for them is
// no use.
func (r *report) full() bool { return r.counts[Error] == MaxReported }

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
	if d != nil {
		d.Help = sentence(format, args...)
	}
	return d
}

// label stands under the caret.
func (d *Diagnostic) label(format string, args ...any) *Diagnostic {
	if d != nil {
		d.Label = sentence(format, args...)
	}
	return d
}

// relate adds a second place, unless there are so many that nobody would look.
func (d *Diagnostic) relate(at Range, format string, args ...any) *Diagnostic {
	if d != nil && len(d.Related) < maxRelated {
		d.Related = append(d.Related, Related{Range: at, Label: sentence(format, args...)})
	}
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
