package otp

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// numbered is a message that can be told from others.
type numbered int

func (numbered) label() *string { return nil }
func (numbered) drop(error)     {}

// TestRing compares a ring with a plain slice.
func TestRing(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	var r ring[entry]
	var plain []entry
	for i := range 20_000 {
		switch n := rng.IntN(100); {
		case n < 50+i/1000: // fills up slowly, in bursts
			e := entry{m: numbered(i), bounded: rng.IntN(3) > 0}
			r.push(e)
			plain = append(plain, e)
		case n < 60+i/1000:
			at := firstBounded(plain)
			e, ok := r.remove(func(e entry) bool { return e.bounded })
			require.Equal(t, at >= 0, ok)
			if ok {
				require.Equal(t, plain[at], e)
				plain = append(plain[:at:at], plain[at+1:]...)
			}
		default:
			e, ok := r.pop()
			require.Equal(t, len(plain) > 0, ok)
			if ok {
				require.Equal(t, plain[0], e)
				plain = plain[1:]
			}
		}
		require.Equal(t, len(plain), r.count)
	}
}

func firstBounded(entries []entry) int {
	for i, e := range entries {
		if e.bounded {
			return i
		}
	}
	return -1
}

func TestRingLetsGoOfALargeBuffer(t *testing.T) {
	t.Parallel()
	var r ring[entry]
	for i := range 1000 {
		r.push(entry{m: numbered(i)})
	}
	for range 1000 {
		r.pop()
	}
	require.LessOrEqual(t, len(r.buf), keepBuffer)
	_, ok := r.pop()
	require.False(t, ok)
}
