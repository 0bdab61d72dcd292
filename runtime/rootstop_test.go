package otp_test

import (
	"testing"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRootIsStoppedByItsOwnRule(t *testing.T) {
	t.Parallel()
	for name, rule := range map[string]otp.ShutdownRule{"after": otp.ShutdownAfter(2 * time.Second), "brutal kill": otp.BrutalKill} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				root := workerOf("a", func(k *otp.ServerKind[worker]) {
					k.Terminate = func(*worker, otp.Reason) { time.Sleep(time.Minute) }
				})
				root.Shutdown = rule
				w := startRoot(t, root)
				after, _ := rule.After()
				begin := time.Now()
				require.NoError(t, w.Stop(t.Context()))
				assert.Less(t, time.Since(begin), after+time.Second)
				assert.Equal(t, otp.Killed, w.Wait())
				time.Sleep(time.Minute) // its Terminate returns
			})
		})
	}
}
