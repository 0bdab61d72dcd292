package work

import (
	"errors"
	"testing"
	"time"
)

// starts counts the starts of children.
type starts chan int

func (s starts) started(id int) { s <- id }

func (s starts) await(n int) error {
	late := time.NewTimer(10 * time.Second)
	defer late.Stop()
	for range n {
		select {
		case <-s:
		case <-late.C:
			return errors.New("no start within 10 s")
		}
	}
	return nil
}

// startTree starts a tree of n children and stops it, which is a figure of its own.
func startTree(n int) bind {
	return func(c Contender) run {
		if c.Tree == nil {
			return nil
		}
		return func(b *testing.B) error {
			var stopping time.Duration
			b.ReportAllocs()
			b.ResetTimer()
			for range b.N {
				up := make(starts, n)
				t, err := c.Tree(n, up.started)
				if err == nil {
					err = up.await(n)
				}
				if err != nil {
					return err
				}
				b.StopTimer()
				began := time.Now()
				t.Stop()
				stopping += time.Since(began)
				b.StartTimer()
			}
			b.StopTimer()
			children := float64(b.N) * float64(n)
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/children, "ns/child")
			b.ReportMetric(float64(stopping.Nanoseconds())/children, "stop-ns/child")
			return nil
		}
	}
}

// restart crashes children, one after the other, in a tree of n: an operation is
// from the message that will make the handler panic to the answer of the next
// incarnation.
func restart(n int) bind {
	return func(c Contender) run {
		if c.Tree == nil {
			return nil
		}
		return func(b *testing.B) error {
			up := make(starts, n)
			t, err := c.Tree(n, up.started)
			if err != nil {
				return err
			}
			defer t.Stop()
			if err := up.await(n); err != nil {
				return err
			}
			return crashes(b, t, n, up)
		}
	}
}

func crashes(b *testing.B, t Tree, n int, up starts) error {
	var (
		took histogram
		heap growth
	)
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		if err := heap.mark(b, i); err != nil {
			return err
		}
		id, began := i*7919%n, time.Now()
		if err := t.Crash(id); err != nil {
			return err
		}
		if err := up.await(1); err != nil {
			return err
		}
		if err := t.Call(id); err != nil {
			return err
		}
		took.add(time.Since(began))
	}
	b.StopTimer()
	took.report(b)
	return heap.report(b)
}
