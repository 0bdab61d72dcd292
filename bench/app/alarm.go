package app

import "time"

// alarm is the state of one Alarm: when it is to ring, and who is told.
type alarm struct {
	due   time.Time
	fired func(due time.Time)
}

func newAlarm() AlarmHandler { return &alarm{} }

func (s *alarm) Init(_ *AlarmCtx, a AlarmArgs) error {
	s.fired = a.Fired
	return nil
}

func (s *alarm) Set(c *AlarmCtx, due time.Time) {
	s.due = due
	c.ArmRing(time.Until(due))
}

func (s *alarm) Ring(*AlarmCtx) {
	if s.fired != nil {
		s.fired(s.due)
	}
}
