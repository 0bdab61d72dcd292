package otp_test

import (
	"context"
	"strconv"
	"testing"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/stretchr/testify/require"
)

func TestStartThatIsKilledAtOnceLeavesItsPlace(t *testing.T) {
	bubble(t, func(t *testing.T) {
		sys := otp.NewSystem(quietly(&eventLog{})...)
		root := workerOf("w")
		root.Shutdown = otp.BrutalKill
		late, cancel := context.WithCancel(t.Context())
		cancel()
		for range 50 { // most of them are killed before their goroutine has run
			if _, err := otp.StartRoot(late, root, otp.InSystem(sys)); err == nil { // it was faster
				require.NoError(t, sys.Stop(t.Context()))
				return
			}
		}
		_, err := otp.StartRoot(t.Context(), root, otp.InSystem(sys))
		require.NoError(t, err)
		require.NoError(t, sys.Stop(t.Context()))
		require.Empty(t, sys.Leaks())
	})
}

func TestLeaksDuringAStart(t *testing.T) {
	t.Parallel()
	var children []otp.ChildSpec
	for i := range 100 {
		children = append(children, workerOf(strconv.Itoa(i)))
	}
	sys := otp.NewSystem(quietly(&eventLog{})...)
	done := make(chan error, 1)
	go func() {
		_, err := otp.StartRoot(context.Background(), supervisorOf("Root", children), otp.InSystem(sys))
		done <- err
	}()
	for {
		for _, leak := range sys.Leaks() {
			require.NotContains(t, leak, "#0", "every life has its number from the beginning")
		}
		select {
		case err := <-done:
			require.NoError(t, err)
			require.NoError(t, sys.Stop(context.Background()))
			return
		default:
		}
	}
}
