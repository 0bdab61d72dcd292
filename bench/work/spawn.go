package work

import "testing"

// spawnStop starts and stops processes, one after the other.
func spawnStop(c Contender) run {
	if c.Spawn == nil {
		return nil
	}
	return func(b *testing.B) error {
		s, err := c.Spawn()
		if err != nil {
			return err
		}
		defer s.Stop()
		if err := s.SpawnStop(-1); err != nil {
			return err
		}
		b.ReportAllocs()
		b.ResetTimer()
		for i := range b.N {
			if err := s.SpawnStop(i); err != nil {
				return err
			}
		}
		b.StopTimer()
		return nil
	}
}

// churn is spawnStop, and whether memory stays flat over it.
func churn(c Contender) run {
	if c.Spawn == nil {
		return nil
	}
	return func(b *testing.B) error {
		s, err := c.Spawn()
		if err != nil {
			return err
		}
		defer s.Stop()
		var heap growth
		b.ResetTimer()
		for i := range b.N {
			if err := heap.mark(b, i); err != nil {
				return err
			}
			if err := s.SpawnStop(i); err != nil {
				return err
			}
		}
		b.StopTimer()
		return heap.report(b)
	}
}
