package measure

import (
	"fmt"
	"io"
	"math"
)

// check judges the musts, and fails if one of them is not met.
func check(out io.Writer, r *Runner, musts []Must, rounds int) error {
	machine(out, nil)
	fmt.Fprintf(out, "%d pairs each; the result is a median.\n\n", rounds)
	c := &checker{Runner: r, rounds: rounds, pairs: map[pair][2]series{}}
	lines := [][]string{{
		"workload", "row", "unit", "against", "ours", "reference", "result", "must", "stretch", "allocs/op", "verdict",
	}}
	missed := 0
	for _, m := range musts {
		v, err := c.judge(m)
		if err != nil {
			return err
		}
		if !v.met() {
			missed++
		}
		lines = append(lines, v.line())
	}
	writeTable(out, lines, 0, 1, 2, 3, 10)
	if missed > 0 {
		return fmt.Errorf("%d of %d musts are not met", missed, len(musts))
	}
	return nil
}

// checker measures what musts are about, and remembers it: two of them may be
// about one pair.
type checker struct {
	*Runner
	rounds int
	pairs  map[pair][2]series
}

// pair is what is measured in turns. The second half is zero if there is nothing
// to compare with.
type pair struct{ ours, other named }

type named struct{ workload, row string }

func (m Must) pair() pair {
	p := pair{ours: named{m.Workload, m.Row}}
	switch {
	case m.Of != "":
		p.other = named{m.Workload, m.Of}
	case m.Beside != "":
		p.other = named{m.Beside, m.Row}
	}
	return p
}

// judge measures what a must is about. An error is a must that is about nothing.
func (c *checker) judge(m Must) (verdict, error) {
	v := verdict{Must: m}
	w, _, err := c.find(m.Workload, m.Row)
	if err != nil {
		return v, err
	}
	if v.Unit == "" {
		v.Unit = w.MainUnit()
	}
	both, err := c.measure(m.pair(), w.AtMost(c.rounds))
	if err != nil {
		v.failed = err
		return v, nil
	}
	ours, other := both[0], both[1]
	v.ours, v.reference, v.allocs = ours.median(v.Unit), other.median(v.Unit), ours.median("allocs/op")
	v.result = v.ours
	if other != nil {
		v.result = summarise(ratios(ours.in(v.Unit), other.in(v.Unit))).Center
	}
	if math.IsNaN(v.result) {
		return v, fmt.Errorf("%s/%s has no %s", m.Workload, m.Row, v.Unit)
	}
	return v, nil
}

// measure has a pair run in turns, or recalls it. Who comes first changes, so that
// neither always finds the other one's garbage.
func (c *checker) measure(p pair, rounds int) ([2]series, error) {
	if known, ok := c.pairs[p]; ok {
		return known, nil
	}
	halves := []named{p.ours, p.other}
	if p.other == (named{}) {
		halves = halves[:1]
	}
	var both [2]series
	for round := range rounds {
		for i := range halves {
			half := (i + round) % len(halves)
			figures, err := c.byName(halves[half].workload, halves[half].row)
			if err != nil {
				return both, err
			}
			both[half] = append(both[half], figures)
		}
	}
	c.pairs[p] = both
	return both, nil
}
