package otp_test

import (
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// System messages are no events: they cancel no event timeout and reach no
// handler.
func TestLookingIntoAMachine(t *testing.T) {
	bubble(t, func(t *testing.T) {
		g := startGate(t)
		state := func() gateState {
			s, err := otp.MachineState[gateState](t.Context(), g.at("gate"))
			require.NoError(t, err)
			return s
		}
		assert.Equal(t, shut, state())
		g.tell(func(x *barrier) { x.m.EventTimeout(2*time.Second, g.note("event timeout")); x.m.Next(open) })
		assert.Equal(t, open, state())
		time.Sleep(time.Second)
		data, err := otp.GetState[barrier](t.Context(), g.at("gate"))
		require.NoError(t, err)
		assert.Equal(t, g.ref("gate"), data.c.Self())
		assert.Equal(t, []string{"event timeout 2s"}, g.clocked.pass(time.Minute))

		_, err = otp.MachineState[int](t.Context(), g.at("gate"))
		assert.ErrorIs(t, err, otp.ErrWrongService, "its states are of another type")
		_, err = otp.MachineState[gateState](t.Context(), g.at("w"))
		assert.ErrorIs(t, err, otp.ErrWrongService, "a server has no state of this kind")
		_, err = otp.MachineState[gateState](t.Context(), g.at("nobody"))
		assert.ErrorIs(t, err, otp.ErrNoProc)
	})
}

func TestSuspendedMachine(t *testing.T) {
	bubble(t, func(t *testing.T) {
		g := startGate(t)
		g.tell(func(x *barrier) { x.m.StateTimeout(time.Second, g.note("state timeout")) })
		require.NoError(t, otp.Suspend(t.Context(), g.at("gate")))
		g.pass("ann")
		assert.Empty(t, g.clocked.pass(2*time.Second))
		s, err := otp.MachineState[gateState](t.Context(), g.at("gate"))
		require.NoError(t, err)
		assert.Equal(t, shut, s)
		require.NoError(t, otp.Resume(t.Context(), g.at("gate")))
		synctest.Wait()
		assert.Equal(t, []string{"ann at a gate that is shut", "state timeout 2s"}, g.take())
	})
}

// What ReplaceState wants to be continued is an event at once, as in a server.
func TestContinueOfReplaceState(t *testing.T) {
	proof.Of(t, 431)
	bubble(t, func(t *testing.T) {
		g := startGate(t)
		require.NoError(t, otp.ReplaceState(t.Context(), g.at("gate"), func(x *barrier) {
			x.c.Continue(func() { x.add("first"); x.c.Continue(func() { x.add("nested") }) })
			x.c.Continue(func() { x.add("second"); x.m.Next(open) })
		}))
		synctest.Wait()
		assert.Equal(t, []string{"first", "nested", "second"}, g.take())
		state, err := otp.MachineState[gateState](t.Context(), g.at("gate"))
		require.NoError(t, err)
		assert.Equal(t, open, state)
	})
}
