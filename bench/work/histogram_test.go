package work

import (
	"testing"
	"time"
)

func TestHistogramIsRightToItsBuckets(t *testing.T) {
	t.Parallel()
	for _, d := range []time.Duration{0, 1, 63, 64, 65, 127, 128, 1000, 123_456, time.Second, time.Hour} {
		got := durationOf(bucketOf(d))
		if off := d - got; off < 0 || float64(off) > float64(d)/32 {
			t.Errorf("%d is counted as %d", d, got)
		}
	}
	var h histogram
	for i := range 1000 {
		h.add(time.Duration(i))
	}
	if p := h.percentile(0.5, 1000); p < 484 || p > 500 {
		t.Errorf("the median of 0 to 999 is %d", p)
	}
	if h.longest.Load() != 999 {
		t.Errorf("the longest is %d", h.longest.Load())
	}
}
