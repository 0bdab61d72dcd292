package otp

import (
	"bytes"
	"fmt"
	"runtime"
	"time"
	"unsafe"
)

// abandon reports a process whose goroutine is stuck in the program's code
// after its end. It stays in the system's list of leaks until it returns.
func (in *incarnation) abandon() {
	message, held := in.inHand()
	in.mu.Lock()
	stuck := !in.returned && message != ""
	in.mu.Unlock()
	if stuck {
		in.reportAbandoned(message, held, in.hasTurn())
	}
}

func (in *incarnation) reportAbandoned(message string, held time.Duration, who whose) {
	stack := in.sys.stacks.of(who, time.Now().Add(-held))
	in.sys.emit(Abandoned{Origin: in.origin(), Message: message, Held: held, Stack: dumped(stack)})
	in.mu.Lock()
	in.stuck = true
	in.mu.Unlock()
	in.sys.idle.tell()
}

// whose tells the stack of one goroutine from those of others.
type whose func(stack []byte) bool

// byNumber finds a goroutine by what goroutineID returned there.
func byNumber(id uint64) whose {
	return func(stack []byte) bool { return id != 0 && goroutineOf(stack) == id }
}

// hasTurn finds the goroutine that has the turn of a process: one on which work
// runs for it. A stack shows arguments in hexadecimal,
//
//	otp.(*incarnation).work(0xc000216008)
//
// with a question mark behind what may be outdated.
func (in *incarnation) hasTurn() whose {
	frame := fmt.Appendf(nil, ".(*incarnation).work(%#x", uintptr(unsafe.Pointer(in)))
	return func(stack []byte) bool {
		_, after, found := bytes.Cut(stack, frame)
		return found && (after[0] == ')' || after[0] == '?' || after[0] == ',')
	}
}

// goroutineID returns the number that stack traces show for this goroutine:
// "goroutine 12 [running]:". To find the stack of one goroutine among all there
// is no other way but to know an argument of a function on it.
func goroutineID() uint64 {
	var buf [40]byte
	return goroutineOf(buf[:runtime.Stack(buf[:], false)])
}
