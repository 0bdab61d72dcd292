package measure

import (
	"math"

	"golang.org/x/perf/benchmath"

	"github.com/otpgen/otpgen/bench/work"
)

// series is what one row gave, round by round. A round in which it failed is nil.
type series []work.Figures

// in lists the figures in a unit; NaN where there is none.
func (s series) in(unit string) []float64 {
	values := make([]float64, len(s))
	for i, f := range s {
		v, ok := f[unit]
		if !ok {
			v = math.NaN()
		}
		values[i] = v
	}
	return values
}

// median is NaN if there is no figure at all.
func (s series) median(unit string) float64 { return summarise(s.in(unit)).Center }

// ratios divides round by round.
func ratios(values, by []float64) []float64 {
	list := make([]float64, min(len(values), len(by)))
	for i := range list {
		list[i] = values[i] / by[i]
	}
	return list
}

// summarise gives the median and its interval of confidence. The median is NaN if
// there is no value at all.
func summarise(values []float64) benchmath.Summary {
	var known []float64
	for _, v := range values {
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			known = append(known, v)
		}
	}
	if len(known) == 0 {
		return benchmath.Summary{Center: math.NaN()}
	}
	return benchmath.AssumeNothing.Summary(benchmath.NewSample(known, &benchmath.DefaultThresholds), 0.95)
}
