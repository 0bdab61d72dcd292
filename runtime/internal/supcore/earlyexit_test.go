package supcore_test

import (
	"testing"

	"github.com/otpgen/otpgen/runtime/internal/supcore"
	"github.com/stretchr/testify/assert"
)

// The shell promises the other order; an end must not be lost all the same.
func TestExitBeforeItsStartIsNotLost(t *testing.T) {
	t.Parallel()
	for name, m := range map[string]interface {
		Step(ev supcore.Event, out []supcore.Action) []supcore.Action
	}{
		"static":  supcore.NewStatic(supcore.StaticFlags{}, nil),
		"dynamic": supcore.NewDynamic(supcore.DynamicFlags{}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out []supcore.Action
			for _, ev := range []supcore.Event{
				supcore.Begin{},
				supcore.Request{To: 1, Op: supcore.StartChild{Spec: supcore.Spec{ID: "a"}}},
				supcore.ExitRequested{Reason: supcore.Shutdown()},
				supcore.Exited{Ref: 1, Reason: supcore.Killed()},
				supcore.Started{Ref: 1},
			} {
				out = m.Step(ev, out)
			}
			assert.Contains(t, out, supcore.Leave{Reason: supcore.Shutdown()})
			for _, a := range out {
				assert.NotEqual(t, supcore.Signal{Ref: 1, Kind: supcore.SignalShutdown}, a)
			}
		})
	}
}
