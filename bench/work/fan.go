package work

import (
	"errors"
	"runtime"
	"sync"
	"testing"
)

// fan runs f on k goroutines, which share b.N, and takes the time from when all of
// them are ready until until, if given, returns.
func fan(b *testing.B, k int, f func(i, n int) error, until func()) error {
	var ready, all sync.WaitGroup
	errs, gate := make([]error, k), make(chan struct{})
	ready.Add(k)
	for i := range k {
		share := b.N / k
		if i < b.N%k {
			share++
		}
		all.Go(func() {
			ready.Done()
			<-gate
			if share > 0 {
				errs[i] = f(i, share)
			}
		})
	}
	ready.Wait()
	runtime.Gosched()
	b.ReportAllocs()
	b.ResetTimer()
	close(gate)
	all.Wait()
	err := errors.Join(errs...)
	if err == nil && until != nil {
		until()
	}
	b.StopTimer()
	return err
}
