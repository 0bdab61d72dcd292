package measure

import (
	"fmt"
	"io"
	"regexp"

	"github.com/otpgen/otpgen/bench/work"
)

// tables measures and writes one table after the other.
func (r *Runner) tables(out io.Writer, only, rows *regexp.Regexp, rounds int) error {
	machine(out, r.Contenders)
	fmt.Fprintf(out, "%d rounds; what is not counted is measured for %s each time.\n", rounds, r.Time)
	for _, w := range r.Workloads {
		if !only.MatchString(w.Name) {
			continue
		}
		var contenders []work.Contender
		for _, c := range r.Contenders {
			if w.Of(c) && (c.Name == w.Base || rows.MatchString(c.Name)) {
				contenders = append(contenders, c)
			}
		}
		measured, failures := r.rounds(w, contenders, rounds)
		table(out, w, measured)
		for _, c := range r.Contenders {
			if why := c.Cannot[w.Name]; why != "" {
				fmt.Fprintf(out, "\n%s is left out: %s.\n", c.Name, why)
			} else if err := failures[c.Name]; err != nil {
				fmt.Fprintf(out, "\n%s failed: %v\n", c.Name, err)
			}
		}
	}
	return nil
}

// rounds measures all contenders in each round. One that fails is left out from
// then on.
func (r *Runner) rounds(w work.Workload, contenders []work.Contender, n int) (map[string]series, map[string]error) {
	rows, failures := map[string]series{}, map[string]error{}
	for range w.AtMost(n) {
		for _, c := range contenders {
			var figures work.Figures
			if failures[c.Name] == nil {
				var err error
				if figures, err = r.Figures(w, c); err != nil {
					failures[c.Name] = err
				}
			}
			rows[c.Name] = append(rows[c.Name], figures)
		}
	}
	return rows, failures
}
