package otp

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/otpgen/otpgen/runtime/internal/supcore"
	"github.com/stretchr/testify/assert"
)

// recorder is a machine that notes its events and does nothing.
type recorder struct{ events []supcore.Event }

func (r *recorder) Step(ev supcore.Event, out []supcore.Action) []supcore.Action {
	r.events = append(r.events, ev)
	return out
}

// A timer that has run out while the machine took it back, or set it again, is
// not told.
func TestStaleStopTimer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		in, machine := &incarnation{}, &recorder{}
		s := newShell(in)
		s.machine = machine
		ranOut := func() message {
			<-time.After(2 * time.Second)
			m, _ := in.box.next()
			return m
		}
		arm := supcore.ArmTimer{Ref: 1, After: time.Second}

		s.do(arm)
		stale := ranOut()
		s.do(arm)
		s.receive(stale)
		assert.Empty(t, machine.events, "armed again")
		s.receive(ranOut())
		assert.Equal(t, []supcore.Event{supcore.StopTimedOut{Ref: 1}}, machine.events)
		assert.Empty(t, s.timers, "one that has run out is forgotten")

		machine.events = nil
		s.do(arm)
		stale = ranOut()
		s.do(supcore.DisarmTimer{Ref: 1})
		s.receive(stale)
		assert.Empty(t, machine.events, "taken back")
	})
}
