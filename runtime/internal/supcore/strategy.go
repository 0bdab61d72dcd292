package supcore

import "fmt"

// affected returns what a restart of c does to its siblings: which children are stopped, last started first, and
// then which are started, first started first. Children that do not run need no stopping and are in the list all the
// same; c itself does not run.
//
// With children a b c d of which b ended:
//
//	one_for_one   stop          start b
//	one_for_all   stop d c b a  start a b c d
//	rest_for_one  stop d c b    start b c d
func (s Strategy) affected(cs *children, c *child) (stop, start []*child) {
	switch s {
	case OneForOne:
		return nil, []*child{c}
	case OneForAll:
		return cs.backwards(cs.first), cs.restartable(cs.first)
	case RestForOne:
		return cs.backwards(c), cs.restartable(c)
	default:
		panic(fmt.Sprintf("otpgen: internal: unknown strategy %d", s))
	}
}
