package schema

import (
	"iter"
	"strings"
	"unicode/utf8"
)

// nearest returns the candidate that word was most likely meant to be: the
// only one at the smallest distance, which is at most a third of the word.
// Far or ambiguous ones are worse than none.
func (r *report) nearest(word string, candidates iter.Seq[string]) (string, bool) {
	const longest = 64
	if utf8.RuneCountInString(word) > longest {
		return "", false
	}
	best, found, unique := max(1, len(word)/3)+1, "", false
	plural := pluralOf(word)
	for c := range candidates {
		if r.spelling--; r.spelling < 0 {
			return "", false
		}
		if c == plural {
			return c, true
		}
		if abs(len(c)-len(word)) >= best+utf8.UTFMax || c == word {
			continue
		}
		switch d := distance([]rune(word), []rune(c)); {
		case d < best:
			best, found, unique = d, c, true
		case d == best && c != found:
			unique = false
		}
	}
	if !unique {
		return "", false
	}
	return found, true
}

// pluralOf is a word as the keys of lists have it: boundaries, services.
func pluralOf(word string) string {
	if stem, ok := strings.CutSuffix(word, "y"); ok {
		return stem + "ies"
	}
	return word + "s"
}

// suggest adds "did you mean" to a diagnostic about word, or else the help.
func (r *report) suggest(d *Diagnostic, word string, candidates iter.Seq[string], otherwise string) {
	if d == nil {
		return
	}
	if near, ok := r.nearest(word, candidates); ok {
		d.help("did you mean %s?", quote(near))
		return
	}
	d.help("%s", otherwise)
}

// joined is one sequence of candidates after another.
func joined(sequences ...iter.Seq[string]) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, s := range sequences {
			for c := range s {
				if !yield(c) {
					return
				}
			}
		}
	}
}

// distance counts the insertions, deletions, substitutions and swaps of
// neighbours between a and b (optimal string alignment): teh and the are 1
// apart.
func distance(a, b []rune) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost(a[i-1], b[j-1]))
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

func cost(a, b rune) int {
	if a == b {
		return 0
	}
	return 1
}

func abs(n int) int {
	return max(n, -n)
}
