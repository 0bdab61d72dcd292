package schemagen

import "math/rand/v2"

// Chooser makes the decisions: it picks a number below n, which is at least 1.
type Chooser interface{ Pick(n int) int }

// Random chooses by a seed; equal seeds make equal schemas.
func Random(seed uint64) Chooser { return random{rand.New(rand.NewPCG(seed, 0))} }

type random struct{ *rand.Rand }

func (r random) Pick(n int) int { return r.IntN(n) }

// Bytes chooses by the bytes of a fuzzer, and 0 when they are used up.
func Bytes(data []byte) Chooser { return &input{data} }

type input struct{ rest []byte }

func (i *input) Pick(n int) int {
	if len(i.rest) == 0 {
		return 0
	}
	b := i.rest[0]
	i.rest = i.rest[1:]
	return int(b) % n
}

// chance is true once in n times, never for a chooser that is used up.
func (m *maker) chance(n int) bool { return m.Pick(n) == n-1 }

func (m *maker) one(words ...string) string { return words[m.Pick(len(words))] }
