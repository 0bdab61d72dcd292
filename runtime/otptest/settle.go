package otptest

import (
	"context"
	"slices"

	otp "github.com/otpgen/otpgen/runtime"
)

// settle waits, from the nearest supervisor of path to the root, until each has
// dealt with all it was told so far. No sleeping and no polling of the clock: a
// supervisor hears of an exit before anybody else can see it, and answers
// WhichChildren only between two pieces of work, so its answer comes after the
// restarts that the exit caused. A supervisor that gave up has told the next
// one in the same way.
//
//	path Root/Services/Store: asks Root/Services, then Root
func (h *Harness) settle(path string) {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for _, sup := range ancestors(path) {
		for h.isBusy(ctx, sup) {
			if ctx.Err() != nil {
				h.t.Fatalf("supervisor %s is still restarting children after %v", sup, patience)
			}
		}
	}
}

// ancestors lists the paths above path, the nearest first.
//
//	"Root/Services/Store" -> "Root/Services", "Root"
func ancestors(path string) []string {
	var up []string
	for i, c := range path {
		if c == '/' {
			up = append(up, path[:i])
		}
	}
	slices.Reverse(up)
	return up
}

// isBusy asks a supervisor for its children and says whether it has to be asked
// again: it tries failed restarts again by a message to itself, which it handles
// before the next question.
func (h *Harness) isBusy(ctx context.Context, sup string) bool {
	ref, ok := h.sys.Find(sup).Ref()
	if !ok {
		return false // its own supervisor is next, and will answer once it has dealt with it
	}
	children, err := otp.WhichChildren(ctx, ref.Addr())
	if err != nil {
		select { // it ended while we asked: its supervisor has been told when this is closed
		case <-ref.Done():
			return false
		case <-ctx.Done():
			return true
		}
	}
	return slices.ContainsFunc(children, func(c otp.ChildInfo) bool { return c.State == otp.Restarting })
}
