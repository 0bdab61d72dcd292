package otp_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// However a machine ends before it has handled what it postponed, its callers
// get the reason, its timeouts reach nobody, and the next incarnation begins
// anew.
func TestEndOfAMachine(t *testing.T) {
	proof.Of(t, 318, 333)
	t.Parallel()
	for name, c := range map[string]struct {
		end  func(g *barrier)
		want string
	}{
		"stop":  {func(g *barrier) { g.c.Stop(otp.ShutdownWith("tired")) }, "{shutdown,tired}"},
		"crash": {func(*barrier) { panic("boom") }, "exception:boom"},
		"kill":  {func(g *barrier) { g.c.Self().Exit(otp.Killed) }, "killed"},
		"fence": {func(g *barrier) { g.c.Self().Exit(otp.Killed); time.Sleep(5 * time.Second); g.m.Next(open) }, "killed"},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				g := startGate(t)
				g.pass("ann")
				g.tell(func(x *barrier) {
					x.m.StateTimeout(time.Second, g.note("state"))
					x.m.EventTimeout(time.Second, g.note("event"))
					x.m.Timeout("t", time.Second, g.note("named"))
				})
				ref := g.ref("gate")
				g.tell(func(x *barrier) {
					x.m.NextEvent(g.note("inserted"))
					x.m.Timeout("now", 0, g.note("now"))
					c.end(x)
				})
				why, _ := ref.Reason()
				assert.Equal(t, c.want, why.String())
				assert.Equal(t, []string{"ann at a gate that is shut", "Gate.Pass to Root/gate: process down: " + c.want}, g.clocked.pass(time.Minute))
				g.pass("bob")
				assert.Equal(t, []string{"bob at a gate that is shut"}, g.take())
				g.open()
				assert.ElementsMatch(t, []string{"bob at a gate that is open", "bob has passed"}, g.take())
			})
		})
	}
}

func TestMachineAnswersBeforeTerminate(t *testing.T) {
	proof.Of(t, 317)
	bubble(t, func(t *testing.T) {
		g := startGate(t, func(k *otp.StateMachineKind[barrier, gateState]) {
			k.Terminate = func(g *barrier, why otp.Reason) {
				time.Sleep(time.Second)
				g.add("terminate %v", why)
				g.m.Next(open) // nothing of all this does anything
				g.m.Repeat()
				g.m.Postpone()
				g.m.NextEvent(func() { panic("inserted") })
				g.m.StateTimeout(0, func() { panic("timeout") })
				g.add("%v", g.m.State())
			}
		})
		op := otp.CallOp[barrier, int, int]{Service: "Gate", Message: "Stop", Handle: func(g *barrier, n int) (int, error) {
			g.c.Stop(otp.Normal)
			return n, nil
		}}
		n, err := otp.Call(t.Context(), g.at("gate"), &op, 7)
		require.NoError(t, err)
		assert.Equal(t, 7, n)
		assert.Empty(t, g.take(), "stop_and_reply")
		assert.Equal(t, []string{"terminate normal", "shut"}, g.clocked.pass(time.Minute))
	})
}

// A request to stop waits behind what is inserted and what was in the mailbox,
// but what is postponed is lost.
func TestStopOfAMachine(t *testing.T) {
	bubble(t, func(t *testing.T) {
		g := startGate(t, func(k *otp.StateMachineKind[barrier, gateState]) {
			k.Terminate = func(g *barrier, why otp.Reason) { g.add("terminate %v in %v", why, g.m.State()) }
		})
		g.pass("ann")
		g.take()
		done := make(chan error)
		g.tell(func(x *barrier) {
			go func() { done <- otp.TerminateChild(context.Background(), g.Root(), "gate") }()
			<-x.c.Done()
			x.m.Timeout("now", 0, g.note("timeout of 0"))
			x.m.NextEvent(func() {
				g.note("inserted")()
				assert.NoError(t, x.c.Err(), "a fresh context")
			})
		})
		require.NoError(t, <-done)
		synctest.Wait()
		assert.Equal(t, []string{"inserted 0s", "timeout of 0 0s", "terminate shutdown in shut", "Gate.Pass to Root/gate: process down: shutdown"}, g.take())
	})
}

func TestMachineThatDoesNotTrapEndsAtOnce(t *testing.T) {
	bubble(t, func(t *testing.T) {
		g := startGate(t, func(k *otp.StateMachineKind[barrier, gateState]) {
			k.EnterOther = func(g *barrier, _ gateState) {
				if g.m.State() == open {
					<-g.c.Done()
				}
			}
		})
		g.tell(func(x *barrier) { x.m.Next(open); x.m.NextEvent(g.note("inserted")) })
		require.NoError(t, otp.TerminateChild(t.Context(), g.Root(), "gate"))
		assert.Empty(t, g.clocked.pass(time.Minute))
	})
}

func TestCrashInEnterNamesIt(t *testing.T) {
	bubble(t, func(t *testing.T) {
		g := startGate(t, func(k *otp.StateMachineKind[barrier, gateState]) {
			k.Enter = otp.States[gateState, func(*barrier, gateState)]{open: func(*barrier, gateState) { panic("boom") }}
			k.Terminate = func(g *barrier, why otp.Reason) { g.add("terminate %v in %v", why, g.m.State()) }
		})
		g.open()
		crashes := eventsOf[otp.Crashed](g.world)
		require.Len(t, crashes, 1)
		assert.Equal(t, "Enter", crashes[0].Message)
		assert.Equal(t, []string{"terminate exception:boom in shut"}, g.take())
	})
}

// A fenced machine that comes back from its handler begins nothing more.
func TestFencedMachineEntersNoState(t *testing.T) {
	bubble(t, func(t *testing.T) {
		g := startGate(t, func(k *otp.StateMachineKind[barrier, gateState]) {
			k.EnterOther = func(g *barrier, _ gateState) { g.add("entered %v", g.m.State()) }
		})
		synctest.Wait()
		assert.Equal(t, []string{"entered shut"}, g.take())
		g.tell(func(x *barrier) {
			x.c.Self().Exit(otp.Killed)
			time.Sleep(time.Second)
			x.m.Next(open)
		})
		assert.Equal(t, []string{"entered shut"}, g.clocked.pass(time.Minute), "the next incarnation only")
	})
}
