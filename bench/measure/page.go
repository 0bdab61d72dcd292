package measure

import (
	"bytes"
	"fmt"
	"io"
	"os"
)

const (
	begins = "<!-- figures -->\n"
	ends   = "<!-- end of figures -->\n"
)

// onPage has write write to out, and then to the file, between the markers.
func onPage(file string, out io.Writer, write func(io.Writer) error) error {
	page, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	before, rest, found := bytes.Cut(page, []byte(begins))
	_, after, also := bytes.Cut(rest, []byte(ends))
	if !found || !also {
		return fmt.Errorf("%s lacks the lines %q and %q", file, begins, ends)
	}
	var figures bytes.Buffer
	if err := write(io.MultiWriter(out, &figures)); err != nil {
		return err
	}
	var text bytes.Buffer
	for _, part := range [][]byte{before, []byte(begins), figures.Bytes(), []byte(ends), after} {
		text.Write(part)
	}
	return os.WriteFile(file, text.Bytes(), 0o644)
}
