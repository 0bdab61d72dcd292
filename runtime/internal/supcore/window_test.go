package supcore

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/otpgen/otpgen/runtime/internal/proof"
)

// TestWindow compares with the plain definition: a record counts if it is not older than the period, in whole
// seconds.
func TestWindow(t *testing.T) {
	t.Parallel()
	proof.Of(t, 52, 53)
	const step = 700 * time.Millisecond
	for limit := range 4 {
		w := newWindow(Intensity{MaxRestarts: limit, Period: 3})
		var all []int64
		at := time.Duration(0)
		for i := range 40 {
			at += step * time.Duration(i%4) // sometimes several at once
			now := int64(at / time.Second)
			all = append(all, now)
			want := 0
			for _, r := range all {
				if r >= now-3 {
					want++
				}
			}
			count, allowed := w.add(at)
			assert.Equal(t, want, count)
			assert.Equal(t, want <= limit, allowed)
		}
	}
}

func TestWindowDefaults(t *testing.T) {
	t.Parallel()
	w := newWindow(Intensity{})
	_, allowed := w.add(0)
	assert.False(t, allowed, "the zero intensity allows no restart")

	w = newWindow(Intensity{MaxRestarts: 1})
	w.add(0)
	count, _ := w.add(DefaultPeriod * time.Second)
	assert.Equal(t, 2, count)
	assert.Panics(t, func() { newWindow(Intensity{MaxRestarts: -1}) })
	assert.Panics(t, func() { newWindow(Intensity{Period: -1}) })
}

// TestWindowForgets holds the memory of a supervisor that restarts for ever to what can still count.
func TestWindowForgets(t *testing.T) {
	t.Parallel()
	w := newWindow(Intensity{MaxRestarts: 1000, Period: 5})
	for i := range 100_000 {
		w.add(time.Duration(i) * time.Second)
	}
	assert.Len(t, w.seconds, 6)
	assert.Less(t, cap(w.seconds), 100)
}

// TestRestartCost holds a restart under one_for_one to the same work among many siblings as among few.
func TestRestartCost(t *testing.T) {
	allocations := func(siblings int) float64 {
		specs := make([]Spec, siblings)
		for i := range specs {
			specs[i].ID = string(rune('a' + i))
		}
		m := NewStatic(StaticFlags{Intensity: Intensity{MaxRestarts: 1 << 30}}, specs)
		out := m.Step(Begin{}, nil)
		ref := Ref(0)
		for range siblings {
			ref++
			out = m.Step(Started{Ref: ref}, out[:0])
		}
		running := Ref(1)
		return testing.AllocsPerRun(100, func() {
			ref++
			out = m.Step(Exited{Ref: running, Reason: Killed()}, out[:0])
			out = m.Step(Started{Ref: ref}, out[:0])
			running = ref
		})
	}
	assert.InDelta(t, allocations(5), allocations(5000), 2)
}
