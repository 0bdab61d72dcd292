package otp

import (
	"context"
	"log/slog"
	"os"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// stalled is where a log goes that nobody reads.
type stalled struct{ release <-chan struct{} }

func (w stalled) Write(p []byte) (int, error) { <-w.release; return len(p), nil }

func rootOf(children ...ChildSpec) ChildSpec {
	return ChildSpec{ID: "Root", Start: Supervisor(func() (SupervisorSpec, error) { return SupervisorSpec{Children: children}, nil })}
}

func TestRunSecondSignalWithAStalledLog(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		p := runStart(t.Context(), func(ctx context.Context) (*System, error) {
			return StartRoot(ctx, rootOf(runs("a", untilTold), deaf("Deaf", release)),
				WithLogger(slog.New(slog.NewTextHandler(stalled{release}, nil))))
		})
		p.signals <- syscall.SIGTERM
		synctest.Wait()
		began := time.Now()
		p.signals <- os.Interrupt
		assert.Equal(t, exitForced, <-p.code)
		assert.Less(t, time.Since(began), time.Second)
		close(release)
	})
}

func TestRunStalledLogHasNoMoreThanGrace(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		p := runStart(t.Context(), func(ctx context.Context) (*System, error) {
			return StartRoot(ctx, rootOf(runs("a", untilTold)), WithLogger(slog.New(slog.NewTextHandler(stalled{release}, nil))))
		})
		began := time.Now()
		p.signals <- syscall.SIGTERM
		assert.Equal(t, exitOrderly, <-p.code, "all has stopped in order")
		assert.Less(t, time.Since(began), testGrace+time.Second)
		close(release)
	})
}

// A root that is killed leaves children that are still terminating.
func TestRunRootKilled(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		end  time.Duration // of the child
		want time.Duration
	}{
		"children end in time": {time.Second, time.Second},
		"children do not":      {time.Hour, testGrace},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				flushed := make(chan struct{})
				slow := runs("slow", func(c *Ctx) error {
					<-c.Done()
					time.Sleep(test.end)
					close(flushed)
					return nil
				})
				slow.Shutdown = ShutdownInfinity
				root := make(chan Ref, 1)
				p := runStart(t.Context(), func(ctx context.Context) (*System, error) {
					sys, err := StartRoot(ctx, rootOf(slow), WithLogger(slog.New(slog.DiscardHandler)))
					ref, _ := sys.Root().Ref()
					root <- ref
					return sys, err
				})
				began := time.Now()
				(<-root).Exit(Killed)
				assert.Equal(t, exitFailed, <-p.code)
				assert.Equal(t, test.want, time.Since(began))
				<-flushed
			})
		})
	}
}

func TestLeakOfACloser(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		owner := runs("owner", func(c *Ctx) error {
			c.Own(closing(func() error { <-release; return nil }))
			return untilTold(c)
		})
		owner.Shutdown = ShutdownAfter(time.Second)
		sys, err := StartRoot(t.Context(), rootOf(owner), WithLogger(slog.New(slog.DiscardHandler)))
		require.NoError(t, err)
		require.NoError(t, sys.Stop(t.Context()))
		time.Sleep(time.Second)
		assert.Equal(t, []string{"goroutine of Root/owner#1, in Close for 2s"}, sys.Leaks())
		close(release)
		synctest.Wait()
		assert.Empty(t, sys.Leaks())
	})
}

type closing func() error

func (f closing) Close() error { return f() }
