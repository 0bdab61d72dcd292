package otp_test

import (
	"testing"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/stretchr/testify/assert"
)

// TestNewThatReturnsNil is a failed start, and not a crash in the first callback.
func TestNewThatReturnsNil(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t)
		for name, kind := range map[string]otp.Start{
			"server": otp.Server(otp.ServerKind[worker]{
				New:       func(*otp.Ctx) *worker { return nil },
				Init:      func(*worker) error { assert.Fail(t, "there is no state"); return nil },
				Terminate: func(*worker, otp.Reason) { assert.Fail(t, "there is no process") },
			}),
			"runner": otp.Runner(otp.RunnerKind[worker]{
				New: func(*otp.Ctx) *worker { return nil },
				Run: func(*worker) error { assert.Fail(t, "there is no state"); return nil },
			}),
		} {
			_, err := otp.StartChild(t.Context(), w.Root(), otp.ChildSpec{ID: name, Start: kind})
			assert.ErrorIs(t, err, otp.ErrNilState, name)
		}
	})
}
