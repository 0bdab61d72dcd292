package otp

import (
	"fmt"
	"log/slog"
	"runtime"
	"slices"
	"strings"
)

// Stack is where a goroutine was when it panicked, or where it is stuck. It is
// written out when somebody asks for it: to take one costs a microsecond, to write
// it a hundred, and a supervisor that restarts a child waits for neither. The
// zero Stack is none.
type Stack struct {
	frames *[]uintptr
	text   string // of one that was found in a dump
}

// stackFrames is how many calls of a stack are kept, from where it panicked on.
const stackFrames = 64

// here is the stack of the running goroutine: in a deferred function, that of
// the panic too.
func here() Stack {
	var all [stackFrames]uintptr
	frames := slices.Clone(all[:runtime.Callers(3, all[:])])
	return Stack{frames: &frames}
}

// dumped is a stack from a dump of all; nil: it is not in there.
func dumped(text []byte) Stack { return Stack{text: string(text)} }

// IsZero reports that there is no stack.
func (s Stack) IsZero() bool { return s.frames == nil && s.text == "" }

// String writes one call to two lines, as traces of Go do: the function, and
// behind a tabulator the file and the line.
func (s Stack) String() string {
	if s.frames == nil {
		return s.text
	}
	var b strings.Builder
	for frames := runtime.CallersFrames(*s.frames); ; {
		frame, more := frames.Next()
		fmt.Fprintf(&b, "%s(...)\n\t%s:%d\n", frame.Function, frame.File, frame.Line)
		if !more {
			return b.String()
		}
	}
}

// LogValue is the text, which a logger asks for only if it writes the record.
func (s Stack) LogValue() slog.Value { return slog.StringValue(s.String()) }
