package otptest

import (
	"fmt"
	"strings"
	"sync"

	otp "github.com/otpgen/otpgen/runtime"
)

// fall is how the root of a tree came to give up, if it did.
type fall struct {
	mu   sync.Mutex
	last otp.GaveUp // of the root
}

// note is an observer of the tree.
func (f *fall) note(ev otp.Event) {
	gaveUp, ok := ev.(otp.GaveUp)
	if !ok || strings.Contains(gaveUp.Path, "/") {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.last = gaveUp
}

// tell completes a sentence about a process that was not replaced.
func (f *fall) tell(sys *otp.System) string {
	if _, runs := sys.Root().Ref(); runs {
		return "its supervisors left it at that"
	}
	end := sys.Wait() // the root is over; after this its last events have been handed out
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.last.Child == "" {
		return fmt.Sprintf("the root ended with %v", end)
	}
	return fmt.Sprintf("the root gave up: the end of %s was one too many", f.last.Child)
}
