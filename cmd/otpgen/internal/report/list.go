package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
)

// entry is a line of a list as one JSON object.
type entry struct {
	File  string `json:"file"`
	State string `json:"state"`
}

// List prints one line of a list of files: its name, and a word about it.
func (p Printer) List(name, word string) error {
	switch p.Format {
	case Text:
		_, err := fmt.Fprintf(p.Out, "%-11s %s\n", word, Line(name))
		return err
	case JSON:
		return p.object(entry{name, word})
	case GitHub:
		_, err := fmt.Fprintf(p.Out, "::error %s,title=%s::%s: otpgen generate writes it, or says what is in the way\n",
			fileProperty(name), "generated files", escapeData(word))
		return err
	}
	panic("otpgen: internal: invalid format of a list")
}

// Diff prints the difference between two contents of a file, nil for none, as
// a unified diff. It is for people: a character that could harm a terminal
// shows as one that is not known.
func (p Printer) Diff(name string, have, want []byte) error {
	for above := true; above; { // a patch names files from the folder where it is applied
		name, above = strings.CutPrefix(name, "../")
	}
	from, to := "a/"+Line(name), "b/"+Line(name)
	if have == nil {
		from = "/dev/null"
	}
	if want == nil {
		to = "/dev/null"
	}
	_, err := io.WriteString(p.Out, Lines(string(diff.Diff(from, have, to, want))))
	return err
}
