package write

import (
	"bytes"
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

// sides takes a file with conflict markers apart into the files that a merge
// could not bring together: ours, theirs and, if it is there, the base of
// both. A file without markers, or with markers that do not fit together, has
// no sides.
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
	var parts [4][]byte
	part, conflicts, bases := common, 0, 0
	for line := range bytes.Lines(lf(content)) {
		marker := ""
		if text := strings.TrimSuffix(string(line), "\n"); isConflictMarker(text) {
			marker = text[:7]
		}
		switch {
		case marker == "" || marker == "=======" && part == common: // a title in Markdown
			for _, p := range []int{ours, base, theirs} {
				if part == common || part == p {
					parts[p] = append(parts[p], line...)
				}
			}
		case marker == "<<<<<<<" && part == common:
			part = ours
			conflicts++
		case marker == "|||||||" && part == ours:
			part = base
			bases++
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
	if bases == conflicts {
		return [][]byte{parts[ours], parts[theirs], parts[base]}
	}
	return [][]byte{parts[ours], parts[theirs]}
}

// linesOccur reports whether every line of content but conflict markers
// occurs in one of the others, however far it is indented or aligned: then
// content holds nothing that could be lost.
func linesOccur(content []byte, others ...[]byte) bool {
	known := map[string]bool{}
	for _, other := range others {
		for line := range bytes.Lines(other) {
			known[words(line)] = true
		}
	}
	for line := range bytes.Lines(lf(content)) {
		if !known[words(line)] && !isConflictMarker(strings.TrimSuffix(string(line), "\n")) {
			return false
		}
	}
	return true
}

func words(line []byte) string { return string(bytes.Join(bytes.Fields(line), []byte(" "))) }
