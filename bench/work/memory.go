package work

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"runtime/debug"
	"testing"
	"time"
)

// footprint is what the program has in memory when the garbage is gone.
type footprint struct{ heap, stack, rss uint64 }

func measureFootprint() (footprint, error) {
	runtime.GC()
	runtime.GC() // what the first one finalised
	debug.FreeOSMemory()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	resident, err := residentSet()
	return footprint{m.HeapAlloc, m.StackInuse, resident}, err
}

// residentSet is 0 where the system has no such file.
func residentSet() (uint64, error) {
	text, err := os.ReadFile("/proc/self/statm")
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	var size, resident uint64
	if _, err := fmt.Fscan(bytes.NewReader(text), &size, &resident); err != nil {
		return 0, fmt.Errorf("/proc/self/statm: %w", err)
	}
	return resident * uint64(os.Getpagesize()), nil
}

// idle starts n processes, has each serve once, and reports what they take when
// they rest. It wants a program of its own: memory that was used before is reused.
func idle(n int, settle time.Duration) bind {
	return func(c Contender) run {
		if c.Idle == nil || c.MaxIdle > 0 && n > c.MaxIdle {
			return nil
		}
		return func(b *testing.B) error {
			before, err := measureFootprint()
			if err != nil {
				return err
			}
			began := time.Now()
			keep, err := c.Idle(n)
			took := time.Since(began)
			if err != nil {
				return err
			}
			time.Sleep(settle)
			after, err := measureFootprint()
			if err != nil {
				return err
			}
			each := func(after, before uint64) float64 { return (float64(after) - float64(before)) / float64(n) }
			b.ReportMetric(each(after.rss, before.rss), "rss-B/proc")
			b.ReportMetric(each(after.heap, before.heap), "heap-B/proc")
			b.ReportMetric(each(after.stack, before.stack), "stack-B/proc")
			b.ReportMetric(float64(took.Nanoseconds())/float64(n), "ns/op")
			runtime.KeepAlive(keep)
			return nil
		}
	}
}

// growth reports by how much the heap grew from its first to its last measure, for
// each of the operations between them.
type growth struct {
	first footprint
	at    int
}

// mark measures when a quarter of the operations is done, with the clock stopped.
func (g *growth) mark(b *testing.B, done int) error {
	if done != b.N/4 {
		return nil
	}
	b.StopTimer()
	defer b.StartTimer()
	var err error
	g.first, err = measureFootprint()
	g.at = done
	return err
}

func (g *growth) report(b *testing.B) error {
	last, err := measureFootprint()
	if err != nil {
		return err
	}
	b.ReportMetric((float64(last.heap)-float64(g.first.heap))/float64(b.N-g.at), "growth-B/op")
	return nil
}
