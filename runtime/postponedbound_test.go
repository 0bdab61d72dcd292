package otp_test

import (
	"fmt"
	"testing"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/stretchr/testify/assert"
)

// What a machine postpones holds its place in the mailbox, so that a machine
// which waits for something cannot hoard messages without bound.
func TestPostponedMessagesCountAgainstTheCapacity(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		overflow otp.Overflow
		third    string // what becomes of a message that finds two postponed in a mailbox for two
	}{
		{otp.Reject, "Gate.Pass to Root/gate: process overloaded"},
		{otp.DropNewest, "Gate.Pass to Root/gate: process overloaded"},
		{otp.DropOldest, "Gate.Pass to Root/gate: process overloaded"},
		{otp.Block, "eve has passed"},
	} {
		t.Run(c.overflow.String(), func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				g := startGate(t, func(k *otp.StateMachineKind[barrier, gateState]) {
					k.Init = func(g *barrier) (gateState, error) {
						g.m.StateTimeout(time.Second, func() { g.m.Next(open) }) // passes by the bound
						return shut, nil
					}
					k.Mailbox = otp.Mailbox{Capacity: 2, Overflow: c.overflow}
				})
				g.pass("ann")
				g.pass("bob")
				g.take()
				g.pass("eve")
				if c.overflow != otp.Block {
					assert.Equal(t, []string{c.third}, g.take())
				}
				assert.Subset(t, g.clocked.pass(2*time.Second), []string{"ann has passed", "bob has passed"})
				if c.overflow != otp.Block {
					g.pass("eve")
					assert.Contains(t, g.take(), "eve has passed", "there is room again")
				}
			})
		})
	}
}

func TestBlockedSenderGetsTheRoomOfAPostponedMessage(t *testing.T) {
	bubble(t, func(t *testing.T) {
		g := startGate(t, func(k *otp.StateMachineKind[barrier, gateState]) {
			k.Init = func(g *barrier) (gateState, error) {
				g.m.StateTimeout(time.Second, func() { g.m.Next(open) })
				return shut, nil
			}
			k.Mailbox = otp.Mailbox{Capacity: 1, Overflow: otp.Block}
		})
		for i := range 5 {
			g.pass(fmt.Sprint(i))
		}
		assert.Equal(t, []string{"0 at a gate that is shut"}, g.take()[:1])
		passed := g.clocked.pass(2 * time.Second)
		for i := range 5 {
			assert.Contains(t, passed, fmt.Sprintf("%d has passed", i))
		}
	})
}
