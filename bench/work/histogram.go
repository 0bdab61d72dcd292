package work

import (
	"math/bits"
	"sync/atomic"
	"testing"
	"time"
)

// histogram counts durations, many goroutines at once, in buckets 1/64 wide: a
// percentile is right to 1.6 %. A caller that is served in 30 ns would fill a list
// of all durations at 250 MB a second.
type histogram struct {
	buckets [64 * 64]atomic.Uint64
	longest atomic.Int64
}

// bucketOf is 0 to 63 for the same number of nanoseconds, and then 32 buckets for
// each power of two: 64 and 65 are in bucket 64, 127 is in 95, 128 to 131 in 96.
func bucketOf(d time.Duration) int {
	n := uint64(max(d, 0))
	shift := max(bits.Len64(n)-6, 0)
	return shift*32 + int(n>>shift)
}

func durationOf(bucket int) time.Duration {
	shift := max(bucket/32-1, 0)
	return time.Duration(bucket-shift*32) << shift
}

func (h *histogram) add(d time.Duration) {
	h.buckets[bucketOf(d)].Add(1)
	for {
		old := h.longest.Load()
		if int64(d) <= old || h.longest.CompareAndSwap(old, int64(d)) {
			return
		}
	}
}

// report adds the percentiles to the figures of b.
func (h *histogram) report(b *testing.B) {
	var total uint64
	for i := range h.buckets {
		total += h.buckets[i].Load()
	}
	for _, p := range []struct {
		unit string
		of   float64
	}{{"p50-ns", 0.5}, {"p99-ns", 0.99}, {"p99.9-ns", 0.999}} {
		b.ReportMetric(float64(h.percentile(p.of, total)), p.unit)
	}
	b.ReportMetric(float64(h.longest.Load())/1e6, "longest-ms")
}

func (h *histogram) percentile(of float64, total uint64) time.Duration {
	var seen uint64
	for i := range h.buckets {
		if seen += h.buckets[i].Load(); float64(seen) >= of*float64(total) {
			return durationOf(i)
		}
	}
	return 0
}
