package work

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"time"
)

// fair has so many callers call one server without a pause, and reports how they
// fared: the share of the worst served in the mean, and how long calls took. A
// caller that never blocks keeps its processor for a slice of 10 ms, so one round
// of 64 of them on two processors takes 320 ms: the time must be longer.
func fair(callers int, lasting time.Duration) bind {
	return func(c Contender) run {
		if c.Call == nil || c.Single {
			return nil
		}
		return func(b *testing.B) error {
			s, err := c.Call()
			if err != nil {
				return err
			}
			defer s.Stop()
			var (
				all  sync.WaitGroup
				took histogram
			)
			served, errs := make([]int, callers), make([]error, callers)
			end := time.Now().Add(lasting)
			for i := range callers {
				all.Go(func() { served[i], errs[i] = hammer(s, end, &took) })
			}
			all.Wait()
			if err := errors.Join(errs...); err != nil {
				return err
			}
			total := 0
			for _, n := range served {
				total += n
			}
			b.ReportMetric(float64(lasting.Nanoseconds())/float64(total), "ns/op")
			b.ReportMetric(float64(slices.Min(served)*callers)/float64(total), "worst/mean")
			took.report(b)
			return nil
		}
	}
}

// hammer calls until end.
func hammer(s Caller, end time.Time, took *histogram) (served int, err error) {
	for at := time.Now(); at.Before(end); served++ {
		if err := s.Calls(1); err != nil {
			return served, err
		}
		now := time.Now()
		took.add(now.Sub(at))
		at = now
	}
	return served, nil
}
