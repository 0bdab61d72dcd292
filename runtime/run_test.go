package otp

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
)

// program is one Run whose signals come from the test.
type program struct {
	signals chan os.Signal
	code    chan int
	log     *logBuffer
}

// logBuffer is what a person would read.
type logBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *logBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *logBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

const testGrace = 20 * time.Second

// runProgram runs a root with these children. It must be in a bubble.
func runProgram(ctx context.Context, children ...ChildSpec) *program {
	log := &logBuffer{}
	p := runStart(ctx, func(ctx context.Context) (*System, error) {
		return StartRoot(ctx, ChildSpec{ID: "Root", Start: Supervisor(func() (SupervisorSpec, error) {
			return SupervisorSpec{AutoShutdown: AnySignificant, Children: children}, nil
		})}, WithLogger(slog.New(slog.NewTextHandler(log, nil))))
	})
	p.log = log
	return p
}

func runStart(ctx context.Context, start func(ctx context.Context) (*System, error)) *program {
	p := &program{signals: make(chan os.Signal, 2), code: make(chan int, 1)}
	go func() { p.code <- run(ctx, p.signals, testGrace, start) }()
	synctest.Wait()
	return p
}

// runs is a child that is one function.
func runs(id string, f func(c *Ctx) error) ChildSpec {
	type state struct{ c *Ctx }
	return ChildSpec{ID: id, Start: Runner(RunnerKind[state]{
		Service: id,
		New:     func(c *Ctx) *state { return &state{c} },
		Run: func(s *state) error {
			s.c.Ready()
			return f(s.c)
		},
	})}
}

func untilTold(c *Ctx) error { <-c.Done(); return nil }

// deaf does not end before release is closed, whatever it is told.
func deaf(id string, release <-chan struct{}) ChildSpec {
	spec := runs(id, func(*Ctx) error { <-release; return nil })
	spec.Shutdown = ShutdownInfinity
	return spec
}

func TestRunStopsAtASignal(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var order []string
		child := func(id string) ChildSpec {
			return runs(id, func(c *Ctx) error { <-c.Done(); order = append(order, id); return nil })
		}
		p := runProgram(t.Context(), child("a"), child("b"))
		p.signals <- syscall.SIGTERM
		assert.Equal(t, exitOrderly, <-p.code)
		assert.Equal(t, []string{"b", "a"}, order)
		assert.Contains(t, p.log.String(), `msg=stopping cause="signal: terminated" grace=20s`)
		assert.Contains(t, p.log.String(), "msg=stopped")
	})
}

func TestRunStopsWithItsContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		p := runProgram(ctx, runs("a", untilTold))
		cancel(errors.New("enough"))
		assert.Equal(t, exitOrderly, <-p.code)
		assert.Contains(t, p.log.String(), "msg=stopping cause=enough")
	})
}

func TestRunGraceIsOver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		p := runProgram(t.Context(), deaf("Deaf", release))
		began := time.Now()
		p.signals <- syscall.SIGTERM
		assert.Equal(t, exitForced, <-p.code)
		assert.Equal(t, testGrace, time.Since(began))
		assert.Contains(t, p.log.String(), `msg="stopped by force" cause="not stopped within 20s"`)
		assert.Contains(t, p.log.String(), "Root/Deaf#1", "it says what is left")
		close(release)
	})
}

func TestRunSecondSignal(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		p := runProgram(t.Context(), deaf("Deaf", release))
		p.signals <- syscall.SIGTERM
		<-time.After(time.Second)
		assert.Empty(t, p.code, "the first one is patient")
		began := time.Now()
		p.signals <- os.Interrupt
		assert.Equal(t, exitForced, <-p.code)
		assert.Less(t, time.Since(began), time.Second)
		assert.Contains(t, p.log.String(), `cause="second signal: interrupt"`)
		close(release)
	})
}

func TestRunRootGivesUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := runProgram(t.Context(), runs("a", func(*Ctx) error {
			<-time.After(time.Second)
			panic(errTest)
		}))
		assert.Equal(t, exitFailed, <-p.code)
		assert.Contains(t, p.log.String(), "root gave up")
	})
}

func TestRunRootEndsByItself(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		job := runs("a", func(*Ctx) error { <-time.After(time.Second); return nil })
		job.Restart, job.Significant = Transient, true
		p := runProgram(t.Context(), job)
		assert.Equal(t, exitOrderly, <-p.code)
		assert.Contains(t, p.log.String(), `msg="root ended" reason=shutdown`)
	})
}

func TestRunStartFails(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := runStart(t.Context(), func(context.Context) (*System, error) { return nil, errTest })
		assert.Equal(t, exitFailed, <-p.code)
	})
}

func TestRunSignalDuringTheStart(t *testing.T) {
	t.Parallel()
	starts := map[string]struct {
		start func(ctx context.Context) (*System, error)
		code  int
	}{
		"it gives way": {func(ctx context.Context) (*System, error) { <-ctx.Done(); return nil, ctx.Err() }, exitOrderly},
		"it gives way and says why": {
			func(ctx context.Context) (*System, error) { <-ctx.Done(); return nil, context.Cause(ctx) }, exitOrderly,
		},
		"it fails by itself": {func(ctx context.Context) (*System, error) { <-ctx.Done(); return nil, errTest }, exitFailed},
		"a root that is starting": {
			func(ctx context.Context) (*System, error) {
				never := ChildSpec{ID: "Root", Start: Server(ServerKind[struct{}]{
					New:  func(*Ctx) *struct{} { return &struct{}{} },
					Init: func(*struct{}) error { <-ctx.Done(); return ctx.Err() },
				})}
				return StartRoot(ctx, never, WithLogger(slog.New(slog.DiscardHandler)))
			}, exitOrderly,
		},
		"it succeeds all the same": {
			func(ctx context.Context) (*System, error) {
				<-ctx.Done()
				return StartRoot(context.WithoutCancel(ctx), runs("Root", untilTold), WithLogger(slog.New(slog.DiscardHandler)))
			}, exitOrderly,
		},
	}
	for name, s := range starts {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p := runStart(t.Context(), s.start)
				p.signals <- syscall.SIGTERM
				assert.Equal(t, s.code, <-p.code)
			})
		})
	}
}

func TestRunStartHangs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		hang := func(context.Context) (*System, error) { <-release; return nil, errTest }

		p := runStart(t.Context(), hang)
		began := time.Now()
		p.signals <- syscall.SIGTERM
		assert.Equal(t, exitForced, <-p.code)
		assert.Equal(t, testGrace, time.Since(began))

		p = runStart(t.Context(), hang)
		p.signals <- syscall.SIGTERM
		p.signals <- syscall.SIGTERM
		began = time.Now()
		assert.Equal(t, exitForced, <-p.code)
		assert.Zero(t, time.Since(began))
		close(release)
	})
}
