package counter

import (
	"time"

	otp "github.com/otpgen/otpgen/runtime"
)

// limit is where the counter overflows.
const limit = 1000

// counter is the state of one Counter, from its start to its end. What must
// outlive a crash is kept elsewhere and loaded again in Init.
type counter struct {
	sum     int
	ticks   int
	tags    []string
	waiting []otp.Reply[Step]
}

func newCounter() CounterHandler { return &counter{} }

func (s *counter) Init(c *CounterCtx, a CounterArgs) error {
	s.sum = a.Start
	return c.Journal.Write(c, "init")
}

func (s *counter) Add(c *CounterCtx, step Step) (int, CounterAddError) {
	if s.sum+step.By > limit {
		return s.sum, Overflow{By: step.By}
	}
	s.sum += step.By
	s.tags = step.Tags
	for i := range s.tags {
		s.tags[i] += "!"
	}
	for _, r := range s.waiting {
		r.Send(Step{By: s.sum, Tags: s.tags})
	}
	s.waiting = nil
	return s.sum, nil
}

func (s *counter) Take(c *CounterCtx, reply otp.Reply[Step]) {
	s.waiting = append(s.waiting, reply)
}

func (s *counter) TakeCallerDown(c *CounterCtx, caller otp.Caller, why otp.Reason) {
	for i, r := range s.waiting {
		if r.Caller() == caller {
			s.waiting = append(s.waiting[:i], s.waiting[i+1:]...)
			break
		}
	}
	otp.Must(0, c.Journal.Write(c, "taker left"))
}

func (s *counter) Watch(c *CounterCtx, who JournalRef) {}

func (s *counter) JournalDown(c *CounterCtx, who JournalRef, why otp.Reason) {
	s.sum = -1
	c.ArmFlush(time.Millisecond) // by then there is a new one
}

func (s *counter) Forget(c *CounterCtx) {
	if s.sum == 13 {
		panic("13 cannot be forgotten")
	}
	s.sum = 0
}

func (s *counter) Flush(c *CounterCtx) {
	otp.Must(0, c.Journal.Write(c, "flush after "+c.Disk.Value().Name()))
}

func (s *counter) Tick(c *CounterCtx) {
	s.ticks++
	if s.ticks == 3 {
		c.CancelTick()
		otp.Must(0, c.Journal.Write(c, "three ticks"))
	}
}

func (s *counter) Terminate(c *CounterCtx, why otp.Reason) {
	if err := c.Journal.Write(c, "terminate"); err != nil {
		c.Log().Info("no journal at the end", "error", err)
	}
}
