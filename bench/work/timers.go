package work

import (
	"sync"
	"testing"
	"time"
)

// timers sets n timers, which fall due within 100 ms, and reports what it takes to
// set one and how late they were.
func timers(n int, lead time.Duration) bind {
	return func(c Contender) run {
		if c.Timers == nil {
			return nil
		}
		return func(b *testing.B) error {
			var (
				late histogram
				all  sync.WaitGroup
			)
			all.Add(n)
			t, err := c.Timers(n, func(due time.Time) {
				late.add(time.Since(due))
				all.Done()
			})
			if err != nil {
				return err
			}
			defer t.Stop()
			began := time.Now()
			first := began.Add(lead) // when all are set
			for i := range n {
				if err := t.Set(i, first.Add(time.Duration(i%100)*time.Millisecond)); err != nil {
					return err
				}
			}
			set := time.Since(began)
			all.Wait()
			b.ReportMetric(float64(set.Nanoseconds())/float64(n), "ns/op")
			late.report(b)
			return nil
		}
	}
}
