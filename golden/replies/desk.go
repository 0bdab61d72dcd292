package replies

import (
	"slices"

	otp "github.com/otpgen/otpgen/runtime"
)

// desk is the state of one Desk, from its start to its end. What must outlive a
// crash is kept elsewhere and loaded again in Init.
type desk struct {
	takers []DeskTakeReply
	knocks []DeskKnockReply
	waits  []otp.Reply[struct{}]
	peeks  []otp.Reply[Job]
	closed []string
}

func newDesk() DeskHandler { return &desk{} }

func (s *desk) Init(c *DeskCtx) error { return nil }

func (s *desk) Close(c *DeskCtx, why []string) {
	s.closed = why
	for _, r := range s.takers {
		r.Fail(Closed{Why: s.closed})
	}
	for _, r := range s.knocks {
		r.Fail(Busy{})
	}
	s.takers, s.knocks = nil, nil
}

func (s *desk) Knock(c *DeskCtx, reply DeskKnockReply) { s.knocks = append(s.knocks, reply) }

func (s *desk) Offer(c *DeskCtx, job Job) bool {
	for _, r := range s.knocks {
		r.Send()
	}
	for _, r := range s.waits {
		r.Send(struct{}{})
	}
	for _, r := range s.peeks {
		r.Send(job)
	}
	s.knocks, s.waits, s.peeks = nil, nil, nil
	if len(s.takers) == 0 {
		return false
	}
	first := s.takers[0]
	s.takers = s.takers[1:]
	delivered := first.Send(job)
	return delivered && !first.Send(job) && !first.Fail(Busy{})
}

func (s *desk) Open(c *DeskCtx) DeskOpenError {
	if s.closed != nil {
		return Closed{Why: s.closed}
	}
	return nil
}

func (s *desk) Peek(c *DeskCtx, reply otp.Reply[Job]) { s.peeks = append(s.peeks, reply) }

func (s *desk) Take(c *DeskCtx, reply DeskTakeReply) { s.takers = append(s.takers, reply) }

func (s *desk) TakeCallerDown(c *DeskCtx, caller otp.Caller, why otp.Reason) {
	s.takers = slices.DeleteFunc(s.takers, func(r DeskTakeReply) bool { return r.Caller() == caller })
}

func (s *desk) Wait(c *DeskCtx, reply otp.Reply[struct{}]) { s.waits = append(s.waits, reply) }

func (s *desk) Waiting(c *DeskCtx) int {
	return len(s.takers) + len(s.knocks) + len(s.waits) + len(s.peeks)
}
