package arguments

import "fmt"

// probe is the state of one Probe, from its start to its end. What must outlive
// a crash is kept elsewhere and loaded again in Init.
type probe struct {
	args  ProbeArgs
	polls int
	once  int
}

func newProbe() ProbeHandler { return &probe{} }

func (s *probe) Init(c *ProbeCtx, a ProbeArgs) error {
	s.args = a
	return nil
}

func (s *probe) Show(c *ProbeCtx) string {
	text := fmt.Sprintf("%+v polls=%d once=%d", s.args, s.polls, s.once)
	if len(s.args.Limits.Path) > 0 {
		s.args.Limits.Path[0] = "spoilt"
	}
	return text
}

func (s *probe) Once(c *ProbeCtx) { s.once++ }

func (s *probe) Poll(c *ProbeCtx) { s.polls++ }
