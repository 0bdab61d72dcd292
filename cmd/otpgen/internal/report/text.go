package report

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/otpgen/otpgen/schema"
)

// text is a diagnostic for people:
//
//	error[OTP0203]: unknown strategy "one_for_al"
//	  --> otp.yaml:14:17
//	   14 |     strategy: one_for_al
//	      |               ^^^^^^^^^^ expected one of: one_for_one, ...
//	  ::: otp.yaml:3:5
//	    3 |     isolated:
//	      |     ^^^^^^^^ a related place
//	   help: did you mean "one_for_all"?
//
// Further lines of the help stand at the margin, ready to be pasted. A blank
// line follows.
func (p Printer) text(d schema.Diagnostic) string {
	var b strings.Builder
	paint := p.palette(d.Severity)
	fmt.Fprintf(&b, "%s: %s\n", paint.title(fmt.Sprintf("%s[%s]", d.Severity, d.Code)), Line(d.Message))
	p.place(&b, "-->", d.File, d.Range, d.Label, paint)
	for _, r := range d.Related {
		p.place(&b, ":::", cmp.Or(r.File, d.File), r.Range, r.Label, paint)
	}
	if d.Help != "" {
		first, rest, _ := strings.Cut(d.Help, "\n")
		fmt.Fprintf(&b, "   %s: %s\n", paint.help("help"), Line(first))
		if rest != "" {
			b.WriteString(strings.TrimSuffix(Lines(rest), "\n") + "\n")
		}
	}
	b.WriteByte('\n')
	return b.String()
}

// place prints one position with its excerpt. A file whose content is not
// known, and a position without a line, have none.
func (p Printer) place(b *strings.Builder, arrow, file string, r schema.Range, label string, paint palette) {
	where := Line(file)
	if r.Start.Line > 0 {
		where = fmt.Sprintf("%s:%d:%d", where, r.Start.Line, r.Start.Column)
	}
	fmt.Fprintf(b, "  %s %s\n", paint.gutter(arrow), where)
	source, known := p.Source[file]
	if !known || r.Start.Line == 0 {
		if label != "" {
			fmt.Fprintf(b, "      %s\n", Line(label))
		}
		return
	}
	if p.lines[file] == nil {
		p.lines[file] = linesOf(source)
	}
	e := cut(p.lines[file], r)
	number := fmt.Sprintf("%5d", r.Start.Line)
	fmt.Fprintf(b, "%s %s\n", paint.gutter(number+" |"), e.line)
	marks := strings.Repeat("^", e.width)
	if label != "" {
		marks += " " + Line(label)
	}
	margin := strings.Repeat(" ", len(number))
	fmt.Fprintf(b, "%s %s%s\n", paint.gutter(margin+" |"), strings.Repeat(" ", e.indent), paint.caret(marks))
}

// palette colours the parts of a diagnostic, or leaves them as they are.
type palette struct {
	title, gutter, caret, help func(string) string
}

func (p Printer) palette(s schema.Severity) palette {
	if !p.Colour {
		plain := func(text string) string { return text }
		return palette{plain, plain, plain, plain}
	}
	const red, yellow, blue, cyan = "1;31", "1;33", "1;34", "1;36"
	strong := red
	if s == schema.Warning {
		strong = yellow
	}
	return palette{title: ink(strong), gutter: ink(blue), caret: ink(strong), help: ink(cyan)}
}

func ink(code string) func(string) string {
	return func(text string) string { return "\x1b[" + code + "m" + text + "\x1b[0m" }
}
