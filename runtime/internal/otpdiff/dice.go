package otpdiff

import "math/rand/v2"

// dice makes all choices of one scenario.
type dice struct{ *rand.Rand }

func newDice(seed, index uint64) dice { return dice{rand.New(rand.NewPCG(seed, index))} }

// oneIn is true once in n times.
func (d dice) oneIn(n int) bool { return d.IntN(n) == 0 }

// percent is true in that many of a hundred times.
func (d dice) percent(n int) bool { return d.IntN(100) < n }

// between returns a number from low to high, both included.
func (d dice) between(low, high int) int { return low + d.IntN(high-low+1) }

// pick returns one of all, which must not be empty.
func pick[T any](d dice, all []T) T { return all[d.IntN(len(all))] }

// choice is something that may be chosen, and how often compared with the others.
type choice[T any] struct {
	weight int
	what   T
}

// weigh returns one of all by their weights.
func weigh[T any](d dice, all ...choice[T]) T {
	sum := 0
	for _, c := range all {
		sum += c.weight
	}
	at := d.IntN(sum)
	for _, c := range all {
		if at < c.weight {
			return c.what
		}
		at -= c.weight
	}
	panic("otpgen: internal: weights changed")
}

type words = choice[string]
