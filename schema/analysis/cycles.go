package analysis

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/otpgen/otpgen/schema"
)

// CallCycles returns cycles of calls that can wait for themselves for ever,
// each as the uses that form it, beginning with the one that stands first in
// the schema. Casts are no part of a cycle, and neither are borrowed workers:
// who borrows one may hand it on. Every use that is part of some cycle is in
// at least one that is returned, unless those that one has to read are too
// many; all cycles would be too many to list.
func CallCycles(app *schema.Application) [][]*schema.Use {
	root := Tree(app)
	var cycles [][]*schema.Use
	for _, c := range cyclesOf(linksOf(root.All(), NamesOf(root))) {
		cycles = append(cycles, usesOf(c))
	}
	return cycles
}

// cyclesOf finds, for every use that no cycle has covered yet, the shortest way
// back.
func cyclesOf(links []link) [][]link {
	next := callsOf(links)
	component := components(next)
	covered := map[*schema.Use]bool{}
	var cycles [][]link
	for steps := maxSteps; steps > 0 && len(links) > 0; links = links[1:] {
		l := links[0]
		if !l.calls() || covered[l.use] || component[l.from] != component[server(l.to)] {
			continue
		}
		back, cost := shortest(next, server(l.to), l.from)
		steps -= cost
		cycle := rotate(append([]link{l}, back...))
		for _, u := range usesOf(cycle) {
			covered[u] = true
		}
		cycles = append(cycles, cycle)
	}
	return cycles
}

// maxSteps is how many links are followed in search of cycles, all searches
// together. Some hundred services that all call each other have so many cycles
// that finding each would take minutes; who reads the first mends the design.
const maxSteps = 500_000

// server returns the worker that answers calls to p: for a pool its first
// member, which stands for all.
func server(p *Place) *Place {
	if p.Kind == Pool {
		return p.Children[0]
	}
	return p
}

// callsOf lists the links over which a place waits.
func callsOf(links []link) map[*Place][]link {
	next := map[*Place][]link{}
	for _, l := range links {
		if l.calls() {
			next[l.from] = append(next[l.from], l)
		}
	}
	return next
}

// shortest returns the shortest way from one place to another over next,
// breadth first, and how many links were followed; the way is empty if they are
// the same. There must be one.
func shortest(next map[*Place][]link, from, to *Place) (way []link, steps int) {
	came := map[*Place]link{}
	seen := map[*Place]bool{from: true}
	for queue := []*Place{from}; !seen[to]; queue = queue[1:] {
		for _, l := range next[queue[0]] {
			steps++
			if q := server(l.to); !seen[q] {
				seen[q], came[q] = true, l
				queue = append(queue, q)
			}
		}
	}
	return trace(came, from, to), steps
}

// trace reads the way from one place to another out of the links by which each
// was reached.
func trace(came map[*Place]link, from, to *Place) []link {
	var way []link
	for at := to; at != from; at = came[at].from {
		way = append(way, came[at])
	}
	slices.Reverse(way)
	return way
}

// rotate turns a cycle so that the use that stands first in the schema leads.
func rotate(cycle []link) []link {
	first := slices.Index(usesOf(cycle), slices.MinFunc(usesOf(cycle), byPosition))
	return append(slices.Clone(cycle[first:]), cycle[:first]...)
}

func byPosition(a, b *schema.Use) int {
	p, q := a.Range.Start, b.Range.Start
	return cmp.Or(cmp.Compare(p.Line, q.Line), cmp.Compare(p.Column, q.Column))
}

func usesOf(cycle []link) []*schema.Use {
	uses := make([]*schema.Use, len(cycle))
	for i, l := range cycle {
		uses[i] = l.use
	}
	return uses
}

// checkCycles reports each cycle once, at its first use.
func checkCycles(m *model, report report) {
	for _, cycle := range m.cycles {
		d := schema.Diagnostic{
			Range:   cycle[0].use.Range,
			Message: "cycle of calls: " + cyclePath(cycle),
			Label:   "waits for an answer that may never come",
			Help:    "a caller waits for its answer and takes no other message meanwhile: make one of these calls a cast, or hand over the data when the call is made",
		}
		if len(cycle) == 1 {
			d.Help = "a process that calls itself waits for itself: call the Go method instead, or send a cast"
		}
		for _, l := range cycle[1:min(maxRelated, len(cycle))] {
			d.Related = append(d.Related, schema.Related{
				Range: l.use.Range,
				Label: l.from.label() + " calls " + server(l.to).label() + " here",
			})
		}
		report(d)
	}
}

// cyclePath writes a cycle as "A calls B calls A".
func cyclePath(cycle []link) string {
	const most = 12
	var path []string
	for _, l := range cycle[:min(most, len(cycle))] {
		path = append(path, l.from.label())
	}
	if len(cycle) > most {
		path = append(path, fmt.Sprintf("%d more, of which the last", len(cycle)-most))
	}
	return strings.Join(append(path, path[0]), " calls ")
}
