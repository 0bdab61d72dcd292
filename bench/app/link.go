package app

import otp "github.com/otpgen/otpgen/runtime"

// link is the state of one Link: the next one, unless it is the last.
type link struct {
	next Link
	last bool
}

func newLink() LinkHandler { return &link{} }

func (s *link) Init(c *LinkCtx, a LinkArgs) error {
	s.last = a.Place >= a.Last
	s.next = c.Links.Lookup(a.Place + 1)
	return nil
}

func (s *link) Pass(c *LinkCtx, value int) int {
	if s.last {
		return value
	}
	return otp.Must(s.next.Pass(c, value+1))
}

func (s *link) PassInline(c *LinkCtx, value int) int {
	if s.last {
		return value
	}
	return otp.Must(s.next.PassInline(c, value+1))
}

func (s *link) PassPatiently(c *LinkCtx, value int) int {
	if s.last {
		return value
	}
	return otp.Must(s.next.PassPatiently(c, value+1))
}
