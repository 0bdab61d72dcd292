package otp

import (
	"bytes"
	"runtime"
	"strconv"
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
	in.mu.Lock()
	in.stuck = true
	in.mu.Unlock()
	in.sys.emit(Abandoned{Origin: in.origin(), Message: message, Held: held, Stack: stackOf(goroutine)})
	in.sys.idle.tell()
}

// goroutineID returns the number that stack traces show for this goroutine:
// "goroutine 12 [running]:". There is no other way to find the stack of one
// goroutine among all.
func goroutineID() uint64 {
	var buf [40]byte
	text := buf[:runtime.Stack(buf[:], false)]
	text = bytes.TrimPrefix(text, []byte("goroutine "))
	number, _, _ := bytes.Cut(text, []byte(" "))
	id, err := strconv.ParseUint(string(number), 10, 64)
	if err != nil {
		return 0 // the form has changed: reports go without a stack
	}
	return id
}

// maxStackDump bounds the memory for the stacks of all goroutines, among which
// the one that is looked for is found.
const maxStackDump = 64 << 20

// stackOf returns the stack of one goroutine, or nil if it cannot be found.
func stackOf(id uint64) []byte {
	if id == 0 {
		return nil
	}
	all := make([]byte, 64<<10)
	for {
		n := runtime.Stack(all, true)
		if n < len(all) || len(all) >= maxStackDump {
			all = all[:n]
			break
		}
		all = make([]byte, 4*len(all))
	}
	head := []byte("goroutine " + strconv.FormatUint(id, 10) + " ")
	for block := range bytes.SplitSeq(all, []byte("\n\n")) {
		if bytes.HasPrefix(block, head) {
			return bytes.Clone(block)
		}
	}
	return nil
}
