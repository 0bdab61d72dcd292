package measure

import (
	"flag"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/otpgen/otpgen/bench/work"
)

// Runner measures.
type Runner struct {
	Workloads  []work.Workload
	Contenders []work.Contender
	Time       string // what testing calls benchtime; see benchtime

	// Self is this program, for what has to be measured in a program of its own; empty: it is measured here.
	Self program
}

// Figures measures one row once.
func (r *Runner) Figures(w work.Workload, c work.Contender) (work.Figures, error) {
	figures, err := r.figures(w, c)
	if err != nil {
		return nil, fmt.Errorf("%s/%s: %w", w.Name, c.Name, err)
	}
	return figures, nil
}

func (r *Runner) figures(w work.Workload, c work.Contender) (work.Figures, error) {
	switch {
	case c.Elsewhere != nil:
		return c.Elsewhere(w.Name, r.Time)
	case w.Apart && r.Self != "":
		return r.Self.measure(w.Name, c.Name, r.Time)
	}
	if w.Procs > 0 {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(w.Procs))
	}
	if err := flag.Set("test.benchtime", r.benchtime(w)); err != nil {
		return nil, err
	}
	var failed error
	result := testing.Benchmark(func(b *testing.B) {
		if err := w.Run(b, c); err != nil {
			failed = err
			b.FailNow()
		}
	})
	if failed != nil {
		return nil, failed
	}
	return figuresOf(result), nil
}

// benchtime is as the workload has it, if it does. Another number of operations may
// be asked for, but not of one that is measured once.
func (r *Runner) benchtime(w work.Workload) string {
	if w.Time == "" || w.Time != "1x" && strings.HasSuffix(r.Time, "x") {
		return r.Time
	}
	return w.Time
}

// figuresOf says what one operation took. A workload that has ns/op of its own
// measures something else than operations one after the other: to count what they
// allocate makes no sense. One that has 0 takes as long as it is told to.
func figuresOf(r testing.BenchmarkResult) work.Figures {
	f := work.Figures{}
	for unit, v := range r.Extra {
		f[unit] = v
	}
	switch took, own := f["ns/op"]; {
	case own && took == 0:
		delete(f, "ns/op")
	case !own:
		n := float64(r.N)
		f["ns/op"] = float64(r.T.Nanoseconds()) / n
		f["B/op"] = float64(r.MemBytes) / n
		f["allocs/op"] = float64(r.MemAllocs) / n
	}
	return f
}

// find is a row of a workload by their names.
func (r *Runner) find(workload, row string) (work.Workload, work.Contender, error) {
	for _, w := range r.Workloads {
		for _, c := range r.Contenders {
			if w.Name == workload && c.Name == row && w.Of(c) {
				return w, c, nil
			}
		}
	}
	return work.Workload{}, work.Contender{}, fmt.Errorf("no row %s of %s", row, workload)
}

// byName measures the row of a workload once.
func (r *Runner) byName(workload, row string) (work.Figures, error) {
	w, c, err := r.find(workload, row)
	if err != nil {
		return nil, err
	}
	return r.Figures(w, c)
}
