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
// is meant to take. Infinity does not: it says that nothing but the grace ends
// the wait.
const usualShutdown = 5 * time.Second

// checkGrace reports shutdown times that the application's grace would cut
// short: three children with 10 s each, stopped one after another, do not fit
// into 20 s.
func checkGrace(m *model, report report) {
	total := stopTime(m.root)
	if total <= m.app.Grace {
		return
	}
	slow := slowOf(m.places)
	longest := slices.MaxFunc(slow, func(p, q *Place) int { return cmp.Compare(granted(p), granted(q)) })
	d := schema.Diagnostic{
		Range:   longest.at(),
		Message: fmt.Sprintf("an orderly stop may take %s, but the grace is %s", total, m.app.Grace),
		Label:   fmt.Sprintf("%s may take %s", longest.label(), granted(longest)),
		Help:    fmt.Sprintf("write grace: %s in application:, or shorten the shutdown times", total),
	}
	for _, p := range slow {
		if p != longest {
			d.Related = append(d.Related, p.here(fmt.Sprintf("%s may take %s", p.label(), granted(p))))
		}
	}
	report(d)
}

// slowOf returns the workers that are meant to take long to stop, one for each
// entry of the schema.
func slowOf(places []*Place) []*Place {
	var slow []*Place
	seen := map[*schema.Child]bool{}
	for _, p := range places {
		if p.Kind == Worker && granted(p) > 0 && !seen[p.Child] {
			seen[p.Child] = true
			slow = append(slow, p)
		}
	}
	return slow
}

// granted is how long a worker is meant to take to stop: its own shutdown time,
// within those of the supervisors above it.
func granted(p *Place) time.Duration {
	t := stopTime(p)
	for up := p.Parent; up != nil; up = up.Parent {
		t = min(t, max(up.Shutdown, 0))
	}
	return t
}

// stopTime is how long a place is meant to take to stop. Children stop one
// after another, so their times add up, within the shutdown time of their
// supervisor; instances of a dynamic supervisor stop together.
func stopTime(p *Place) time.Duration {
	if p.Kind == Worker {
		if p.Shutdown <= usualShutdown || p.Shutdown == schema.Infinity {
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
