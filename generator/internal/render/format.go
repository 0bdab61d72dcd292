package render

import (
	"errors"
	"fmt"
	"go/format"
	"go/scanner"
	"strings"
)

// formatGo formats a Go file. Source that does not parse is our bug: it panics
// with the lines around the first error.
func formatGo(path string, src []byte) []byte {
	out, err := format.Source(src)
	if err != nil {
		panic(unparsed(path, src, err))
	}
	return out
}

func unparsed(path string, src []byte, err error) string {
	return fmt.Sprintf("otpgen: internal: %s does not parse: %v\n%s", path, err, excerpt(src, errorLine(err)))
}

// errorLine is the line of the first syntax error, 1 if it is unknown.
func errorLine(err error) int {
	var list scanner.ErrorList
	if errors.As(err, &list) && len(list) > 0 {
		return list[0].Pos.Line
	}
	return 1
}

// excerpt numbers the five lines before and after line.
func excerpt(src []byte, line int) string {
	const around = 5
	var b strings.Builder
	for i, text := range strings.Split(string(src), "\n") {
		if n := i + 1; n >= line-around && n <= line+around {
			fmt.Fprintf(&b, "%5d | %s\n", n, text)
		}
	}
	return b.String()
}
