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
// and its number, and gives each jittered timer one when it is armed. So what
// others do in the meantime changes nothing: a process that arms the same timers
// in the same order waits for the same times.
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
	if fraction == 0 || d == 0 {
		return d
	}
	return spread(d, fraction, in.draw())
}

// spread is d with up to that fraction of it more or less. What is too long for
// a time.Duration is never.
//
//	spread(10*time.Second, 0.1, 0.75) == 10500*time.Millisecond
func spread(d time.Duration, fraction, chance float64) time.Duration {
	wide := float64(d) * (1 + fraction*(2*chance-1))
	if wide >= float64(Infinity) {
		return Infinity
	}
	return max(1, time.Duration(wide))
}

// plus is at+after, and never if that is more than a time can be.
func plus(at, after time.Duration) time.Duration {
	if after > Infinity-at {
		return Infinity
	}
	return at + after
}

// draw returns a number from 0 up to but not including 1.
func (in *incarnation) draw() float64 {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.chanceLocked().Float64()
}

// source makes a source for a timer that is armed now. Each has its own, so that
// what it draws does not depend on how its ticks and those of others alternate.
func (in *incarnation) source() *rand.Rand {
	in.mu.Lock()
	defer in.mu.Unlock()
	r := in.chanceLocked()
	return rand.New(rand.NewPCG(r.Uint64(), r.Uint64()))
}

func (in *incarnation) chanceLocked() *rand.Rand {
	if in.chance == nil {
		who := fnv.New64a()
		_, _ = who.Write([]byte(in.path() + "#" + strconv.FormatUint(in.number, 10)))
		in.tie().chance = rand.New(rand.NewPCG(in.sys.chances, who.Sum64()))
	}
	return in.chance
}
