package raw

import "github.com/otpgen/otpgen/bench/work"

// direct is a function call on the state, without any protection: the callers
// must not be many.
type direct struct{ *work.Counter }

func startDirect() (work.Caller, error) { return direct{work.NewCounter()}, nil }

func (d direct) Stop() {}

func (d direct) Calls(n int) error {
	for range n {
		d.Add(1)
	}
	return nil
}
