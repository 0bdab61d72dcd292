package otpdiff

import (
	"github.com/otpgen/otpgen/runtime/internal/vector"
)

// Compare returns the first difference between what was recorded of a scenario and what a player of ours did, or nil.
func Compare(f *vector.File, otp, ours []vector.Expect) *vector.Difference {
	g := *f
	g.Expect = otp
	diff, err := g.Compare(&replay{ours})
	if err != nil {
		panic("otpgen: internal: " + err.Error())
	}
	return diff
}

// replay plays what was seen before.
type replay struct{ left []vector.Expect }

func (r *replay) Play(vector.Step) (vector.Expect, error) {
	e := r.left[0]
	r.left = r.left[1:]
	return e, nil
}
