package analysis

import "slices"

// StartOrder returns the places that exist once the tree is up, in the order
// in which their processes are made: a supervisor, then its children in list
// order, each with its whole subtree before the next (supervisor:start_link/2).
// Instances of dynamic supervisors are not among them.
func StartOrder(root *Place) []*Place {
	var order []*Place
	root.Walk(func(p *Place) bool {
		if p.Template {
			return false
		}
		order = append(order, p)
		return true
	})
	return order
}

// StopOrder returns the places of StartOrder in the order in which an orderly
// stop ends them: exactly the reverse, so that children end before their
// supervisor and the last one started is the first to go.
func StopOrder(root *Place) []*Place {
	order := StartOrder(root)
	slices.Reverse(order)
	return order
}
