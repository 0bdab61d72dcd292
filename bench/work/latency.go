package work

import (
	"sync"
	"testing"
	"time"
)

// latency has a caller call every 200 microseconds, while eight senders cast 20
// times every millisecond, and reports how long its calls took. It shows what
// waits behind what in a server that is not overloaded.
func latency(lasting time.Duration) bind {
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
			end := time.Now().Add(lasting)
			var all sync.WaitGroup
			for range 8 {
				all.Go(func() {
					for time.Now().Before(end) && s.Casts(20) == nil {
						time.Sleep(time.Millisecond)
					}
				})
			}
			defer all.Wait()
			var took histogram
			calls := 0
			for at := time.Now(); at.Before(end); at = time.Now() {
				if err := s.Calls(1); err != nil {
					return err
				}
				took.add(time.Since(at))
				calls++
				time.Sleep(200 * time.Microsecond)
			}
			took.report(b)
			b.ReportMetric(float64(calls), "calls")
			b.ReportMetric(0, "ns/op")
			return nil
		}
	}
}
