package otp

import (
	"runtime"
	"time"
)

// abandon reports a process whose goroutine is stuck in the program's code
// after its end. It stays in the system's list of leaks until it returns.
func (in *incarnation) abandon() {
	message, held := in.inHand()
	in.mu.Lock()
	stuck := !in.returned && message != ""
	in.mu.Unlock()
	if stuck {
		in.reportAbandoned(message, held, in.goroutine.Load())
	}
}

func (in *incarnation) reportAbandoned(message string, held time.Duration, goroutine uint64) {
	stack := in.sys.stacks.of(goroutine, time.Now().Add(-held))
	in.sys.emit(Abandoned{Origin: in.origin(), Message: message, Held: held, Stack: stack})
	in.mu.Lock()
	in.stuck = true
	in.mu.Unlock()
	in.sys.idle.tell()
}

// goroutineID returns the number that stack traces show for this goroutine:
// "goroutine 12 [running]:". There is no other way to find the stack of one
// goroutine among all.
func goroutineID() uint64 {
	var buf [40]byte
	return goroutineOf(buf[:runtime.Stack(buf[:], false)])
}
