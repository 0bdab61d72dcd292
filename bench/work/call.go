package work

import "testing"

// open makes what a workload needs of a contender; nil if it has no such part.
type open func(Contender) func() (Caller, error)

// calls has so many callers call, each its own server or all of them one.
func calls(callers, servers int, of open) bind {
	return func(c Contender) run {
		start := of(c)
		if start == nil || c.Single && callers > servers {
			return nil
		}
		return func(b *testing.B) error {
			to := make([]Caller, servers)
			for i := range to {
				s, err := start()
				if err != nil {
					return err
				}
				defer s.Stop()
				if err := s.Calls(100); err != nil { // warm
					return err
				}
				to[i] = s
			}
			return fan(b, callers, func(i, n int) error { return to[i%servers].Calls(n) }, nil)
		}
	}
}

func theCall(c Contender) func() (Caller, error)   { return c.Call }
func theRecord(c Contender) func() (Caller, error) { return c.Record }
func theBytes(c Contender) func() (Caller, error)  { return c.Bytes }

func theChain(length int) open {
	return func(c Contender) func() (Caller, error) {
		if c.Chain == nil {
			return nil
		}
		return func() (Caller, error) { return c.Chain(length) }
	}
}

// garbage is work beside garbage collections: while it runs, a goroutine makes
// lists of live and dead pointers.
func garbage(work bind) bind {
	return func(c Contender) run {
		inner := work(c)
		if inner == nil {
			return nil
		}
		return func(b *testing.B) error {
			quit, gone := make(chan struct{}), make(chan struct{})
			go func() {
				defer close(gone)
				litter(quit)
			}()
			defer func() { close(quit); <-gone }()
			err := inner(b)
			// As a figure of its own, so that what the other goroutine allocates is not counted.
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N), "ns/op")
			return err
		}
	}
}

func litter(quit <-chan struct{}) {
	type leaf struct{ next *leaf }
	live := make([]*leaf, 1<<16)
	for i := 0; ; i++ {
		live[i%len(live)] = &leaf{next: &leaf{}}
		if i%1024 == 0 {
			select {
			case <-quit:
				return
			default:
			}
		}
	}
}
