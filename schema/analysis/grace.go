package analysis

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/otpgen/otpgen/schema"
)

// usualShutdown is the default shutdown time of a service. Most services stop
// at once and need none of it, so only a longer time counts as one that a stop
// is meant to take.
const usualShutdown = 5 * time.Second

// checkGrace reports shutdown times that the application's grace would cut
// short: three children with 10 s each, stopped one after another, do not fit
// into 20 s.
func checkGrace(m *model, report report) {
	total := stopTime(m.root)
	if total <= m.app.Grace {
		return
	}
	var slow []*Place
	for _, p := range m.places {
		known := slices.ContainsFunc(slow, func(q *Place) bool { return p.Child == q.Child })
		if p.Kind == Worker && stopTime(p) > 0 && !known {
			slow = append(slow, p)
		}
	}
	longest := slices.MaxFunc(slow, func(p, q *Place) int { return cmp.Compare(stopTime(p), stopTime(q)) })
	d := schema.Diagnostic{
		Range:   longest.at(),
		Message: fmt.Sprintf("an orderly stop may take %s, but the grace is %s", span(total), span(m.app.Grace)),
		Label:   fmt.Sprintf("%s may take %s", longest.label(), span(longest.Shutdown)),
		Help:    fmt.Sprintf("write grace: %s in application:, or shorten the shutdown times", span(total)),
	}
	for _, p := range slow {
		if p != longest {
			d.Related = append(d.Related, p.here(fmt.Sprintf("%s may take %s", p.label(), span(p.Shutdown))))
		}
	}
	report(d)
}

// stopTime is how long a place is meant to take to stop. Children stop one
// after another, so their times add up, within the shutdown time of their
// supervisor; instances of a dynamic supervisor stop together.
func stopTime(p *Place) time.Duration {
	if p.Kind == Worker {
		if p.Shutdown <= usualShutdown { // brutal_kill too
			return 0
		}
		return p.Shutdown
	}
	var sum time.Duration
	for _, c := range p.Children {
		t := stopTime(c)
		if t > schema.Infinity-sum {
			sum = schema.Infinity
			break
		}
		sum += t
	}
	return min(sum, max(p.Shutdown, 0))
}

// span writes a duration as the schema does: 1m30s, infinity.
func span(d time.Duration) string {
	if d == schema.Infinity {
		return "infinity"
	}
	return d.String()
}
