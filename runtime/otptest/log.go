package otptest

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"

	otp "github.com/otpgen/otpgen/runtime"
)

// testLog hands what the tree logs to t.Log, and drops it once the test is
// over: a process that outlives its test would otherwise make the testing
// package panic in the name of some other test.
type testLog struct {
	turn  sync.Mutex // one record at a time
	stack string     // of the record whose turn it is

	mu sync.Mutex
	t  testing.TB // nil once the test is over
}

// newLogger must be called before anything else registers a cleanup: cleanups
// run last first, and what the tree says while it stops still belongs to t.
func newLogger(t testing.TB) *slog.Logger {
	log := &testLog{t: t}
	t.Cleanup(log.close)
	return slog.New(testHandler{log, slog.NewTextHandler(log, &slog.HandlerOptions{
		Level: slog.LevelInfo,
		ReplaceAttr: func(groups []string, a slog.Attr) slog.Attr {
			if len(groups) == 0 && a.Key == slog.TimeKey {
				return slog.Attr{} // says nothing in a test, and nothing true in a synctest bubble
			}
			return a
		},
	})})
}

// Write is called by the text handler, with one line.
func (l *testLog) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.t != nil {
		l.t.Log(string(bytes.TrimRight(line, "\n")) + l.stack)
	}
	return len(line), nil
}

func (l *testLog) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.t = nil
}

// testHandler writes a record as text, but a stack as the lines that it has: as
// one quoted value it is a kilobyte that nobody can read.
type testHandler struct {
	log  *testLog
	text slog.Handler
}

func (h testHandler) Enabled(ctx context.Context, level slog.Level) bool {
	return h.text.Enabled(ctx, level)
}

func (h testHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return testHandler{h.log, h.text.WithAttrs(attrs)}
}

func (h testHandler) WithGroup(name string) slog.Handler {
	return testHandler{h.log, h.text.WithGroup(name)}
}

func (h testHandler) Handle(ctx context.Context, r slog.Record) error {
	h.log.turn.Lock()
	defer h.log.turn.Unlock()
	var line slog.Record
	line, h.log.stack = splitStack(r)
	return h.text.Handle(ctx, line)
}

// splitStack takes the stack out of a record. That of an injected crash only
// shows how it was injected, so it is left out.
func splitStack(r slog.Record) (line slog.Record, stack string) {
	line = slog.NewRecord(r.Time, r.Level, r.Message, r.PC)
	injected := false
	r.Attrs(func(a slog.Attr) bool {
		switch {
		case a.Key == "stack":
			stack = "\n" + strings.TrimRight(a.Value.Resolve().String(), "\n")
			return true
		case a.Key == "reason":
			injected = a.Value.String() == otp.Crash(ErrInjected).String()
		}
		line.AddAttrs(a)
		return true
	})
	if injected {
		stack = ""
	}
	return line, stack
}
