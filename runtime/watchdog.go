package otp

import (
	"bytes"
	"sync"
	"time"
)

// watched runs the handler of an inline call under the eyes of the watchdog.
func (op *CallOp[P, A, R]) watched(s *server[P], a A) (R, error) {
	defer watchInline(s.in, op.Message).stop()
	return op.Handle(s.state, a)
}

// watchdog looks at one inline handler until it returns. It is a test's: it is
// armed by a timer, so in a testing/synctest bubble it comes exactly if the
// handler is durably blocked, as otherwise no time passes.
//
// Outside of a bubble a handler may take long because the machine is busy. So
// one that could go on if it had a processor is looked at again, until it has
// taken patienceOfWatchdog times the limit.
type watchdog struct {
	in        *incarnation
	message   string
	limit     time.Duration
	began     time.Time
	goroutine uint64

	mu       sync.Mutex
	timer    *time.Timer
	returned bool
}

const patienceOfWatchdog = 10

// watchInline begins to look at what the goroutine that calls it does next.
func watchInline(in *incarnation, message string) *watchdog {
	w := &watchdog{in: in, message: message, limit: in.sys.inlineLimit, began: time.Now(), goroutine: goroutineID()}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.timer = time.AfterFunc(w.limit, w.look)
	return w
}

func (w *watchdog) stop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.returned = true
	w.timer.Stop()
}

// look runs on the goroutine of the timer.
func (w *watchdog) look() {
	stack := stackOf(byNumber(w.goroutine))
	held := time.Since(w.began)
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case w.returned:
	case canGoOn(stack) && held < patienceOfWatchdog*w.limit:
		w.timer.Reset(w.limit)
	default:
		w.in.sys.emit(InlineBlocked{Origin: w.in.origin(), Message: w.message, Held: held, Stack: dumped(stack)})
	}
}

// stackOf returns the stack of one goroutine as it is now; nil if there are too
// many to look for it.
func stackOf(who whose) []byte {
	var d stackDump
	d.take(maxDumped)
	return d.find(who)
}

// canGoOn reports whether a goroutine waits for nothing but a processor or the
// garbage collector, by the first line of its stack:
//
//	goroutine 12 [chan receive, 2 minutes]:
func canGoOn(stack []byte) bool {
	_, state, _ := bytes.Cut(stack, []byte("["))
	for _, s := range []string{"run", "GC ", "preempted", "copystack"} { // running, runnable
		if bytes.HasPrefix(state, []byte(s)) {
			return true
		}
	}
	return false
}
