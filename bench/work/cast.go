package work

import "testing"

// casts has so many producers cast to one server, until the last cast is handled.
func casts(producers int) bind {
	return func(c Contender) run {
		if c.Cast == nil {
			return nil
		}
		return func(b *testing.B) error {
			s, err := c.Cast()
			if err != nil {
				return err
			}
			defer s.Stop()
			done, err := s.Expect(b.N)
			if err != nil {
				return err
			}
			return fan(b, producers, func(_, n int) error { return s.Casts(n) }, func() { <-done })
		}
	}
}

// mixed has so many senders send three casts and a call, again and again; an
// operation is one message. A call comes after the casts of its caller.
func mixed(senders int) bind {
	return func(c Contender) run {
		if c.Mixed == nil {
			return nil
		}
		return func(b *testing.B) error {
			s, err := c.Mixed()
			if err != nil {
				return err
			}
			defer s.Stop()
			return fan(b, senders, func(_, n int) error { return mix(s, n) }, nil)
		}
	}
}

func mix(s Server, n int) error {
	for ; n > 0; n -= 4 {
		if err := s.Casts(min(3, n)); err != nil {
			return err
		}
		if err := s.Calls(1); err != nil {
			return err
		}
	}
	return nil
}
