package work

import (
	"fmt"
	"testing"
)

// lookup finds n processes by their names, one after the other.
func lookup(n int) bind {
	return func(c Contender) run {
		if c.Names == nil {
			return nil
		}
		return func(b *testing.B) error {
			names := make([]string, n)
			for i := range names {
				names[i] = fmt.Sprintf("server-%d", i)
			}
			f, err := c.Names(names)
			if err != nil {
				return err
			}
			defer f.Stop()
			for _, name := range names {
				if !f.Find(name) {
					return fmt.Errorf("%s is not found", name)
				}
			}
			b.ReportAllocs()
			b.ResetTimer()
			for i, next := 0, 0; i < b.N; i++ {
				f.Find(names[next])
				if next++; next == n {
					next = 0
				}
			}
			b.StopTimer()
			return nil
		}
	}
}
