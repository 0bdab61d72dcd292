package otp

import (
	"hash/fnv"
	"math/rand/v2"
	"strconv"
	"time"
)

// WithSeed makes all that a system leaves to chance, which is the jitter of
// timers and of a [Backoff], the same in every run with that seed. Default: a seed of its own for
// each system.
//
// Every incarnation draws from a source of its own, made from the seed, its path
// and its number, so what others do in the meantime changes nothing.
func WithSeed(seed uint64) Option { return func(o *options) { o.seed = &seed } }

// seedOf is the seed of a system.
func seedOf(o options) uint64 {
	if o.seed != nil {
		return *o.seed
	}
	return rand.Uint64()
}

// jittered changes d by up to that fraction of it in either direction: with 0.1,
// 10 s become anything from 9 s to 11 s.
func (in *incarnation) jittered(d time.Duration, fraction float64) time.Duration {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.jitteredLocked(d, fraction)
}

func (in *incarnation) jitteredLocked(d time.Duration, fraction float64) time.Duration {
	if fraction == 0 || d == 0 {
		return d
	}
	factor := 1 + fraction*(2*in.drawLocked()-1)
	return max(1, time.Duration(float64(d)*factor))
}

// draw returns a number from 0 up to but not including 1.
func (in *incarnation) draw() float64 {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.drawLocked()
}

func (in *incarnation) drawLocked() float64 {
	if in.chance == nil {
		who := fnv.New64a()
		_, _ = who.Write([]byte(in.path() + "#" + strconv.FormatUint(in.number, 10)))
		in.chance = rand.New(rand.NewPCG(in.sys.chances, who.Sum64()))
	}
	return in.chance.Float64()
}
