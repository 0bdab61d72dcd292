package measure

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/otpgen/otpgen/bench/work"
)

// said is a contender whose figures come from a list, one after the other.
func said(name string, workloads []string, figures ...work.Figures) work.Contender {
	next := 0
	return work.Contender{
		Name: name, Knows: workloads,
		Elsewhere: func(string, string) (work.Figures, error) {
			f := figures[next%len(figures)]
			next++
			if f == nil {
				return nil, errors.New("broken")
			}
			return f, nil
		},
	}
}

func ns(list ...float64) []work.Figures {
	var figures []work.Figures
	for _, v := range list {
		figures = append(figures, work.Figures{"ns/op": v})
	}
	return figures
}

func TestCheckJudgesByTheMedianOfPairs(t *testing.T) {
	t.Parallel()
	call := []string{"call-1x1"}
	for _, c := range []struct {
		name string
		ours []work.Figures
		must Must
		want string
	}{
		{"met", ns(20, 20, 900), Must{Of: "mutex", AtMost: 5, Stretch: 1}, "met"},
		{"stretch", ns(20, 20, 900), Must{Of: "mutex", AtMost: 5, Stretch: 2}, "met, and stretched"},
		{"missed", ns(60, 60, 20), Must{Of: "mutex", AtMost: 5, Stretch: 2}, "MISSED"},
		{"absolute", ns(3), Must{AtMost: 2}, "MISSED"},
		{"least", ns(3), Must{AtLeast: 2, Stretch: 4}, "met"},
		{"too little", ns(1), Must{AtLeast: 2, Stretch: 4}, "MISSED"},
		{"allocates", []work.Figures{{"ns/op": 1, "allocs/op": 1}}, Must{AtMost: 2, NoAllocations: true}, "MISSED: it allocates"},
		{"nearly none", []work.Figures{{"ns/op": 1, "allocs/op": 0.004}}, Must{AtMost: 2, NoAllocations: true}, "met"},
		{"fails", []work.Figures{nil}, Must{AtMost: 2}, "FAILED: call-1x1/ours: broken"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := &Runner{Workloads: work.Workloads(work.Tiny()), Contenders: []work.Contender{
				said("ours", call, c.ours...), said("mutex", call, ns(10)...),
			}}
			c.must.Workload, c.must.Row = "call-1x1", "ours"
			var out strings.Builder
			err := check(&out, r, []Must{c.must}, 3)
			if !regexp.MustCompile(`\| ` + c.want + ` *\|`).MatchString(out.String()) {
				t.Errorf("want %q in\n%s", c.want, out.String())
			}
			if good := strings.HasPrefix(c.want, "met"); good != (err == nil) {
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestCheckComparesWorkloads(t *testing.T) {
	t.Parallel()
	ours := said("ours", []string{"restart-10", "restart-many"}, ns(30, 10)...) // many, few, few, many, ...
	r := &Runner{Workloads: work.Workloads(work.Tiny()), Contenders: []work.Contender{ours}}
	v, err := (&checker{Runner: r, rounds: 1, pairs: map[pair][2]series{}}).judge(
		Must{Workload: "restart-many", Row: "ours", Beside: "restart-10", AtMost: 1.5})
	if err != nil || v.result != 3 || v.met() {
		t.Errorf("%+v, %v", v, err)
	}
}

func TestCheckRefusesWhatIsNotThere(t *testing.T) {
	t.Parallel()
	r := &Runner{Workloads: work.Workloads(work.Tiny()), Contenders: []work.Contender{said("ours", []string{"lookup"}, ns(1)...)}}
	for _, m := range []Must{
		{Workload: "lookup", Row: "theirs"},
		{Workload: "call-1x1", Row: "ours"},
		{Workload: "lookup", Row: "ours", Unit: "p99-ns"},
	} {
		if err := check(new(strings.Builder), r, []Must{m}, 1); err == nil {
			t.Errorf("%+v passes", m)
		}
	}
}
