package measure

import (
	"testing"

	"github.com/otpgen/otpgen/bench/work"
)

// Tiny runs each workload once for each contender, as small as it goes, so that
// none of them rots. What is measured elsewhere is left out.
func Tiny(t *testing.T, contenders []work.Contender) {
	r := &Runner{Workloads: work.Workloads(work.Tiny()), Contenders: contenders, Time: "8x"}
	for _, w := range r.Workloads {
		for _, c := range contenders {
			if c.Elsewhere != nil || !w.Of(c) {
				continue
			}
			figures, err := r.Figures(w, c)
			if err != nil {
				t.Error(err)
			} else if _, ok := figures[w.MainUnit()]; !ok {
				t.Errorf("%s/%s has no %s: %v", w.Name, c.Name, w.MainUnit(), figures)
			}
		}
	}
}
