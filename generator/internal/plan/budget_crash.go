package plan

import (
	"github.com/otpgen/otpgen/schema"
	"github.com/otpgen/otpgen/schema/analysis"
)

// What tests and documents write around each path that a crash touches, in
// bytes as measured.
const pathBytes = 8

// crashCosts is what tests and the document say of crashes, by the supervisor
// whose children crash: below one that is not one_for_one, lists of all children
// for each child.
func crashCosts(root *analysis.Place) map[*schema.Supervisor]int {
	costs := map[*schema.Supervisor]int{}
	addCrashCost(costs, root)
	return costs
}

// addCrashCost adds the costs of p and all below it, and returns what it takes
// to list them once.
func addCrashCost(costs map[*schema.Supervisor]int, p *analysis.Place) int {
	if !tested(p) {
		return 0
	}
	lists, after := 0, make([]int, len(p.Children)+1) // after[i] lists the children from i on
	for i := len(p.Children) - 1; i >= 0; i-- {
		after[i] = after[i+1] + addCrashCost(costs, p.Children[i])
		lists += after[i]
	}
	switch {
	case p.Kind != analysis.Supervisor:
	case p.Strategy() == schema.RestForOne:
		costs[p.Supervisor] += 2 * lists // tests and the document
	case p.Strategy() == schema.OneForAll:
		costs[p.Supervisor] += len(p.Children) * after[0] // tests: the document says "all"
	}
	return after[0] + len(p.Path) + pathBytes
}
