// Package report prints diagnostics: as text with an excerpt for people, as
// one JSON object on each line for editors, and as workflow commands for
// GitHub. One struct, schema.Diagnostic, feeds all of them.
package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/otpgen/otpgen/schema"
)

// Format is how diagnostics are printed.
type Format int

// The formats; the zero value is invalid.
const (
	_      Format = iota
	Text          // for people
	JSON          // one object on each line
	GitHub        // workflow commands
)

// Formats are the words of --format, in the order of the help text.
func Formats() []string { return []string{"text", "json", "github"} }

// ParseFormat returns the format that a word of Formats stands for.
func ParseFormat(word string) (Format, error) {
	switch word {
	case "text":
		return Text, nil
	case "json":
		return JSON, nil
	case "github":
		return GitHub, nil
	}
	return 0, fmt.Errorf("unknown format %q: expected one of %s", word, strings.Join(Formats(), ", "))
}

// Printer prints diagnostics to Out.
type Printer struct {
	Out    io.Writer
	Format Format
	Colour bool              // Text only
	Source map[string]string // content by the name in Diagnostic.File, for excerpts

	lines map[string]*lines // of Source, while printing
}

// Print prints the diagnostics in the order of their positions.
func (p Printer) Print(diags schema.Diagnostics) error {
	sorted := append(schema.Diagnostics(nil), diags...)
	sorted.Sort()
	p.lines = map[string]*lines{}
	for _, d := range sorted {
		if err := p.print(d); err != nil {
			return err
		}
	}
	return nil
}

func (p Printer) print(d schema.Diagnostic) error {
	switch p.Format {
	case Text:
		_, err := io.WriteString(p.Out, p.text(d))
		return err
	case JSON:
		return p.json(d)
	case GitHub:
		_, err := io.WriteString(p.Out, workflowCommand(d))
		return err
	}
	panic("otpgen: internal: invalid format of a report")
}
