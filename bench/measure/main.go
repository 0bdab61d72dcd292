package measure

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"testing"

	"github.com/otpgen/otpgen/bench/work"
)

// options are what the command line says.
type options struct {
	only, rows string
	count      int
	time       string
	check      bool
	page       string

	peers string

	// What programs ask each other, in JSON.
	workload, row string
	describe      bool
}

func parse() options {
	var o options
	testing.Init()
	flag.StringVar(&o.only, "only", "", "the workloads whose name matches the `expression`")
	flag.StringVar(&o.rows, "rows", "", "the rows whose name matches the `expression`, and what they are compared with")
	flag.IntVar(&o.count, "count", 10, "rounds, each of which measures every row once")
	flag.StringVar(&o.time, "time", "100ms", "how long one measurement takes, or how many operations (1000x)")
	flag.BoolVar(&o.check, "check", false, "measure what must be reached, in pairs, and fail if it is not")
	flag.StringVar(&o.page, "page", "", "put the tables into this `file`, too, between its markers")
	flag.StringVar(&o.peers, "peers", "", "measure what the programs in this `folder` know, too")
	flag.StringVar(&o.workload, "workload", "", "measure this workload once, of the row that -row names, and print JSON")
	flag.StringVar(&o.row, "row", "", "see -workload")
	flag.BoolVar(&o.describe, "describe", false, "print in JSON what can be measured")
	flag.Parse()
	return o
}

// Main is the program: it measures the contenders as the command line says, and
// returns the exit code.
func Main(contenders []work.Contender) int {
	if err := run(os.Stdout, parse(), contenders); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		return 1
	}
	return 0
}

func run(out io.Writer, o options, contenders []work.Contender) error {
	r := &Runner{Workloads: work.Workloads(work.Full()), Contenders: contenders, Time: o.time}
	switch {
	case o.describe:
		return json.NewEncoder(out).Encode(describe(r))
	case o.workload != "":
		figures, err := r.byName(o.workload, o.row)
		if err != nil {
			return err
		}
		return json.NewEncoder(out).Encode(figures)
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	r.Self = program(self)
	if o.peers != "" {
		peers, err := programs(o.peers)
		if err != nil {
			return err
		}
		r.Contenders = append(r.Contenders, peers...)
	}
	only, err := regexp.Compile(o.only)
	if err != nil {
		return err
	}
	rows, err := regexp.Compile(o.rows)
	if err != nil {
		return err
	}
	if o.check {
		musts := slices.DeleteFunc(Musts(), func(m Must) bool {
			return !only.MatchString(m.Workload) || !rows.MatchString(m.Row)
		})
		return check(out, r, musts, o.count)
	}
	if o.page != "" {
		return onPage(o.page, out, func(out io.Writer) error { return r.tables(out, only, rows, o.count) })
	}
	return r.tables(out, only, rows, o.count)
}
