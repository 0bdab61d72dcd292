package otptest

import (
	"bytes"
	"log/slog"
	"sync"
	"testing"
)

// testLog hands what the tree logs to t.Log, and drops it once the test is
// over: a process that outlives its test would otherwise make the testing
// package panic in the name of some other test.
type testLog struct {
	mu sync.Mutex
	t  testing.TB // nil once the test is over
}

// newLogger must be called before anything else registers a cleanup: cleanups
// run last first, and what the tree says while it stops still belongs to t.
func newLogger(t testing.TB) *slog.Logger {
	log := &testLog{t: t}
	t.Cleanup(log.close)
	return slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{
		Level: slog.LevelDebug,
		ReplaceAttr: func(groups []string, a slog.Attr) slog.Attr {
			if len(groups) == 0 && a.Key == slog.TimeKey {
				return slog.Attr{} // says nothing in a test, and nothing true in a synctest bubble
			}
			return a
		},
	}))
}

func (l *testLog) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.t != nil {
		l.t.Log(string(bytes.TrimRight(line, "\n")))
	}
	return len(line), nil
}

func (l *testLog) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.t = nil
}
