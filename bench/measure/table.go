package measure

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/otpgen/otpgen/bench/work"
)

// units are the columns, if a workload has them, after that of the ratio.
var units = []string{
	"ns/op", "ns/child", "stop-ns/child", "p50-ns", "p99-ns", "p99.9-ns", "longest-ms", "worst/mean", "calls",
	"rss-B/proc", "heap-B/proc", "stack-B/proc", "growth-B/op", "B/op", "allocs/op",
}

// table writes what the rounds of a workload gave, the best row first.
func table(out io.Writer, w work.Workload, rows map[string]series) {
	fmt.Fprintf(out, "\n### %s\n\n%s.\n\n", w.Name, w.About)
	unit := w.MainUnit()
	columns := columnsOf(rows, unit)
	lines := [][]string{append([]string{"row", "ratio", unit, "±"}, columns...)}
	base := rows[w.Base].in(unit)
	for _, row := range slices.SortedFunc(maps.Keys(rows), func(a, b string) int {
		return cmp.Or(cmp.Compare(rows[a].median(unit), rows[b].median(unit)), cmp.Compare(a, b))
	}) {
		s := rows[row]
		sum := summarise(s.in(unit))
		if math.IsNaN(sum.Center) {
			continue // it has failed
		}
		ratio := summarise(ratios(s.in(unit), base)).Center
		line := []string{row, figure(ratio), figure(sum.Center), sum.PctRangeString()}
		for _, other := range columns {
			line = append(line, figure(s.median(other)))
		}
		lines = append(lines, line)
	}
	writeTable(out, lines, 0)
}

// columnsOf lists the units that some row has, besides the main one.
func columnsOf(rows map[string]series, main string) []string {
	var list []string
	for _, unit := range units {
		has := func(s series) bool { return !math.IsNaN(s.median(unit)) }
		if unit != main && slices.ContainsFunc(slices.Collect(maps.Values(rows)), has) {
			list = append(list, unit)
		}
	}
	return list
}

// figure has three digits that count: 0.012, 1.23, 12.3, 123, 12345. What is not
// known is empty.
func figure(v float64) string {
	digits := 0
	switch size := math.Abs(v); {
	case math.IsNaN(v):
		return ""
	case size < 0.001:
		return "0"
	case size < 0.1:
		digits = 3
	case size < 10:
		digits = 2
	case size < 100:
		digits = 1
	}
	return strconv.FormatFloat(v, 'f', digits, 64)
}

// writeTable writes a table of Markdown that can be read as it is. The first line
// is the head. The columns of words are flush left, all others right.
func writeTable(out io.Writer, lines [][]string, words ...int) {
	widths := make([]int, len(lines[0]))
	for _, line := range lines {
		for i, cell := range line {
			widths[i] = max(widths[i], len([]rune(cell)))
		}
	}
	for n, line := range lines {
		for i, cell := range line {
			space := strings.Repeat(" ", widths[i]-len([]rune(cell)))
			if slices.Contains(words, i) {
				cell, space = space, cell
			}
			fmt.Fprintf(out, "| %s%s ", space, cell)
		}
		fmt.Fprintln(out, "|")
		if n > 0 {
			continue
		}
		for i, width := range widths {
			end := ":"
			if slices.Contains(words, i) {
				end = "-"
			}
			fmt.Fprintf(out, "|%s%s", strings.Repeat("-", width+1), end)
		}
		fmt.Fprintln(out, "|")
	}
}
