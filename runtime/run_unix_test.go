//go:build unix

package otp

import (
	"context"
	"log/slog"
	"os"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The real thing, with a signal from the operating system.
func TestRunWithASignalOfTheSystem(t *testing.T) {
	sys := make(chan *System, 1)
	code := make(chan int, 1)
	go func() {
		code <- Run(t.Context(), testGrace, func(ctx context.Context) (*System, error) {
			s, err := StartRoot(ctx, runs("Root", untilTold), WithLogger(slog.New(slog.DiscardHandler)))
			sys <- s
			return s, err
		})
	}()
	s := <-sys // the signals are caught by now
	self, err := os.FindProcess(os.Getpid())
	require.NoError(t, err)
	require.NoError(t, self.Signal(syscall.SIGTERM))
	assert.Equal(t, exitOrderly, <-code)
	assert.Equal(t, Shutdown, s.Wait())
}
