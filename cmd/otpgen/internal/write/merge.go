package write

import (
	"bytes"
	"regexp"
	"strings"
)

// isConflictMarker reports whether a line is one of version control's.
func isConflictMarker(line string) bool {
	for _, marker := range []string{"<<<<<<<", "|||||||", "=======", ">>>>>>>"} {
		if rest, ok := strings.CutPrefix(line, marker); ok && (rest == "" || rest[0] == ' ') {
			return true
		}
	}
	return false
}

// sides takes a file with conflict markers apart into the two files that a
// merge could not bring together. Their base, which some styles show, is lost
// on both sides already. A file without markers, or with markers that do not
// fit together, has no sides.
//
//	a            a    a
//	<<<<<<< x
//	b            b
//	=======
//	c                 c
//	>>>>>>> y
//	d            d    d
func sides(content []byte) [][]byte {
	const (
		common = iota
		ours
		base
		theirs
	)
	var left, right []byte
	part, conflicts := common, 0
	for line := range bytes.Lines(lf(content)) {
		marker := ""
		if text := strings.TrimSuffix(string(line), "\n"); isConflictMarker(text) {
			marker = text[:7]
		}
		switch {
		case marker == "" || marker == "=======" && part == common: // a title in Markdown
			if part == common || part == ours {
				left = append(left, line...)
			}
			if part == common || part == theirs {
				right = append(right, line...)
			}
		case marker == "<<<<<<<" && part == common:
			part = ours
			conflicts++
		case marker == "|||||||" && part == ours:
			part = base
		case marker == "=======" && (part == ours || part == base):
			part = theirs
		case marker == ">>>>>>>" && part == theirs:
			part = common
		default:
			return nil
		}
	}
	if conflicts == 0 || part != common {
		return nil
	}
	return [][]byte{left, right}
}

// linesOccur reports whether every line of content occurs in want, however
// far it is indented or aligned, in a document also with other numbers, since
// it counts what it lists: then content holds nothing that could be lost.
func linesOccur(content, want []byte, document bool) bool {
	known := map[string]bool{}
	for line := range bytes.Lines(want) {
		known[gist(line, document)] = true
	}
	for line := range bytes.Lines(lf(content)) {
		if !known[gist(line, document)] {
			return false
		}
	}
	return true
}

var number = regexp.MustCompile(`[0-9]+`)

func gist(line []byte, document bool) string {
	words := bytes.Join(bytes.Fields(line), []byte(" "))
	if document {
		words = number.ReplaceAll(words, []byte("0"))
	}
	return string(words)
}
